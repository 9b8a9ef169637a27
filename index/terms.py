"""The one importer of tantivy: analysed terms, and the articles and passages as stored fields.

Texts are analysed by ``index.analysis`` before they come here, so tantivy only splits at spaces;
queries are built from terms, never parsed. An article is stored with its first passage.

tantivy's segments never change, so the next generation links those of the one before and adds its
own; what is removed is listed in a file beside them. It merges eight segments of a size, so that
there are never many. Statistics count what was removed until its segment is merged or rewritten.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol, Self

import tantivy

from index import stored
from index.analysis import terms
from index.errors import ArticleUnknownError, IndexDamagedError
from index.linking import link_or_copy
from index.query import QueryTerm
from index.types import Article, PartialDate, Passage, article_id_of

Key = tuple[int, int]

_SEARCHED = {"body": 1.0, "heading": 0.5}  # fields and their boosts
_HEAP = 128_000_000  # bytes of the writer, tantivy's own default
_MOST_EQUALS = 5_000  # passages of one score that are looked through
_META = "meta.json"
_REWRITTEN = (_META, ".managed.json")  # at each commit, all other files being written once


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search is limited to; none lets everything through."""

    since: PartialDate | None = None
    until: PartialDate | None = None
    language: str | None = None
    article_ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is stored of a passage, with the id of its vector and the words before it.

    ``heading`` is the title, place and date of the article; ``lead_in`` the sentence before a
    list that the passage goes on with. Both are searched with the passage.
    """

    passage: Passage
    vector_id: int
    heading: str
    lead_in: str = ""


class Written(Protocol):
    """An article as it is written: with its passages, and each one's terms, parted by spaces."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def entries(self) -> Sequence[Entry]:
        """What is stored of each passage."""

    @property
    def terms(self) -> Sequence[tuple[str, str]]:
        """The terms of each entry's body, lead-in included, and of its heading."""


class Analysed(NamedTuple):
    """An article whose passages were analysed here."""

    article: Article
    entries: Sequence[Entry]
    terms: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, article: Article, entries: Sequence[Entry]) -> Self:
        """The article with its passages' terms."""
        return cls(article, entries, [_terms(entry, article.language) for entry in entries])


def _terms(entry: Entry, language: str) -> tuple[str, str]:
    text = entry.passage.text
    body = f"{entry.lead_in} {text}" if entry.lead_in else text
    return " ".join(terms(body, language)), " ".join(terms(entry.heading, language))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in _SEARCHED:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in ("article_id", "first_of", "language"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("vector_id", indexed=True, fast=True)
    builder.add_integer_field("order", fast=True)
    for field in ("first_day", "last_day"):
        builder.add_integer_field(field, indexed=True, fast=True)
    for field in ("passage", "article"):
        builder.add_bytes_field(field, stored=True)
    return builder.build()


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
    def build(cls, folder: Path, articles: Iterable[tuple[Article, Sequence[Entry]]]) -> Self:
        """Analyse articles' passages and write their terms into an empty folder."""
        return cls.write(folder, (Analysed.of(article, own) for article, own in articles))

    @classmethod
    def write(
        cls,
        folder: Path,
        articles: Iterable[Written],
        *,
        before: Path | None = None,
        removed: Collection[str] = (),
    ) -> Self:
        """Write the terms of articles and their passages into an empty folder.

        ``before`` is the folder of the generation before, whose articles stay, less the
        ``removed`` ids; its files are linked and never written to. An article that was there
        must be removed to be added again. OSError where the disk does not take them.
        """
        try:
            if before is None:
                index = tantivy.Index(_schema(), path=str(folder))
            else:
                _link(before, folder)
                index = tantivy.Index.open(str(folder))
            writer = index.writer(heap_size=_HEAP, num_threads=1)  # one thread: a stable order
            if removed:
                ids = sorted(removed)
                gone = tantivy.Query.term_set_query(index.schema, "article_id", ids)
                writer.delete_documents_by_query(gone)
            for one in articles:
                for document in _documents(one):
                    writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            return cls(index)
        except ValueError as error:  # tantivy's for all that goes wrong
            raise OSError(f"the terms cannot be written: {error}") from error

    @staticmethod
    def removed_share(folder: Path) -> float:
        """How much of what its statistics count has been removed, between 0 and 1."""
        segments = json.loads((folder / _META).read_text(encoding="utf-8"))["segments"]
        counted = sum(int(segment["max_doc"]) for segment in segments)
        lists = [segment["deletes"] for segment in segments if segment["deletes"]]
        return sum(int(gone["num_deleted_docs"]) for gone in lists) / max(counted, 1)

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
            return max(self._searcher.doc_freq(field, term) for field in _SEARCHED)

    def terms_with_prefix(self, prefix: str) -> list[str]:
        """The terms of bodies and headings that begin so; remembered where there are any."""
        found = self._prefixed.get(prefix)
        if found is None:
            with _damage_told():
                fields = [self._searcher.terms_with_prefix(field, prefix) for field in _SEARCHED]
            found = list(dict.fromkeys(term for field in fields for term, _ in field))
            if found:
                self._prefixed[prefix] = found
        return found

    def search(
        self, question: Sequence[QueryTerm], k: int, *, within: Scope | None = None
    ) -> list[tuple[Key, float]]:
        """The ``k`` best passages with at least one term and their scores, best first."""
        asked = self._question(question)
        if asked is None or k < 1:
            return []
        limits = [(tantivy.Occur.Must, limit) for limit in self._limits(within)]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), *limits])
        return self._best(query, k)

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
        limits = [self._one_of(vector_ids), *self._limits(within)]
        clauses = [(tantivy.Occur.Must, limit) for limit in limits]
        asked = self._question(question)
        if asked is not None:
            clauses.append((tantivy.Occur.Should, asked))
        query = tantivy.Query.boolean_query(clauses)
        return dict(self._all(query))

    def vector_ids(self, keys: Sequence[Key]) -> list[int]:
        """The ids of the passages' vectors, in order."""
        return self._values("vector_id", keys)

    def vectors_within(self, scope: Scope) -> set[int]:
        """The ids of the vectors of every passage that the scope lets through."""
        limits = self._limits(scope) or [tantivy.Query.all_query()]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, limit) for limit in limits])
        return set(self.vector_ids([key for key, _ in self._all(query)]))

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

    def _question(self, question: Sequence[QueryTerm]) -> tantivy.Query | None:
        words = [self._word(term) for term in question if term.variants]
        if not words:
            return None
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])

    def _word(self, term: QueryTerm) -> tantivy.Query:
        """The best of a word's variants counts, so that synonyms do not add up."""
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.disjunction_max_query(
                        [
                            tantivy.Query.boost_query(
                                tantivy.Query.term_query(
                                    self._schema, field, variant.term, index_option="freq"
                                ),
                                boost * variant.weight,
                            )
                            for variant in term.variants
                        ]
                    ),
                )
                for field, boost in _SEARCHED.items()
            ]
        )

    def _one_of(self, vector_ids: Sequence[int]) -> tantivy.Query:
        """Passages of these few vectors; a set of terms took 1 ms more, for going through all."""
        one = partial(tantivy.Query.term_query, self._schema, "vector_id", index_option="basic")
        wanted = [(tantivy.Occur.Should, one(vector_id)) for vector_id in vector_ids]
        return tantivy.Query.const_score_query(tantivy.Query.boolean_query(wanted), 0.0)

    def _limits(self, scope: Scope | None) -> list[tantivy.Query]:
        if scope is None:
            return []
        limits = []
        if scope.since is not None:
            limits.append(self._days("last_day", lower=scope.since.first_day.toordinal()))
        if scope.until is not None:
            limits.append(self._days("first_day", upper=scope.until.last_day.toordinal()))
        if scope.language is not None:
            limits.append(tantivy.Query.term_query(self._schema, "language", scope.language))
        if scope.article_ids is not None:
            ids = sorted(scope.article_ids)
            limits.append(tantivy.Query.term_set_query(self._schema, "article_id", ids))
        return [tantivy.Query.const_score_query(limit, 0.0) for limit in limits]

    def _days(
        self, field: str, *, lower: int | None = None, upper: int | None = None
    ) -> tantivy.Query:
        return tantivy.Query.range_query(
            self._schema,
            field,
            tantivy.FieldType.Integer,
            lower_bound=lower,
            upper_bound=upper,
        )


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
    if index.schema != _schema():
        raise _damaged("other fields than it was written with")
    return index


def _link(before: Path, folder: Path) -> None:
    """Lay the files of a generation's terms into the next one's folder."""
    for path in before.iterdir():
        if path.name in _REWRITTEN:
            shutil.copyfile(path, folder / path.name)
        elif path.suffix != ".lock":
            link_or_copy(path, folder / path.name)


def _order(passage: Passage) -> int:
    """A number for telling passages of equal scores apart: of the article, then of the place."""
    return zlib.crc32(passage.article_id.encode()) << 31 | passage.start


def _documents(written: Written) -> Iterator[tantivy.Document]:
    article = written.article
    for entry, (body, heading) in zip(written.entries, written.terms, strict=True):
        passage = entry.passage
        document = tantivy.Document()
        document.add_text("body", body)
        document.add_text("heading", heading)
        document.add_text("article_id", article.article_id)
        document.add_text("language", article.language)
        document.add_integer("vector_id", entry.vector_id)
        document.add_integer("order", _order(passage))
        if article.published is not None:
            document.add_integer("first_day", article.published.first_day.toordinal())
            document.add_integer("last_day", article.published.last_day.toordinal())
        document.add_bytes("passage", stored.passage_bytes(passage))
        if entry is written.entries[0]:
            document.add_text("first_of", article.article_id)
            document.add_bytes("article", stored.article_bytes(article))
        yield document
