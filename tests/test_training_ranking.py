from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.ranking import FEATURES, Ranking
from training.candidates import Listed, Unrelated
from training.ranking import DECAY, Lesson, fit, found_at, write


def lesson(*questions: tuple[list[list[float]], int], weight: float = 1.0) -> Lesson:
    """Questions by their candidates' features and the number of the one that answers."""
    return Lesson(
        tuple(
            Listed(np.array(rows, dtype=np.float32), np.arange(len(rows)) == answer)
            for rows, answer in questions
        ),
        weight,
    )


def test_the_feature_that_tells_the_answer_gets_the_weight() -> None:
    weights = fit([lesson(([[1, 0], [0, 1]], 0), ([[0, 0], [1, 1]], 1), ([[1, 1], [0, 0]], 0))])
    assert weights[0] > 0
    assert weights[0] > weights[1]


def test_a_feature_that_never_varies_gets_no_weight() -> None:
    weights = fit([lesson(([[1, 7], [0, 7]], 0), ([[0, 7], [1, 7]], 1))])
    assert weights[1] == 0.0


def test_the_weights_are_where_the_loss_is_least() -> None:
    drawn = np.random.default_rng(1)
    listed = [
        Listed(drawn.normal(size=(size, 3)).astype(np.float32), np.arange(size) == size // 2)
        for size in (2, 3, 5, 8, 13)
    ]
    weights = fit([Lesson(tuple(listed), 1.0)])
    features = np.concatenate([each.features for each in listed]).astype(np.float64)
    deviations = features.std(axis=0)

    def loss(tried: np.ndarray) -> float:
        told = 0.0
        for each in listed:
            scores = each.features.astype(np.float64) @ tried
            told += np.log(np.exp(scores).sum()) - scores[each.answers][0]
        standard = tried * deviations
        return told / len(listed) + DECAY * float(standard @ standard) / 2

    least = loss(weights)
    for feature in range(3):
        for step in (-1e-2, 1e-2):
            moved = weights.copy()
            moved[feature] += step
            assert loss(moved) > least


def test_a_model_of_more_weight_is_followed_where_two_disagree() -> None:
    one, other = ([[1.0], [0.0]], 0), ([[1.0], [0.0]], 1)
    assert fit([lesson(one, weight=3.0), lesson(other)])[0] > 0
    assert fit([lesson(one), lesson(other, weight=3.0)])[0] < 0


def test_a_question_without_its_answer_among_the_candidates_teaches_nothing() -> None:
    taught = lesson(([[1.0, 0.2], [0.0, 0.1]], 0), ([[0.3, 1.0], [0.9, 0.0]], 1))
    lost = Listed(np.array([[5.0, 1.0], [2.0, 8.0]], dtype=np.float32), np.array([False, False]))
    assert fit([Lesson((*taught.listed, lost), 1.0)]) == pytest.approx(fit([taught]))


def test_found_at_counts_first_places_and_discounts_later_ones() -> None:
    first = Listed(np.array([[2.0], [1.0]], dtype=np.float32), np.array([True, False]))
    third = Listed(np.array([[3.0], [2.0], [1.0]], dtype=np.float32), np.arange(3) == 2)
    lost = Listed(np.array([[1.0]], dtype=np.float32), np.array([False]))
    best, gained = found_at([first, third, lost], np.array([1.0]))
    assert best == pytest.approx(1 / 3)
    assert gained == pytest.approx((1 + 1 / np.log2(4) + 0) / 3)


def test_what_is_written_is_what_the_ranking_loads(tmp_path: Path) -> None:
    weights = np.linspace(-1, 1, len(FEATURES))
    write(weights, tmp_path / "weights.json")
    loaded = Ranking.load(tmp_path / "weights.json")
    assert loaded.weights == pytest.approx(weights, rel=5e-3)


def test_unrelated_vectors_are_of_unit_length_and_know_nothing_of_the_text() -> None:
    model = Unrelated()
    passage, question = model.embed_passages(["le blé"]), model.embed_questions(["le blé"])
    assert np.linalg.norm(passage) == pytest.approx(1.0)
    assert abs(float(passage[0] @ question[0])) < 0.5
