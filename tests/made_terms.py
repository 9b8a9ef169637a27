"""Terms of made texts, their index, and questions of terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from support import article, entry

from index.query import QueryTerm, Variant
from index.terms.searching import TermIndex
from index.terms.writing import build_terms
from index.types import Article, Entry


def built(folder: Path, articles: Sequence[tuple[Article, Sequence[Entry]]]) -> TermIndex:
    folder.mkdir(exist_ok=True)
    return build_terms(folder, articles)


def of_texts(folder: Path, texts: Sequence[str], headings: Sequence[str] = ()) -> TermIndex:
    """One article a text, whose vector id is its number."""
    pairs = []
    for number, text in enumerate(texts):
        one = article(text, language="en")
        heading = headings[number] if headings else ""
        pairs.append((one, [entry(one, number, heading=heading)]))
    return built(folder, pairs)


def asked(*words: str | Mapping[str, float]) -> list[QueryTerm]:
    """A question of words, or of words with several variants and their weights."""
    question = []
    for word in words:
        weights = {word: 1.0} if isinstance(word, str) else word
        variants = tuple(Variant(term, weight, "exact") for term, weight in weights.items())
        question.append(QueryTerm("", 0, 0, False, variants, 1.0))
    return question


def by_vector(index: TermIndex, question: Sequence[QueryTerm], k: int = 1000) -> dict[int, float]:
    found = index.search(question, k)
    return dict(
        zip(index.vector_ids([key for key, _ in found]), (s for _, s in found), strict=True)
    )
