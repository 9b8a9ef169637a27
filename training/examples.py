"""What the product knows of each sentence that may answer a question whose answer is known."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from index.embedding import Embedder
from rag.evidence import weigh_sentences
from rag.features import Features, Weights
from rag.likeness import WordTable
from rag.matching import Matcher
from rag.outlook import Search, Topic, search_of, topic_of
from rag.question import Question, analyse_question
from rag.reading import read
from rag.shelf import load_shelf
from rag.standing import standing
from training.asking import Posed, pose_archive, pose_news, pose_nomiracl, pose_piaf

Floats = NDArray[np.float64]

QUESTIONS = Path(__file__).with_name("questions")
PIAF = "piaf-v1.1.json.xz"
NONE = Weights(Features(*[0.0] * len(Features._fields)), {}, 0.0, {}, 0.0, 0.0)
_ANY = Topic(*[0.0] * len(Topic._fields))


@dataclass(frozen=True, slots=True)
class Example:
    """One question's sentences: their features, owners, and which of them answer."""

    name: str
    fold: int
    question: Question
    answerable: bool
    judged: bool  # whether it is known which sentences answer
    features: tuple[Features, ...]
    owners: tuple[str, ...]
    foreign: tuple[bool, ...]
    right: NDArray[np.bool_]
    search: Search | None
    topic: Topic

    @property
    def matrix(self) -> Floats:
        """The features, a row a sentence."""
        return np.array(self.features, dtype=np.float64).reshape(-1, len(Features._fields))

    def order(self, choice: Floats) -> NDArray[np.intp]:
        """The sentences, best first."""
        return np.argsort(-(self.matrix @ choice), kind="stable")

    def is_right(self, sentence: int) -> bool:
        """Whether a sentence answers; whether anything does, where more is not known."""
        return bool(self.right[sentence]) if self.judged else self.answerable

    def told(self, choice: Floats, sentence: int) -> dict[str, float]:
        """All that is known of a sentence beside the others."""
        assert self.search is not None  # where there are sentences, there are passages
        scores = (self.matrix @ choice).tolist()
        return standing(
            self.question,
            self.features,
            scores,
            self.owners,
            sentence,
            foreign=self.foreign[sentence],
            search=self.search,
        )


def weigh(posed: Posed, table: WordTable) -> Example:
    """The product's features of every sentence that it may quote."""
    question = analyse_question(posed.question, posed.language)
    matcher = Matcher(question, posed.terms)
    readings = read(matcher, posed.hits, posed.article_of, load_shelf())
    found = weigh_sentences(question, matcher, posed.hits, readings, table=table, weights=NONE)
    return Example(
        name=posed.name,
        fold=posed.fold,
        question=question,
        answerable=posed.answerable,
        judged=posed.name != "nomiracl",
        features=tuple(each.features for each in found),
        owners=tuple(each.article.article_id for each in found),
        foreign=tuple(each.article.language != posed.language for each in found),
        right=np.array(
            [posed.is_right(each.article.article_id, each.quote) for each in found], dtype=bool
        ),
        search=search_of(posed.terms, posed.hits) if found else None,
        topic=topic_of(question, matcher, readings) if found else _ANY,
    )


def collect(
    data: Path, *, embedder: Embedder, table: WordTable
) -> tuple[list[Example], list[Example]]:
    """Examples of every set that is fitted on, and those that nothing may be fitted on."""
    fitted: list[Example] = []
    held_out: list[Example] = []
    with tempfile.TemporaryDirectory(prefix="sourcier-training-") as folder:
        for posed in track(_posed(data, Path(folder), embedder), "weighing", total=None):
            (held_out if posed.held_out else fitted).append(weigh(posed, table))
    return fitted, held_out


def _posed(data: Path, folder: Path, embedder: Embedder) -> Iterator[Posed]:
    for pair in pose_piaf(data / PIAF, embedder=embedder, folder=folder / "piaf"):
        yield from pair
    yield from pose_nomiracl(
        data / "nomiracl_fr_dev.jsonl", embedder=embedder, folder=folder / "nomiracl"
    )
    yield from pose_news(
        sorted(QUESTIONS.glob("news_*.jsonl")),
        data / "orangesum.jsonl.xz",
        embedder=embedder,
        folder=folder / "news",
        others=0,
    )
    yield from pose_archive(
        data / "orangesum.jsonl.xz", embedder=embedder, folder=folder / "archive"
    )
