"""What the articles of an index are, without their text: for filters, choices and examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from index.analysis import fold
from index.rows import Given, Row, Rows, is_url
from index.types import Article, PartialDate


@dataclass(frozen=True, slots=True)
class Record:
    """An article's heading and sources."""

    title: str
    published: str | None
    language: str
    place: str | None
    origin: str | None
    sources: tuple[str, ...]

    def article(self, article_id: str, text: str) -> Article:
        """The article of this record."""
        published = PartialDate.parse(self.published) if self.published else None
        return Article(
            article_id,
            self.title,
            text,
            published,
            self.sources,
            self.language,
            self.place,
            self.origin,
        )


def merged_record(copies: Iterable[tuple[str, Given]]) -> Record:
    """The record of an article that these files gave, in the order of their names.

    The first speaks for title, date and place, and the first that names an origin for that.
    """
    pairs = list(copies)
    first = pairs[0][1]
    paths = [name + part for name, given in pairs for part in given.parts]
    urls = [url for _, given in pairs for url in given.urls]
    return Record(
        first.title,
        first.published,
        first.language,
        first.place,
        next(filter(None, (given.origin for _, given in pairs)), None),
        tuple(dict.fromkeys((*paths, *urls))),
    )


def rows_of(articles: Iterable[Article]) -> list[Row]:
    """Rows for articles that no files stand behind: one for each path that they name."""
    given: dict[str, list[Given]] = {}
    for article in articles:
        paths = [source for source in article.sources if not is_url(source)]
        for name in paths or [article.article_id]:
            one = replace(Given.of(article, name), parts=("",) if paths else ())
            given.setdefault(name, []).append(one)
    return [Row(name, None, None, tuple(each), ()) for name, each in given.items()]


class Catalogue:
    """Articles' records by id, in the order of their files."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    @cached_property
    def records(self) -> dict[str, Record]:
        """Every article's record, by its id; read at the first need."""
        copies: dict[str, list[tuple[str, Given]]] = {}
        for name in sorted(self._rows):
            for given in self._rows[name].given:
                copies.setdefault(given.article_id, []).append((name, given))
        return {key: merged_record(pairs) for key, pairs in copies.items()}

    def with_source(self, part: str) -> frozenset[str]:
        """The ids of the articles whose sources or origin hold the part, whatever its case."""
        wanted = fold(part.strip())
        return frozenset(
            key for key, names in self._folded.items() if any(wanted in name for name in names)
        )

    @cached_property
    def _folded(self) -> dict[str, tuple[str, ...]]:
        return {
            key: tuple(fold(name) for name in (*record.sources, record.origin or ""))
            for key, record in self.records.items()
        }

    def source_names(self) -> tuple[str, ...]:
        """What articles come from, commonest first: folders, hosts and named origins."""
        counts: Counter[str] = Counter()
        for record in self.records.values():
            names = {_source_name(source) for source in record.sources} | {record.origin}
            counts.update(name for name in names if name)
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _source_name(source: str) -> str:
    return urlsplit(source).netloc if is_url(source) else source.rpartition("/")[0]
