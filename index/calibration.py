"""The vectors' share in the fused score, measured on the articles at hand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from index.embedding import Embedder
from index.fusion import Matrix, choose_dense_share
from index.query import Lexicon, analyse_query
from index.terms.writing import build_terms
from index.types import Article, Entry, Passage

MOST_ARTICLES = 120
FEWEST_ARTICLES = 8
DEFAULT_SHARE = 0.05  # the terms, with the vectors to break ties


@dataclass(frozen=True, slots=True)
class Sample:
    """An article whose title is a question, and the passages that it should find."""

    article: Article
    passages: tuple[Passage, ...]


def sample_of(article: Article, passages: Sequence[Passage]) -> Sample | None:
    """The article as a sample; none where nothing is left beside its title.

    Where the title is the beginning of the text, the passage that holds it is left out.
    """
    opening = article.title[:40]
    rest = tuple(passage for passage in passages if not passage.text.startswith(opening))
    return Sample(article, rest) if article.title and rest else None


def evenly(samples: Sequence[Sample]) -> list[Sample]:
    """At most MOST_ARTICLES of them, spread over the whole."""
    step = max(1, -(-len(samples) // MOST_ARTICLES))
    return list(samples[::step])


def fit_dense_share(samples: Sequence[Sample], *, embedder: Embedder, lexicon: Lexicon) -> float:
    """The share for these samples; the default where there are too few to tell."""
    if len(samples) < FEWEST_ARTICLES:
        return DEFAULT_SHARE
    texts = [passage.text for sample in samples for passage in sample.passages]
    owners = np.repeat(np.arange(len(samples)), [len(sample.passages) for sample in samples])
    relevant = owners[None, :] == np.arange(len(samples))[:, None]
    vectors = embedder.embed_passages(texts)
    questions = embedder.embed_questions([sample.article.title for sample in samples])
    term_scores = _term_scores(samples, passage_count=len(texts), lexicon=lexicon)
    return choose_dense_share(term_scores, questions @ vectors.T, relevant)


def _term_scores(samples: Sequence[Sample], *, passage_count: int, lexicon: Lexicon) -> Matrix:
    """BM25 of every title against every passage, by the very index that searches."""
    scores = np.zeros((len(samples), passage_count), dtype=np.float32)
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        index = build_terms(Path(folder), _without_headings(samples))
        for number, sample in enumerate(samples):
            article = sample.article
            question = analyse_query(
                article.title, language=article.language, vocabulary=index, lexicon=lexicon
            )
            found = index.search(question, passage_count)
            rows = index.vector_ids([key for key, _ in found])
            scores[number, rows] = [score for _, score in found]
    return scores


def _without_headings(samples: Sequence[Sample]) -> Iterator[tuple[Article, list[Entry]]]:
    """The samples' passages under their row numbers, and no title to find them by."""
    rows = count()
    for sample in samples:
        yield sample.article, [Entry(passage, next(rows), "") for passage in sample.passages]
