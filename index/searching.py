"""Questions to hits: both legs, fused."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import numpy as np

from index.catalogue import Catalogue
from index.embedding import Embedder, Vectors
from index.errors import IndexDamagedError, IndexMismatchError
from index.fusion import fuse
from index.lexicon import load_lexicon
from index.manifest import Manifest
from index.published import Published, open_current
from index.query import QueryTerm, analyse_query
from index.terms.queries import Scope
from index.terms.searching import Key
from index.types import Article, Filters, Hit

CANDIDATES = 50  # of each leg
_WIDER = 4  # times as many nearest vectors, among which a filter lets through enough
_DEEP = 100  # candidates of a leg, beyond which these would be too many to look up
_SOURCES = 32  # filters by source whose articles are remembered
_ALL: tuple[None, frozenset[str]] = (None, frozenset())


class Index:
    """One generation, ready for questions; it never changes."""

    def __init__(self, published: Published, *, embedder: Embedder) -> None:
        made = published.manifest
        if made.model_digest != embedder.digest:
            raise IndexMismatchError(_other_model(made.model, embedder.name))
        self._published = published
        self._embedder = embedder
        self._of_source = lru_cache(maxsize=_SOURCES)(self._find_source)

    @classmethod
    def open(cls, folder: Path, *, embedder: Embedder) -> Self:
        """The current generation of an index's folder.

        Raises IndexMissingError, IndexDamagedError, or IndexMismatchError for another model.
        """
        return cls(open_current(folder), embedder=embedder)

    @property
    def manifest(self) -> Manifest:
        """What the generation says of itself."""
        return self._published.manifest

    @property
    def generation(self) -> str:
        """The generation's name."""
        return self._published.generation.name

    @cached_property
    def catalogue(self) -> Catalogue:
        """The articles' records."""
        return self._published.catalogue()

    def article(self, article_id: str) -> Article:
        """An article by its id, its text checked against it; ArticleUnknownError."""
        return self._published.terms.article(article_id)

    def query_terms(self, question: str, language: str) -> tuple[QueryTerm, ...]:
        """The question's words, as this index's vocabulary understands them."""
        vocabulary, lexicon = self._published.terms, load_lexicon()
        return analyse_query(question, language=language, vocabulary=vocabulary, lexicon=lexicon)

    def search(
        self,
        question: str,
        *,
        language: str = "fr",
        k: int = 10,
        filters: Filters = Filters(),
        terms: tuple[QueryTerm, ...] | None = None,
    ) -> list[Hit]:
        """The ``k`` best passages for a question, best first; none for one without a letter.

        Any text is a question, half surrogate pairs among it. ``terms`` are its ``query_terms``,
        where they are at hand already.
        """
        if k < 1 or not any(char.isalnum() for char in question):
            return []
        return self._hits(question, language, k, filters, terms, depth=max(k, CANDIDATES))

    def candidates(
        self,
        question: str,
        *,
        language: str = "fr",
        filters: Filters = Filters(),
        terms: tuple[QueryTerm, ...] | None = None,
        depth: int = CANDIDATES,
    ) -> list[Hit]:
        """What either leg has among its first ``depth``, at most twice as many, best fused first.

        For a ranking that weighs more than the legs' scores; otherwise as ``search``.
        """
        if depth < 1 or not any(char.isalnum() for char in question):
            return []
        return self._hits(question, language, None, filters, terms, depth=depth)

    def _hits(
        self,
        question: str,
        language: str,
        most: int | None,
        filters: Filters,
        terms: tuple[QueryTerm, ...] | None,
        *,
        depth: int,
    ) -> list[Hit]:
        """The first ``most`` of the union of both legs' first ``depth``, or all of it."""
        asked = self.query_terms(question, language) if terms is None else terms
        by_terms, similarities = self._candidates(question, asked, depth, self._scope(filters))
        if not by_terms:
            return []
        keys = self._published.terms.in_order(by_terms)
        bm25 = np.array([by_terms[key] for key in keys], dtype=np.float32)
        cosines = np.array([similarities[key] for key in keys], dtype=np.float32)
        fused = fuse(bm25, cosines, dense_share=self.manifest.fusion.dense_share)
        best = np.argsort(-fused, kind="stable")[:most]
        return [
            Hit(
                self._published.terms.passage(keys[row]),
                float(fused[row]),
                float(bm25[row]),
                float(cosines[row]),
            )
            for row in best.tolist()
        ]

    def _candidates(
        self, question: str, asked: tuple[QueryTerm, ...], depth: int, scope: Scope | None
    ) -> tuple[dict[Key, float], dict[Key, float]]:
        """BM25 and cosine of each passage that either leg brings, both complete."""
        terms, vectors = self._published.terms, self._published.vectors
        vector = self._embedder.embed_questions([_encodable(question)])[0]
        near = dict(self._nearest(vector, depth, scope))
        by_terms = dict(terms.search(asked, depth, within=scope))
        for key, score in terms.scores(asked, list(near), within=scope).items():
            by_terms.setdefault(key, score)
        keys = list(by_terms)
        vector_ids = terms.vector_ids(keys)
        missing = sorted(set(vector_ids) - near.keys())
        try:
            near.update(zip(missing, (vectors.vectors_of(missing) @ vector).tolist(), strict=True))
        except KeyError as error:
            raise IndexDamagedError(
                f"a passage of the index has no vector {error}: run `sourcier build --full`"
            ) from error
        return by_terms, {
            key: near[vector_id] for key, vector_id in zip(keys, vector_ids, strict=True)
        }

    def _nearest(self, vector: Vectors, depth: int, scope: Scope | None) -> list[tuple[int, float]]:
        """The nearest vectors of passages that the scope lets through, best first.

        Most filters let most through: then these are among a few more of the nearest of all, and
        need not be chosen from a list of all that are allowed, ten times as slow.
        """
        terms, vectors = self._published.terms, self._published.vectors
        if scope is None:
            return vectors.search(vector, depth)
        if depth <= _DEEP:
            wide = vectors.search(vector, _WIDER * depth)
            passing = terms.scores([], [vector_id for vector_id, _ in wide], within=scope)
            allowed = set(terms.vector_ids(list(passing)))
            kept = [pair for pair in wide if pair[0] in allowed][:depth]
            if len(kept) == depth or len(wide) == len(vectors):
                return kept
        return vectors.search(vector, depth, allowed=terms.vectors_within(scope))

    def _scope(self, filters: Filters) -> Scope | None:
        if not filters:
            return None
        article_ids, without = self._of_source(filters.source) if filters.source else _ALL
        language = _encodable(filters.language) if filters.language else None
        scope = Scope(filters.since, filters.until, language, article_ids, without)
        return None if scope == Scope() else scope

    def _find_source(self, part: str) -> tuple[frozenset[str] | None, frozenset[str]]:
        """The articles of a source, or those of no such source where they are the fewer."""
        found = self.catalogue.with_source(part)
        others = self.catalogue.records.keys() - found
        return (found, frozenset()) if len(found) <= len(others) else (None, frozenset(others))


def _encodable(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair, which no library takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _other_model(made_with: str, asked_for: str) -> str:
    if asked_for == made_with:
        return f"{made_with} is no longer the model the index was built with: run `sourcier build`"
    return (
        f"the index was built with {made_with} and the settings ask for {asked_for}: "
        f"run `sourcier build`, or set SOURCIER_MODEL={made_with}"
    )
