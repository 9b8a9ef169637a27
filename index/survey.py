"""A folder of articles compared with what an index holds of it: what is to be read, and no more."""

from __future__ import annotations

import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.errors import ArticleError
from index.limits import DEFAULT_LIMITS, Limits
from index.reading import KINDS, FileReading, content_of, read_files
from index.rows import Given, Row, Rows
from index.types import Article
from index.walking import Problem, Stamp, find_files

# A file that was written to so shortly before the folder was looked at may be written to again
# without its times showing it: some file systems count in steps of two seconds.
_DOUBTFUL_NS = 2_500_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """What a folder holds and the rows do not, by name, as far as the file system tells.

    ``suspects`` are the files that are new or not surely what they were, ``same`` the names of
    the others; ``gone`` are the names of rows without a file.
    """

    suspects: dict[str, Path]
    same: tuple[str, ...]
    gone: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What has changed in a folder since rows were written of it.

    ``rows`` gave something else than before, or are new; ``refreshed`` differ in their stamp or
    digest alone; ``gone`` are the names of files that are no more. ``articles`` are those that were
    read, by id. ``problems`` are those of the whole folder, in files that were not read too.
    """

    rows: tuple[Row, ...]
    refreshed: tuple[Row, ...]
    gone: tuple[str, ...]
    articles: dict[str, Article]
    problems: tuple[Problem, ...]

    def __bool__(self) -> bool:
        return bool(self.rows or self.gone)


def compare(folder: Path, rows: Rows, *, leaving_out: Collection[Path] = ()) -> Difference:
    """Compare what the file system says of each file with what it said of the one that was read.

    No file is opened. ``leaving_out`` are folders that hold no articles, wherever they lie.
    """
    files, problems = find_files(folder, KINDS, leaving_out=leaving_out)
    suspects, same = {}, []
    for name, entry in files.items():
        if _is_same(entry, name, rows):
            same.append(name)
        else:
            suspects[name] = Path(entry.path)
    gone = tuple(name for name in rows if name not in files)
    return Difference(suspects, tuple(same), gone, tuple(problems))


@dataclass(frozen=True, slots=True)
class Pending:
    """How many files of a folder the next build would look at.

    ``unsure`` have been touched, and there was no time to see whether they have changed.
    """

    new: int
    changed: int
    gone: int
    unsure: int

    def __bool__(self) -> bool:
        return any((self.new, self.changed, self.gone, self.unsure))


def pending(
    folder: Path, rows: Rows, *, leaving_out: Collection[Path] = (), seconds: float = 1.0
) -> Pending:
    """Count what has changed since the rows were written; files are opened for ``seconds``.

    Raises FolderError where the folder is not there any more.
    """
    found = compare(folder, rows, leaving_out=leaving_out)
    until = time.monotonic() + seconds
    new = changed = unsure = 0
    for name, path in found.suspects.items():
        row = rows.get(name)
        if row is None:
            new += 1
        elif time.monotonic() > until:
            unsure += 1
        else:
            changed += row.digest is not None and _digest_of(path, DEFAULT_LIMITS)[0] != row.digest
    return Pending(new, changed, len(found.gone), unsure)


def survey(
    folder: Path,
    rows: Rows,
    *,
    leaving_out: Collection[Path] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int], None] | None = None,
) -> Survey:
    """Find what has changed since the rows were written, and read it.

    A file whose bytes are those that were read under its name, or under its name in a folder that
    it has left, is not read again. ``progress`` gets (done, total) of the files that are.
    """
    began = time.time_ns() - _DOUBTFUL_NS
    found = compare(folder, rows, leaving_out=leaving_out)
    known = {row.name: row for row in _known(found, rows, began, limits)}
    articles: dict[str, Article] = {}
    unknown = [path for name, path in found.suspects.items() if name not in known]
    new = list(known.values())
    for reading in read_files(unknown, folder, progress=progress, limits=limits):
        for article in reading.articles:
            articles.setdefault(article.article_id, article)
        new.append(_row(reading, began))
    refreshed = {row.name for row in new if _gave(rows.get(row.name)) == _gave(row)}
    problems = [*found.problems, *rows.problems(found.same)]
    problems += (problem for row in new for problem in row.problems)
    problems.sort(key=lambda problem: problem.path)  # stable: the lines of a file stay in order
    return Survey(
        rows=tuple(row for row in new if row.name not in refreshed),
        refreshed=tuple(row for row in new if row.name in refreshed),
        gone=found.gone,
        articles=articles,
        problems=tuple(problems),
    )


def _is_same(entry: os.DirEntry[str], name: str, rows: Rows) -> bool:
    try:
        return rows.has(name, Stamp.of(entry.stat()))
    except OSError:
        return False  # to be told when it is opened


def _known(found: Difference, rows: Rows, began: int, limits: Limits) -> Iterator[Row]:
    """The rows of suspects that hold the very bytes that were read before."""
    # The file's own name counts in its date and title, the folder's does not.
    left: dict[str, dict[str | None, str]] = defaultdict(dict)  # by own name: where bytes lay
    for name in found.gone:
        left[PurePosixPath(name).name].setdefault(rows[name].digest, name)
    for name, path in found.suspects.items():
        row = rows.get(name)
        lay = {row.digest: name} if row else left.get(PurePosixPath(name).name, {})
        if not any(lay):
            continue
        digest, stamp = _digest_of(path, limits)
        if digest and digest in lay and (same := row or rows.get(lay[digest], name)):
            yield Row(name, _trusted(stamp, began), digest, same.given, same.problems)


def _row(reading: FileReading, began: int) -> Row:
    return Row(
        reading.name,
        _trusted(reading.stamp, began),
        reading.digest,
        tuple(Given.of(article, reading.name) for article in reading.articles),
        reading.problems,
    )


def _gave(row: Row | None) -> object:
    return row and (row.given, row.problems)


def _trusted(stamp: Stamp | None, began: int) -> Stamp | None:
    """The stamp, where a later change of the file would surely change it."""
    return stamp if stamp and max(stamp.mtime_ns, stamp.ctime_ns) < began else None


def _digest_of(path: Path, limits: Limits) -> tuple[str | None, Stamp | None]:
    """The SHA-256 of a file that stands still meanwhile, and its stamp."""
    try:
        data, stamp = content_of(path, limits)
    except ArticleError:
        return None, None  # to be told when it is read
    return hashlib.sha256(data).hexdigest(), stamp
