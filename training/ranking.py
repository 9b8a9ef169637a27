"""Fits the ranking's weights, and says what they give on articles that nothing was fitted on.

    python -m training.ranking DATA [--write] [--ablate]

DATA is the folder with ``piaf-v1.1.json.xz``. The questions of parts 4 to 6 (``training.split``)
search all paragraphs, with several models of which no one saw these articles: the bundled one,
MiniLM and one that knows nothing. One set of weights serves them all, so that it leans on no
model's strength.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, Progress, Vectors
from index.models import load_embedder
from rag.assistant import Assistant
from rag.evaluation import index_squad
from rag.questionnaires import Asked, Squad, read_questionnaire
from rag.ranking import COEFFICIENTS, FEATURES, Ranker
from training.split import Role, piaf_role

Matrix = NDArray[np.float64]

_ABOUT = (
    "What each feature of a candidate weighs in its score (rag/ranking.py, "
    "rag/ranking_features.py); made by training/ranking.py."
)
DECAY = 3e-3  # of the squared weights of standardised features
_DEPTH = 10
_BELIEVED = 10.0
_STEPS = 30
_ENOUGH = 1e-7  # length of a step of Newton's method


@dataclass(frozen=True, slots=True)
class Listed:
    """A question's candidates: their features, and which of them answer."""

    features: NDArray[np.float32]
    answers: NDArray[np.bool_]


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


class Unrelated:
    """A model that knows nothing: each text's vector is drawn by its digest."""

    name = "unrelated vectors"
    digest = "unrelated"
    dimension = 256

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """See Embedder."""
        return np.stack([self._drawn(f"passage: {text}") for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return np.stack([self._drawn(f"question: {text}") for text in texts])

    def _drawn(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)


def list_candidates(squad: Squad, embedder: Embedder, role: Role) -> Iterator[Listed]:
    """The candidates of each question on an article of that role, among all paragraphs."""
    roles = {
        article.article_id: piaf_role(group.title)
        for group in squad.groups
        for article, _ in group.paragraphs
    }
    ranker = Ranker()
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        assistant = index_squad(squad, Path(folder), embedder=embedder)
        for asked in squad.questions:
            if roles[asked.article or ""] == role:
                yield _listed(assistant, ranker, asked)


def _listed(assistant: Assistant, ranker: Ranker, asked: Asked) -> Listed:
    index, language = assistant.current(), assistant.language_of(asked.question)
    terms = index.query_terms(asked.question, language)
    hits = index.candidates(asked.question, language=language, terms=terms)
    features = ranker.features(asked.question, hits, language=language, terms=terms)
    answers = np.array([hit.passage.article_id == asked.article for hit in hits], dtype=np.bool_)
    return Listed(features, answers)


def found_at(listed: Sequence[Listed], weights: Matrix) -> tuple[float, float]:
    """R@1 and nDCG@10 of a ranking, where one passage answers each question."""
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
    squad = read_squad(arguments.data / "piaf-v1.1.json.xz")
    lessons, held_out = [], {}
    for embedder, weight in _models():
        lessons.append(Lesson(tuple(list_candidates(squad, embedder, "ranking")), weight))
        held_out[embedder.name] = list(list_candidates(squad, embedder, "held-out"))
        print(f"{embedder.name}: {len(lessons[-1].listed)} questions to fit on", flush=True)
    weights = _believing(fit(lessons))
    _report("all features", weights, held_out)
    if arguments.ablate:
        for name in FEATURES:
            kept = np.array([other != name for other in FEATURES])
            _report(
                f"without {name}",
                _believing(fit([_masked(each, kept) for each in lessons])),
                held_out,
            )
    if arguments.write:
        write(weights)


def _believing(weights: Matrix) -> Matrix:
    """With the weight of what no model reaches but one that knows the answer, set by hand.

    From 8 on, vectors that know every answer lose no question; below 6, they lose some.
    """
    believing = weights.copy()
    believing[FEATURES.index("vectors_stand_out")] = _BELIEVED
    return believing


def _masked(lesson: Lesson, kept: NDArray[np.bool_]) -> Lesson:
    listed = [Listed(each.features * kept, each.answers) for each in lesson.listed]
    return Lesson(tuple(listed), lesson.weight)


def _models() -> Iterator[tuple[Embedder, float]]:
    yield load_embedder(), 1.0
    yield load_embedder("all-MiniLM-L6-v2"), 0.5
    yield Unrelated(), 0.1


def _report(name: str, weights: Matrix, held_out: Mapping[str, Sequence[Listed]]) -> None:
    figures = {model: found_at(listed, weights) for model, listed in held_out.items()}
    shown = "; ".join(f"{model} {r1:.4f} {ndcg:.4f}" for model, (r1, ndcg) in figures.items())
    print(f"{name}: R@1 and nDCG@10 {shown}", flush=True)


def read_squad(path: Path) -> Squad:
    """SQuAD-style JSON packed by xz."""
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        plain = Path(folder) / "squad.json"
        plain.write_bytes(lzma.decompress(path.read_bytes()))
        read = read_questionnaire(plain)
    if not isinstance(read, Squad):
        raise SystemExit(f"{path} is not SQuAD-style JSON")
    return read


if __name__ == "__main__":
    main()
