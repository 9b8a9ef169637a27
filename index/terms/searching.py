"""Opened terms: what they find, and the passages and articles that are stored with them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import tantivy

from index import stored
from index.errors import ArticleUnknownError, IndexDamagedError
from index.query import QueryTerm
from index.terms.fields import SEARCHED, schema
from index.terms.queries import Scope, all_of, question_query, scope_queries, vectors_query
from index.types import Article, Passage, article_id_of

Key = tuple[int, int]

_MOST_EQUALS = 5_000  # passages of one score that are looked through


class TermIndex:
    """Passages by their terms; a score is BM25 over the body, and half of it over the heading.

    A passage goes by its key, the place where tantivy keeps it: it holds within one opened index.
    """

    def __init__(self, index: tantivy.Index) -> None:
        index.config_reader(reload_policy="manual")  # else a thread watches the folder for commits
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        self._prefixed: dict[str, list[str]] = {}  # a listing took longer than all the distances

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The terms in a folder; IndexDamagedError where tantivy cannot read them."""
        with _damage_told():
            if os.access(folder, os.W_OK):
                return cls(_opened(folder))
            with TemporaryDirectory(prefix="sourcier-") as links:  # for the lock that it writes
                for path in folder.iterdir():
                    if path.suffix != ".lock":
                        (Path(links) / path.name).symlink_to(path.resolve())
                return cls(_opened(Path(links)))

    @property
    def passage_count(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    def passage_frequency(self, term: str) -> int:
        """In how many passages' bodies or headings a term stands, whichever is more."""
        with _damage_told():
            return max(self._searcher.doc_freq(field, term) for field in SEARCHED)

    def terms_with_prefix(self, prefix: str) -> list[str]:
        """The terms of bodies and headings that begin so; remembered where there are any."""
        found = self._prefixed.get(prefix)
        if found is None:
            with _damage_told():
                fields = [self._searcher.terms_with_prefix(field, prefix) for field in SEARCHED]
            found = list(dict.fromkeys(term for field in fields for term, _ in field))
            if found:
                self._prefixed[prefix] = found
        return found

    def search(
        self, question: Sequence[QueryTerm], k: int, *, within: Scope | None = None
    ) -> list[tuple[Key, float]]:
        """The ``k`` best passages with at least one term and their scores, best first."""
        asked = question_query(self._schema, question)
        if asked is None or k < 1:
            return []
        return self._best(all_of([asked, *scope_queries(self._schema, within)]), k)

    def in_order(self, keys: Iterable[Key]) -> list[Key]:
        """The keys in an order that depends on the passages, not on where they are kept."""
        listed = list(keys)
        places = self._values("order", listed)
        return [key for _, key in sorted(zip(places, listed, strict=True))]

    def vectors_held(self, vector_ids: Collection[int]) -> set[int]:
        """Which of these vectors any passage has."""
        if not vector_ids:
            return set()
        wanted = tantivy.Query.term_set_query(self._schema, "vector_id", list(vector_ids))
        return set(self.vector_ids([key for key, _ in self._all(wanted)]))

    def vectors_of(self, article_ids: Collection[str]) -> list[int]:
        """The ids of the vectors of these articles' passages, one a passage."""
        if not article_ids:
            return []
        wanted = tantivy.Query.term_set_query(self._schema, "article_id", sorted(article_ids))
        return self.vector_ids([key for key, _ in self._all(wanted)])

    def scores(
        self,
        question: Sequence[QueryTerm],
        vector_ids: Sequence[int],
        *,
        within: Scope | None = None,
    ) -> dict[Key, float]:
        """The scores of the passages of these vectors, 0 where no term matches."""
        if not vector_ids:
            return {}
        limits = [vectors_query(self._schema, vector_ids), *scope_queries(self._schema, within)]
        clauses = [(tantivy.Occur.Must, limit) for limit in limits]
        asked = question_query(self._schema, question)
        if asked is not None:
            clauses.append((tantivy.Occur.Should, asked))
        query = tantivy.Query.boolean_query(clauses)
        return dict(self._all(query))

    def vector_ids(self, keys: Sequence[Key]) -> list[int]:
        """The ids of the passages' vectors, in order."""
        return self._values("vector_id", keys)

    def vectors_within(self, scope: Scope) -> set[int]:
        """The ids of the vectors of every passage that the scope lets through."""
        limits = scope_queries(self._schema, scope) or [tantivy.Query.all_query()]
        return set(self.vector_ids([key for key, _ in self._all(all_of(limits))]))

    def passage(self, key: Key) -> Passage:
        """The passage of a key of this index."""
        return stored.passage_of(self._stored("passage", key))

    def holds(self, article_id: str) -> bool:
        """Whether there is an article of that id."""
        return bool(self._first_of(article_id))

    def article(self, article_id: str) -> Article:
        """An article, checked against its id; ArticleUnknownError where there is none."""
        hits = self._first_of(article_id)
        if not hits and article_id.isascii() and self.vectors_of([article_id]):
            raise _damaged(f"article {article_id} is missing")
        if not hits:
            raise ArticleUnknownError(
                f"the index holds no article {article_id!a}: `sourcier search` lists passages"
            )
        article = stored.article_of(self._stored("article", hits[0][0]))
        if article_id_of(article.text) != article_id:
            raise IndexDamagedError(
                f"the text of article {article_id} was altered: run `sourcier build --full`"
            )
        return article

    def _first_of(self, article_id: str) -> list[tuple[Key, float]]:
        """Where an article's first passage is kept, and itself with it."""
        if not article_id.isascii():  # tantivy refuses what cannot be encoded
            return []
        query = tantivy.Query.term_query(self._schema, "first_of", article_id)
        return self._find(query, 1)

    def _best(self, query: tantivy.Query, k: int) -> list[tuple[Key, float]]:
        """The ``k`` best, best first; which of equals come in does not depend on where they are."""
        most = k + 1
        found = self._find(query, most)
        while len(found) == most < _MOST_EQUALS and found[-1][1] == found[k - 1][1]:
            most *= 4
            found = self._find(query, most)
        if len(found) > k and found[k][1] == found[k - 1][1]:
            lowest = found[k][1]
            equals = self.in_order(key for key, score in found if score == lowest)
            found = [pair for pair in found if pair[1] > lowest]
            found += [(key, lowest) for key in equals]
        return sorted(found[:k], key=_best_first)

    def _all(self, query: tantivy.Query) -> list[tuple[Key, float]]:
        return self._find(query, max(self.passage_count, 1))

    def _find(self, query: tantivy.Query, most: int) -> list[tuple[Key, float]]:
        with _damage_told():
            hits = self._searcher.search(query, most, count=False).hits
        return [(_key(address), score) for score, address in hits]

    def _stored(self, field: str, key: Key) -> object:
        with _damage_told():
            return self._searcher.doc(tantivy.DocAddress(*key)).get_first(field)

    def _values(self, field: str, keys: Sequence[Key]) -> list[int]:
        addresses = [tantivy.DocAddress(*key) for key in keys]
        with _damage_told():
            values = self._searcher.fast_field_values(field, addresses)
        if None in values:
            raise _damaged(f"a passage without {field}")
        return [int(value) for value in values if value is not None]


@contextmanager
def _damage_told() -> Iterator[None]:
    """Raise IndexDamagedError for what tantivy raises of files that were altered.

    Its panics are no ``Exception``, and their class has no name that could be imported.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException":
            raise _damaged(error) from error
        raise


def _damaged(why: object) -> IndexDamagedError:
    reason = " ".join(str(why).split())[:200]
    return IndexDamagedError(
        f"the terms of the index cannot be read ({reason}): run `sourcier build --full`"
    )


def _best_first(found: tuple[Key, float]) -> tuple[float, Key]:
    return -found[1], found[0]


def _key(address: tantivy.DocAddress) -> Key:
    return address.segment_ord, address.doc


def _opened(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    if index.schema != schema():
        raise _damaged("other fields than it was written with")
    return index
