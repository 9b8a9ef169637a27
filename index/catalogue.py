"""What the articles of an index are, without their text: for status, filters and rebuilding."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from index.analysis import fold
from index.types import Article

NAME = "articles.json"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build found against the generation before, as paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.changed, self.moved, self.removed))


@dataclass(frozen=True, slots=True)
class Record:
    """An article's heading and sources."""

    title: str
    published: str | None
    language: str
    place: str | None
    origin: str | None
    sources: tuple[str, ...]

    @classmethod
    def of(cls, article: Article) -> Self:
        """The record of an article."""
        return cls(
            article.title,
            str(article.published) if article.published else None,
            article.language,
            article.place,
            article.origin,
            article.sources,
        )

    @property
    def said(self) -> Self:
        """The record without its paths: what the article says of itself."""
        return replace(self, sources=tuple(filter(_is_url, self.sources)))


class Catalogue:
    """Articles' records by id, in the order of the index."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records = dict(records)

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        """The catalogue of these articles."""
        return cls({article.article_id: Record.of(article) for article in articles})

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The catalogue of a generation."""
        rows = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return cls(
            {key: Record(**(row | {"sources": tuple(row["sources"])})) for key, row in rows.items()}
        )

    def write(self, folder: Path) -> None:
        """Write the catalogue into a generation's folder."""
        rows = {key: asdict(record) for key, record in self.records.items()}
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        (folder / NAME).write_text(text, encoding="utf-8")

    def with_source(self, part: str) -> frozenset[str]:
        """The ids of the articles whose sources or origin hold the part, whatever its case."""
        wanted = fold(part.strip())
        return frozenset(
            key
            for key, record in self.records.items()
            if any(wanted in fold(source) for source in (*record.sources, record.origin or ""))
        )

    def source_names(self) -> tuple[str, ...]:
        """What articles come from, commonest first: folders, hosts and named origins."""
        counts: Counter[str] = Counter()
        for record in self.records.values():
            names = {_source_name(source) for source in record.sources} | {record.origin}
            counts.update(name for name in names if name)
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

    def changes_since(self, before: Catalogue) -> Changes:
        """How the articles' paths differ; one with another text, heading, URL or origin changed."""
        now, then = _by_path(self), _by_path(before)
        gone = {path: key for path, key in then.items() if path not in now}
        new = {path: key for path, key in now.items() if path not in then}
        kept_texts = set(gone.values())
        moved = {path for path, key in new.items() if key in kept_texts}
        arrived = {new[path] for path in moved}
        return Changes(
            added=tuple(sorted(set(new) - moved)),
            changed=tuple(
                sorted(
                    path
                    for path in now.keys() & then.keys()
                    if now[path] != then[path]
                    or self.records[now[path]].said != before.records[then[path]].said
                )
            ),
            moved=tuple(sorted(moved)),
            removed=tuple(sorted(path for path, key in gone.items() if key not in arrived)),
        )


def _by_path(catalogue: Catalogue) -> dict[str, str]:
    return {
        source: key
        for key, record in catalogue.records.items()
        for source in record.sources
        if not _is_url(source)
    }


def _is_url(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _source_name(source: str) -> str:
    return urlsplit(source).netloc if _is_url(source) else source.rpartition("/")[0]
