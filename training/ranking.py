"""Fits the ranking's weights, and says what they give on articles that nothing was fitted on.

    python -m training.ranking DATA [--write] [--ablate]

DATA is the folder with PIAF and OrangeSum (``training/candidates.py``). The questions of PIAF's
parts 4 to 6 (``training.split``) are fitted on, with several models of which no one saw these
articles: the bundled one, MiniLM and one that knows nothing. One set of weights serves them all,
so that it leans on no model's strength. Nothing is drawn at random.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder
from index.models import load_embedder
from rag.ranking import COEFFICIENTS, FEATURES
from training.candidates import PIAF, PRESS, Listed, Unrelated, list_news, list_piaf, read_squad

Matrix = NDArray[np.float64]

_ABOUT = (
    "What each feature of a candidate weighs in its score (rag/ranking.py, "
    "rag/ranking_features.py); made by training/ranking.py."
)
DECAY = 3e-2  # of the squared weights of standardised features
_DEPTH = 10
_BELIEVED = 10.0
_STEPS = 30
_ENOUGH = 1e-7  # length of a step of Newton's method


@dataclass(frozen=True, slots=True)
class Lesson:
    """Questions under one model, and how much each of them counts."""

    listed: tuple[Listed, ...]
    weight: float


def fit(lessons: Sequence[Lesson], *, decay: float = DECAY) -> NDArray[np.float64]:
    """Weights under which the softmax of each question's scores gives its answers the most.

    Newton's method on the mean cross-entropy over questions that have an answer among their
    candidates, with decay; a feature that never varies gets 0.
    """
    used = [(each, lesson.weight) for lesson in lessons for each in lesson.listed]
    used = [(each, weight) for each, weight in used if each.answers.any()]
    features = np.concatenate([each.features for each, _ in used]).astype(np.float64)
    wanted = np.concatenate([each.answers / each.answers.sum() for each, _ in used])
    counts = np.array([len(each.answers) for each, _ in used])
    shares = np.array([weight for _, weight in used])
    shares /= shares.sum()
    deviations = features.std(axis=0)
    scale = np.divide(1.0, deviations, out=np.zeros_like(deviations), where=deviations > 1e-9)
    standard = (features - features.mean(axis=0)) * scale
    weights: Matrix = _newton(standard, wanted, counts, shares, decay) * scale
    return weights


def _newton(
    features: Matrix, wanted: Matrix, counts: NDArray[np.int64], shares: Matrix, decay: float
) -> Matrix:
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    each = np.repeat(shares, counts)

    def loss(weights: Matrix) -> float:
        told = np.log(np.maximum(_softmax(features @ weights, starts, counts), 1e-300))
        return float(-(each * wanted) @ told + decay * weights @ weights / 2)

    weights = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        given = _softmax(features @ weights, starts, counts)
        means = np.add.reduceat(features * given[:, None], starts)
        slope = features.T @ (each * (given - wanted)) + decay * weights
        curve = (features * (each * given)[:, None]).T @ features
        curve -= (means * shares[:, None]).T @ means
        step = np.linalg.solve(curve + decay * np.eye(len(weights)), slope)
        now = loss(weights)
        while loss(weights - step) > now and np.linalg.norm(step) > _ENOUGH:
            step /= 2  # far from the end a whole step may go too far
        weights -= step
        if np.linalg.norm(step) < _ENOUGH:
            break
    return weights


def _softmax(scores: Matrix, starts: NDArray[np.int64], counts: NDArray[np.int64]) -> Matrix:
    powers: Matrix = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), counts))
    shares: Matrix = powers / np.repeat(np.add.reduceat(powers, starts), counts)
    return shares


def found_at(listed: Sequence[Listed], weights: Matrix) -> tuple[float, float]:
    """R@1 and nDCG@10 of a ranking, by the first passage that answers each question."""
    ranks = [
        float((scores > scores[each.answers].max()).sum()) if each.answers.any() else np.inf
        for each in listed
        for scores in [each.features @ weights]
    ]
    gained = [1 / np.log2(rank + 2) if rank < _DEPTH else 0.0 for rank in ranks]
    return float(np.mean(np.array(ranks) == 0)), float(np.mean(gained))


def write(weights: Matrix, path: Path = COEFFICIENTS) -> None:
    """The weights under the features' names, three digits each."""
    named = {name: float(f"{weight:.3g}") for name, weight in zip(FEATURES, weights, strict=True)}
    text = json.dumps({"about": _ABOUT, "weights": named}, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def main() -> None:
    """Fit, report, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    parser.add_argument("--ablate", action="store_true", help="leave out each feature in turn")
    arguments = parser.parse_args()
    lessons, measured = _collect(arguments.data)
    weights = fit(lessons)
    if arguments.write:
        write(_believing(weights))
    for name in ("terms_rank", "vectors_rank"):
        _report(f"{name} alone", _alone(name), measured)
    _report("all features", _believing(weights), measured)
    for name in FEATURES if arguments.ablate else ():
        kept = np.array([other != name for other in FEATURES])
        less = _believing(fit([_masked(each, kept) for each in lessons]))
        _report(f"without {name}", less, measured)


def _collect(data: Path) -> tuple[list[Lesson], dict[str, Sequence[Listed]]]:
    """What is fitted on, and the questions that are only measured on by their names."""
    squad = read_squad(data / PIAF)
    lessons: list[Lesson] = []
    measured: dict[str, Sequence[Listed]] = {}
    for embedder, weight in _models():
        listed = list_piaf(squad, embedder)
        lessons.append(Lesson(tuple(listed["ranking"]), weight))
        measured[f"PIAF, {embedder.name}"] = listed["held-out"]
        if weight == 1.0:
            measured[f"news, {embedder.name}"] = list_news(data / PRESS, embedder)
    return lessons, measured


def _believing(weights: Matrix) -> Matrix:
    """With the weight of what no model reaches but one that knows the answer, set by hand.

    From 8 on, vectors that know every answer lose no question; below 6, they lose some.
    """
    believing = weights.copy()
    believing[FEATURES.index("vectors_stand_out")] = _BELIEVED
    return believing


def _alone(name: str) -> Matrix:
    return np.array([float(name == other) for other in FEATURES])


def _masked(lesson: Lesson, kept: NDArray[np.bool_]) -> Lesson:
    listed = [Listed(each.features * kept, each.answers) for each in lesson.listed]
    return Lesson(tuple(listed), lesson.weight)


def _models() -> Iterator[tuple[Embedder, float]]:
    yield load_embedder(), 1.0
    yield load_embedder("all-MiniLM-L6-v2"), 0.5
    yield Unrelated(), 0.1


def _report(name: str, weights: Matrix, measured: Mapping[str, Sequence[Listed]]) -> None:
    print(f"{name}: R@1 and nDCG@10", flush=True)
    for questions, listed in measured.items():
        first, gained = found_at(listed, weights)
        print(f"    {questions}, {len(listed)}: {100 * first:.1f} / {100 * gained:.1f}", flush=True)


if __name__ == "__main__":
    main()
