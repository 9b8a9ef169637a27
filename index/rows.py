"""What each file of a folder gave, by name: enough to pass over what has not changed.

A catalogue is a folder of segments that never change once written: lines of a name, what the file
system said of the file, the SHA-256 of its bytes and, as JSON, what was wrong with it and what it
gave but the texts. A later segment speaks for the names that it holds; a line with nothing behind
the name takes it away. So a generation links the segments of the one before and adds a small one;
small ones are merged, and there are never more than the logarithm of the number of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import orjson

from index.errors import IndexDamagedError
from index.linking import link_or_copy
from index.types import Article
from index.walking import Problem, Stamp

FOLDER = "catalogue"
_SUFFIX = ".tsv"
_NONE = b"-"
_EMPTY = b"[]"
_GROWTH = 2  # a segment is merged with a new one unless it is more than so many times larger

Lines = dict[str, bytes]  # by name, all that follows it; empty for what is taken away


@dataclass(frozen=True, slots=True)
class Given:
    """An article as one file gave it, without its text.

    ``parts`` are the places in the file, ``""`` where it is the file's one article, else ``#3``.
    """

    article_id: str
    title: str
    published: str | None
    language: str
    place: str | None
    origin: str | None
    parts: tuple[str, ...]
    urls: tuple[str, ...]

    @classmethod
    def of(cls, article: Article, name: str) -> Self:
        """What a file of that name gave."""
        paths = tuple(source for source in article.sources if not is_url(source))
        return cls(
            article.article_id,
            article.title,
            str(article.published) if article.published else None,
            article.language,
            article.place,
            article.origin,
            tuple(path.removeprefix(name) for path in paths),
            tuple(source for source in article.sources if is_url(source)),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A file: what it was and what it gave.

    ``stamp`` is None where it cannot tell whether the file has changed since, and ``digest`` where
    its bytes could not be read.
    """

    name: str
    stamp: Stamp | None
    digest: str | None
    given: tuple[Given, ...]
    problems: tuple[Problem, ...]

    def line(self) -> bytes:
        """What follows the name in a segment."""
        stamp = _stamp_bytes(self.stamp) if self.stamp else _NONE
        given = [_fields(one) for one in self.given]
        problems = [(one.path.removeprefix(self.name), one.reason) for one in self.problems]
        digest = self.digest.encode() if self.digest else _NONE
        return b"\t".join((stamp, digest, orjson.dumps(problems), orjson.dumps(given)))

    @classmethod
    def of(cls, name: str, line: bytes) -> Self:
        """The row of a name and what follows it; any name will do, where the file has moved."""
        stamp, digest, problems, given = line.split(b"\t", 3)
        return cls(
            name,
            None if stamp == _NONE else Stamp(*map(int, stamp.split())),
            None if digest == _NONE else digest.decode(),
            tuple(_given(fields) for fields in orjson.loads(given)),
            tuple(_problems(name, problems)),
        )


class Rows:
    """The rows of a generation, by the files' names; parsed one by one, when they are asked for."""

    def __init__(self, segments: Iterable[tuple[str, Lines]] = ()) -> None:
        self._segments = list(segments)  # the name of the segment's file, oldest first
        self._lines: Lines = {}
        for _, lines in self._segments:
            self._lines |= lines
        self._lines = {name: line for name, line in self._lines.items() if line}

    @classmethod
    def read(cls, contents: Mapping[str, bytes]) -> Self:
        """From the contents of the segments' files, by the files' names."""
        try:
            return cls((name, _lines(contents[name])) for name in sorted(contents))
        except (ValueError, TypeError) as error:  # what an altered byte in them would do
            raise IndexDamagedError(
                "the catalogue of the index was altered: run `sourcier build --full`"
            ) from error

    def write(
        self,
        folder: Path,
        *,
        rows: Iterable[Row],
        removed: Iterable[str] = (),
        before: Path | None = None,
    ) -> Self:
        """Write the next generation's rows into an empty folder, and give them.

        ``rows`` are new or take the place of those of their names; ``before`` is the folder that
        these rows were read from: segments that stay are linked.
        """
        new = dict.fromkeys(removed, b"") | {row.name: row.line() for row in rows}
        kept = list(self._segments) if before else []
        while new and kept and len(kept[-1][1]) <= _GROWTH * len(new):
            new = kept.pop()[1] | new
        if before:
            for name, _ in kept:
                link_or_copy(before / name, folder / name)
        if not kept:
            new = {name: line for name, line in new.items() if line}
        if new or not kept:
            last = self._segments[-1][0] if self._segments else "0"
            kept.append((f"{int(last.removesuffix(_SUFFIX)) + 1:06d}{_SUFFIX}", new))
            (folder / kept[-1][0]).write_bytes(b"".join(map(_full_line, new, new.values())))
        return type(self)(kept)

    def revised(self, rows: Iterable[Row], removed: Iterable[str]) -> Self:
        """These rows, with others and without some, as they will be."""
        new = dict.fromkeys(removed, b"") | {row.name: row.line() for row in rows}
        return type(self)([*self._segments, ("", new)])

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __getitem__(self, name: str) -> Row:
        return Row.of(name, self._lines[name])

    def items(self) -> Iterator[tuple[str, Row]]:
        """Every file's name and row."""
        return ((name, self[name]) for name in self._lines)

    def get(self, name: str, moved_to: str | None = None) -> Row | None:
        """The row of a file, as it is under another name too; None for one that is not known."""
        line = self._lines.get(name)
        return None if line is None else Row.of(moved_to or name, line)

    def has(self, name: str, stamp: Stamp) -> bool:
        """Whether a file is surely the one that was read: it has the very stamp."""
        line = self._lines.get(name)
        return line is not None and line.startswith(_stamp_bytes(stamp) + b"\t")

    def problems(self, names: Iterable[str]) -> Iterator[Problem]:
        """What was wrong with these files."""
        for name in names:
            _, _, problems, _ = self._lines[name].split(b"\t", 3)
            if problems != _EMPTY:
                yield from _problems(name, problems)


def is_url(source: str) -> bool:
    """Whether a source is an address; the others are paths."""
    return source.startswith(("http://", "https://"))


def _stamp_bytes(stamp: Stamp) -> bytes:
    return b"%d %d %d %d" % stamp


def _full_line(name: str, line: bytes) -> bytes:
    return orjson.dumps(name) + b"\t" + line + b"\n"


def _lines(content: bytes) -> Lines:
    pairs = (line.split(b"\t", 1) for line in content.split(b"\n") if line)
    return {orjson.loads(name): line for name, line in pairs}


def _problems(name: str, problems: bytes) -> Iterator[Problem]:
    for part, reason in orjson.loads(problems):
        yield Problem(name + part, reason)


def _fields(given: Given) -> tuple[object, ...]:
    return tuple(getattr(given, name) for name in Given.__slots__)


def _given(fields: list[Any]) -> Given:
    said = dict(zip(Given.__slots__, fields, strict=True))
    return Given(**said | {"parts": tuple(said["parts"]), "urls": tuple(said["urls"])})
