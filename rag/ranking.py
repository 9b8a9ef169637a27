"""The candidates of both legs in a better order: a listwise logistic regression over features.

The score of a passage is a sum of weighted features (``ranking.json``, made by
``training/ranking.py``); the weights were fitted so that the softmax of a question's scores gives
the passage that answers it the most (Cao et al. 2007, "Learning to Rank: From Pairwise Approach
to Listwise Approach", top one). What the legs give is read only by rank and by place among the
candidates, so that another model's scale of similarities changes nothing. The fused score is left
out: its share of the vectors is found from titles, and a model that was trained on titles like
these gets more than questions bear out (on news it took nDCG@10 from .85 to .73).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.query import QueryTerm
from index.types import Hit
from rag.question import analyse_question
from rag.ranking_features import NAMES, measure
from rag.shelf import Floats, load_shelf, weigh

COEFFICIENTS = Path(__file__).with_name("ranking.json")
_SPREAD = 4.0  # by which log-odds are divided in a hit's score: second places stand near .75
_LEGS = (
    "terms_beside_best",
    "terms_rank",
    "vectors_spread",
    "vectors_rank",
    "vectors_stand_out",
)
FEATURES = (*_LEGS, *NAMES)
_FARTHEST = 5.0  # standard deviations
_STANDS_OUT = 6.0  # of them: hardly ever reached but by vectors that know the answer


@dataclass(frozen=True)
class Ranking:
    """The weights of the features, in the order of FEATURES."""

    weights: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path = COEFFICIENTS) -> Self:
        """The weights of a file; ValueError where it names other features."""
        read: Mapping[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
        if set(read) != set(FEATURES):
            unknown = sorted(set(read) ^ set(FEATURES))
            raise ValueError(f"{path.name} and this version differ in {', '.join(unknown)}")
        return cls(np.array([read[name] for name in FEATURES], dtype=np.float32))


class Ranker:
    """Ranks candidates; safe to share between threads."""

    def __init__(self, ranking: Ranking | None = None) -> None:
        self._ranking = ranking or _bundled()

    def rank(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        terms: Sequence[QueryTerm],
    ) -> list[Hit]:
        """The hits, best first, with scores from 1 for the best down to 0.

        ``hits`` are all candidates, with both legs' scores.
        """
        if not hits:
            return []
        features = self.features(
            question,
            hits,
            language=language,
            terms=terms,
        )
        odds = weigh(features, self._ranking.weights)
        scores = np.exp((odds - odds.max()) / _SPREAD)
        best = np.argsort(-odds, kind="stable")
        ranked = [(hits[row], float(scores[row])) for row in best.tolist()]
        return [Hit(hit.passage, score, hit.terms, hit.similarity) for hit, score in ranked]

    def features(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        language: str,
        terms: Sequence[QueryTerm],
    ) -> Floats:
        """What is weighed of each hit, shape (hits, FEATURES)."""
        asked = analyse_question(question, language)
        passages = [hit.passage for hit in hits]
        shelf = load_shelf()  # with the first question: its table takes 20 ms to read
        with shelf.lock:
            words = measure(shelf, asked, terms, shelf.gather(passages))
        found: Floats = np.column_stack([_of_legs(hits), words]).astype(np.float32)
        return found


def _of_legs(hits: Sequence[Hit]) -> Floats:
    """What the legs say of each hit, free of their scales."""
    terms = np.array([hit.terms for hit in hits], dtype=np.float32)
    similarities = np.array([hit.similarity for hit in hits], dtype=np.float32)
    spread = _spread(similarities)
    columns = [
        *(_beside_best(terms), _rank(terms)),
        *(np.clip(spread, -_FARTHEST, _FARTHEST), _rank(similarities)),
        np.maximum(spread - _STANDS_OUT, 0.0),
    ]
    found: Floats = np.column_stack(columns).astype(np.float32)
    return found


def _beside_best(scores: Floats) -> Floats:
    best: Floats = np.clip(scores / max(float(scores.max()), 1e-9), 0.0, 1.0)
    return best


def _rank(scores: Floats) -> Floats:
    """0 for the first and lower for those after it, by the logarithm; equals share their best."""
    better = np.searchsorted(np.sort(-scores), -scores, side="left")
    ranks: Floats = -np.log1p(better)
    return ranks


def _spread(scores: Floats) -> Floats:
    """Standard deviations from the mean of the candidates."""
    deviation = float(scores.std())
    if deviation < 1e-6:
        return np.zeros_like(scores)
    spread: Floats = (scores - scores.mean()) / deviation
    return spread


@cache
def _bundled() -> Ranking:
    return Ranking.load()
