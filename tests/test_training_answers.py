"""The fit is checked on sentences whose weights were planted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rag.features import Features, Weights, load_weights
from rag.outlook import Search, Topic, outlook
from rag.question import Question
from rag.standing import SORTS, standing
from training.answers import as_json, fit, fit_choice, fit_trust, threshold
from training.examples import Example

COUNT = len(Features._fields)
HERE, NAMES = Features._fields.index("here"), Features._fields.index("names_here")
SEARCH = Search(*[0.0] * len(Search._fields))
TOPIC = Topic(*[0.0] * len(Topic._fields))
PLANTED = np.zeros(COUNT)
PLANTED[[HERE, NAMES]] = 6.0, 3.0


def _examples(count: int, *, seed: int = 5) -> list[Example]:
    """Questions on eight sentences, of which one answers, drawn by the planted weights."""
    draws = np.random.default_rng(seed)
    made = []
    for number in range(count):
        rows = np.zeros((8, COUNT))
        rows[:, [HERE, NAMES]] = draws.random((8, 2))
        odds = np.exp(rows @ PLANTED)
        right = np.zeros(8, dtype=bool)
        right[draws.choice(8, p=odds / odds.sum())] = True
        answerable = number % 3 > 0
        made.append(
            Example(
                name="news_a",
                fold=number % 5,
                question=Question("?", "fr", "what"),
                answerable=answerable,
                judged=True,
                features=tuple(Features(*row) for row in rows.tolist()),
                owners=tuple("abcdefgh"),
                foreign=(False,) * 8,
                right=right & answerable,
                search=SEARCH,
                topic=TOPIC._replace(advice=float(not answerable and number % 2)),
            )
        )
    return made


def test_planted_weights_are_found_again() -> None:
    found = fit_choice(_examples(3_000))
    assert found[[HERE, NAMES]] == pytest.approx([6.0, 3.0], rel=0.15)
    assert np.delete(found, [HERE, NAMES]) == pytest.approx(0.0, abs=1e-6)


def test_planted_log_odds_are_found_again() -> None:
    draws = np.random.default_rng(7)
    rows = draws.random((20_000, 3))
    log_odds = rows @ np.array([4.0, -2.0, 0.0]) - 1.0
    right = draws.random(20_000) < 1 / (1 + np.exp(-log_odds))
    weights, bias = fit_trust(rows, right, np.ones(20_000))
    assert weights == pytest.approx([4.0, -2.0, 0.0], abs=0.25)
    assert bias == pytest.approx(-1.0, abs=0.2)


def test_the_same_examples_give_the_same_weights_which_survive_their_file() -> None:
    weights = fit(_examples(200)).weights
    assert fit(_examples(200)).weights == weights
    assert Weights.parse(as_json(weights)) == weights


def test_confidences_are_those_of_fits_on_other_articles() -> None:
    made = fit(_examples(200))
    assert len(made.tried) == 200
    assert all(0 < confidence < 1 for _, confidence in made.tried)
    mean = np.mean([confidence for _, confidence in made.tried])
    assert mean == pytest.approx(np.mean([first.right for first, _ in made.tried]), abs=0.1)


def test_silence_is_better_where_a_wrong_answer_would_cost_more_than_a_right_one_gains() -> None:
    """At one chance in three, two wrong answers at .5 take what one right one gave."""
    assert threshold() == pytest.approx(1 / 3, abs=0.007)


def _told() -> dict[str, float]:
    features = [Features(*[0.0] * COUNT)]
    return standing(
        Question("?", "fr", "what"), features, [0.0], ["a"], 0, foreign=False, search=SEARCH
    )


def test_the_bundled_weights_name_every_feature_and_are_finite() -> None:
    weights = load_weights()
    assert set(weights.trust) == set(_told())
    assert set(weights.outlook) == set(outlook(0.0, TOPIC))
    numbers = [*weights.choice, *weights.trust.values(), *weights.outlook.values()]
    assert all(map(math.isfinite, [*numbers, weights.bias, weights.outlook_bias]))
    assert 0 < weights.min_confidence < 1


def test_the_bundled_weights_hold_what_is_missing_against_a_sentence() -> None:
    weights = load_weights()
    assert weights.choice.here > 0
    assert weights.choice.names_absent < 0


def test_what_is_asked_counts_beside_the_evidence() -> None:
    """In the planted examples, half of the questions without an answer ask for advice."""
    weights = fit(_examples(400)).weights
    told = _told()
    advice = weights.confidence(told, TOPIC._replace(advice=1.0))
    assert weights.outlook["advice"] < 0
    assert advice < weights.confidence(told, TOPIC)


def test_the_bundled_weights_trust_evidence_and_doubt_what_asks_for_the_best() -> None:
    weights = load_weights()
    assert weights.outlook["evidence"] > 0
    superlative = TOPIC._replace(superlative=1.0, titles_hold=0.5)
    assert weights.confidence(_told(), superlative) < weights.confidence(
        _told(), TOPIC._replace(titles_hold=0.5)
    )


@pytest.mark.parametrize("sort", SORTS)
def test_a_question_is_of_one_sort_at_most(sort: str) -> None:
    told = _told()
    assert told[f"is_{sort}"] == 0.0
