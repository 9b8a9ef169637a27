"""What the vectors' model does to a search, and models that an index was not built with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from files import read_articles
from indexes import DAM, QUESTION, QUESTIONS
from support import BagEmbedder, OracleEmbedder, RandomEmbedder, write_articles

from index.building import build_index
from index.embedding import Vectors
from index.errors import IndexMismatchError
from index.searching import Index
from index.types import Article


def built(tmp_path: Path, embedder: BagEmbedder) -> Index:
    build_index(write_articles(tmp_path / "articles"), tmp_path / "index", embedder=embedder)
    return Index.open(tmp_path / "index", embedder=embedder)


def test_another_model_is_refused_with_both_names_and_the_remedy(tmp_path: Path) -> None:
    built(tmp_path, BagEmbedder(1))
    expected = r"built with bag-1 .* ask for bag-2: run `sourcier build`.*SOURCIER_MODEL=bag-1"
    with pytest.raises(IndexMismatchError, match=expected):
        Index.open(tmp_path / "index", embedder=BagEmbedder(2))


class Updated(BagEmbedder):
    """The model of the same name with other weights."""

    def __init__(self) -> None:
        super().__init__(1)
        self.digest = "newer"


def test_a_model_that_changed_under_its_name_is_refused(tmp_path: Path) -> None:
    built(tmp_path, BagEmbedder(1))
    with pytest.raises(IndexMismatchError, match=r"bag-1 is no longer the model.*sourcier build"):
        Index.open(tmp_path / "index", embedder=Updated())


def test_vectors_that_know_nothing_leave_the_terms_their_order(tmp_path: Path) -> None:
    index = built(tmp_path, RandomEmbedder())
    assert index.manifest.fusion.dense_share <= 0.05
    for question in QUESTIONS[:6]:
        hits = [hit for hit in index.search(question) if hit.terms]
        best = max(hit.terms for hit in hits)
        assert hits[0].terms >= 0.95 * best


def test_vectors_that_know_the_answer_bring_it_first(tmp_path: Path) -> None:
    """Nothing in the words of these questions helps; the oracle's vectors must be enough."""
    answers = {
        "zorglub un": "barrage de Lorméa",
        "zorglub deux": "wind power",
        "zorglub trois": "Tamoa",
        **{article.title: article.text[:60] for article in _articles(tmp_path)},
    }
    oracle = OracleEmbedder(lambda question, text: answers[question] in text, list(answers))
    index = built(tmp_path, oracle)
    for question in list(answers)[:3]:
        assert answers[question] in index.search(question)[0].passage.text


def _articles(tmp_path: Path) -> Sequence[Article]:
    return read_articles(write_articles(tmp_path / "articles")).articles


class Zero(BagEmbedder):
    """A model that has no vector for a question, as some have for words they do not know."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self.dimension), dtype=np.float32)


def test_a_question_without_a_vector_is_found_by_its_terms(tmp_path: Path) -> None:
    index = built(tmp_path, Zero())
    hits = index.search(QUESTION)
    assert index.article(hits[0].passage.article_id).title == DAM
