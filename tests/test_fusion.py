"""The fused score, and the share of the vectors in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from index.fusion import SHARES, Matrix, choose_dense_share, fuse

_TERMS = st.floats(0, 50, width=32)
_COSINES = st.floats(-1, 1, width=32)
_SHARES = st.sampled_from([float(share) for share in SHARES])

TITLES, CANDIDATES, CHOSEN_ON = 600, 150, 120
POINTS = 100  # of nDCG in 1


@st.composite
def candidates(draw: st.DrawFn) -> tuple[Matrix, Matrix]:
    shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 12)))
    return (
        draw(stn.arrays(np.float32, shape, elements=_TERMS)),
        draw(stn.arrays(np.float32, shape, elements=_COSINES)),
    )


@given(candidates(), _SHARES)
def test_a_fused_score_is_between_0_and_1(legs: tuple[Matrix, Matrix], share: float) -> None:
    fused = fuse(*legs, dense_share=share)
    assert fused.shape == legs[0].shape
    assert (fused >= 0).all()
    assert (fused <= 1).all()


@given(candidates(), _SHARES, st.data())
def test_a_better_score_in_one_leg_never_lowers_a_passage_below_others(
    legs: tuple[Matrix, Matrix], share: float, data: st.DataObject
) -> None:
    before = fuse(*legs, dense_share=share)
    leg = data.draw(st.integers(0, 1))
    row = data.draw(st.integers(0, before.shape[0] - 1))
    column = data.draw(st.integers(0, before.shape[1] - 1))
    raised = [legs[0].copy(), legs[1].copy()]
    best = float(legs[leg][row].max())  # not above it: the terms' scale is the question's best
    raised[leg][row, column] = best
    after = fuse(*raised, dense_share=share)
    assert after[row, column] >= before[row, column]
    others = np.arange(before.shape[1]) != column
    assert (after[row, others] == before[row, others]).all()


@given(candidates(), _SHARES, st.integers(0, 99))
def test_the_order_of_the_candidates_does_not_count(
    legs: tuple[Matrix, Matrix], share: float, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(legs[0].shape[1])
    expected = fuse(*legs, dense_share=share)[:, order]
    assert (fuse(legs[0][:, order], legs[1][:, order], dense_share=share) == expected).all()


@given(candidates(), _SHARES)
def test_questions_do_not_touch_each_other(legs: tuple[Matrix, Matrix], share: float) -> None:
    together = fuse(*legs, dense_share=share)
    for row in range(len(together)):
        alone = fuse(legs[0][row], legs[1][row], dense_share=share)
        assert (alone == together[row]).all()


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 3)])
def test_no_candidates_have_no_scores(shape: tuple[int, ...]) -> None:
    empty = np.zeros(shape, dtype=np.float32)
    assert fuse(empty, empty, dense_share=0.5).shape == shape


def test_the_score_is_the_weighted_sum_that_is_documented() -> None:
    terms = np.array([8.0, 4.0, 0.0], dtype=np.float32)
    cosines = np.array([0.5, 1.0, -0.3], dtype=np.float32)
    fused = fuse(terms, cosines, dense_share=0.25)
    # 3/4 of the share of the best term score, and 1/4 of the cosine, 0 where it is negative.
    assert fused == pytest.approx([0.75 + 0.125, 0.375 + 0.25, 0.0])


def test_where_no_term_matches_the_cosines_rank() -> None:
    cosines = np.array([0.2, 0.9, 0.5], dtype=np.float32)
    fused = fuse(np.zeros(3, dtype=np.float32), cosines, dense_share=0.001)
    assert np.argsort(-fused).tolist() == [1, 2, 0]


def ndcg(scores: Matrix, relevant: int) -> float:
    """nDCG@10 of one question with one relevant passage, from its definition; last among equals."""
    rank = int((scores >= scores[relevant]).sum())
    return 1 / np.log2(rank + 1) if rank <= 10 else 0.0


def mean_ndcg(scores: Matrix) -> float:
    return float(np.mean([ndcg(row, number % CANDIDATES) for number, row in enumerate(scores)]))


def relevance() -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    relevant = np.zeros((TITLES, CANDIDATES), dtype=bool)
    relevant[np.arange(TITLES), np.arange(TITLES) % CANDIDATES] = True
    return relevant


def term_leg(quality: float, rng: np.random.Generator) -> Matrix:
    """BM25-like scores: nothing for most passages, and more for the relevant one."""
    scores = rng.gamma(1.0, 3.0, (TITLES, CANDIDATES)) * (rng.random((TITLES, CANDIDATES)) < 0.3)
    scores += relevance() * rng.gamma(3.0, quality, (TITLES, CANDIDATES))
    return scores.astype(np.float32)


def random_leg(dimension: int, rng: np.random.Generator) -> Matrix:
    def unit(count: int) -> Matrix:
        vectors = rng.standard_normal((count, dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    cosines: Matrix = unit(TITLES) @ unit(CANDIDATES).T
    return cosines


def knowing_leg(low: float, high: float, noise: float, rng: np.random.Generator) -> Matrix:
    """Cosines about ``low``, and about ``high`` for the relevant passage."""
    cosines = low + (high - low) * relevance()
    cosines = cosines + noise * rng.standard_normal((TITLES, CANDIDATES))
    return np.clip(cosines, -1, 1).astype(np.float32)


_LEGS: dict[str, Callable[[np.random.Generator], Matrix]] = {
    "random, 2 dimensions": lambda rng: random_leg(2, rng),
    "random, 64 dimensions": lambda rng: random_leg(64, rng),
    "the same for all": lambda rng: np.full((TITLES, CANDIDATES), 0.5, dtype=np.float32),
    "opposite to all": lambda rng: np.full((TITLES, CANDIDATES), -1.0, dtype=np.float32),
    "wrong": lambda rng: knowing_leg(0.6, 0.1, 0.1, rng),
    "knows": lambda rng: knowing_leg(0.0, 1.0, 0.0, rng),
    "knows, half way": lambda rng: knowing_leg(0.5, 0.9, 0.0, rng),
    "knows, cosines all alike": lambda rng: knowing_leg(0.80, 0.82, 0.0, rng),
    "knows much": lambda rng: knowing_leg(0.4, 0.7, 0.08, rng),
    "knows a little": lambda rng: knowing_leg(0.4, 0.5, 0.1, rng),
}


@pytest.mark.parametrize("quality", [1.0, 4.0], ids=["poor terms", "good terms"])
@pytest.mark.parametrize("leg", _LEGS)
def test_the_fusion_stays_within_a_fifth_of_a_point_of_the_better_leg(
    leg: str, quality: float
) -> None:
    rng = np.random.default_rng(7)
    terms, cosines, relevant = term_leg(quality, rng), _LEGS[leg](rng), relevance()
    for first in range(0, TITLES - CHOSEN_ON, CHOSEN_ON):
        chosen = slice(first, first + CHOSEN_ON)
        share = choose_dense_share(terms[chosen], cosines[chosen], relevant[chosen])
        fused = mean_ndcg(fuse(terms, cosines, dense_share=share))
        better = max(mean_ndcg(terms), mean_ndcg(cosines))
        assert POINTS * (better - fused) <= 0.2, f"share {share}: {fused} under {better}"


def test_two_legs_that_each_know_something_find_more_together() -> None:
    rng = np.random.default_rng(11)
    terms, cosines, relevant = term_leg(2.5, rng), knowing_leg(0.4, 0.6, 0.08, rng), relevance()
    share = choose_dense_share(terms[:CHOSEN_ON], cosines[:CHOSEN_ON], relevant[:CHOSEN_ON])
    fused = mean_ndcg(fuse(terms, cosines, dense_share=share))
    assert 0.1 < share < 0.99
    assert fused > max(mean_ndcg(terms), mean_ndcg(cosines)) + 0.02


def test_vectors_that_know_nothing_only_break_ties() -> None:
    rng = np.random.default_rng(3)
    relevant = relevance()
    share = choose_dense_share(term_leg(4.0, rng), random_leg(64, rng), relevant)
    assert share <= 0.05


def test_vectors_that_know_the_answer_rule() -> None:
    rng = np.random.default_rng(3)
    share = choose_dense_share(term_leg(1.0, rng), _LEGS["knows"](rng), relevance())
    assert share == max(SHARES)


def test_two_legs_that_are_as_good_leave_the_terms_to_speak() -> None:
    perfect = relevance().astype(np.float32)
    assert choose_dense_share(perfect, perfect, relevance()) == min(SHARES)


def test_one_lucky_title_does_not_move_the_share() -> None:
    relevant = np.eye(8, dtype=bool)
    terms = np.eye(8, dtype=np.float32)
    terms[0] = [0.9, 1, 0, 0, 0, 0, 0, 0]  # the terms miss the first title, narrowly
    cosines = 0.5 - 0.4 * np.eye(8, dtype=np.float32)  # and the vectors all others
    cosines[0, 0] = 0.9
    assert choose_dense_share(terms, cosines, relevant) == min(SHARES)


def test_vectors_that_are_better_by_one_title_are_not_what_gains_are_gained_over() -> None:
    """Terms know 20 titles and vectors the 21 others: whatever hears both finds all."""
    titles = 41
    known = np.arange(titles) < 20
    relevant = np.tile([False, True], (titles, 1))
    terms = np.where(known[:, None], [0.0, 1.0], 0.0).astype(np.float32)
    cosines = np.where(known[:, None], [1.0, 0.0], [0.0, 1.0]).astype(np.float32)
    assert choose_dense_share(terms, cosines, relevant) < 0.01
