"""A folder of articles, read: files of eight kinds to ``Article``s, and what went wrong.

Small files of plain kinds are read in this process; all others in processes that a file can
bring down without harm, within the limits of time and memory that they are given.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.errors import ArticleError
from index.limits import DEFAULT_LIMITS, Limits
from index.readers.single import KINDS as _KINDS
from index.readers.single import articles_of
from index.types import Article
from index.walking import Problem, Stamp, obstacle_of, relative_name
from index.workers import Given, Workers

KINDS = tuple(_KINDS)
MAX_BYTES = DEFAULT_LIMITS.file_bytes

_Reader = Callable[[str, bytes], Given]

_HEAVY = frozenset((".html", ".htm", ".xhtml", ".pdf", ".docx"))
_LIGHT_BYTES = 256_000  # of a plain file that costs less to read than to hand over
_MOST_WORKERS = 4
_AHEAD = 4  # files that each worker may be ahead of the one that is given next
_TICK_NS = 20_000_000
_PAUSES = (0.025, 0.1, 0.3)  # seconds before a file that changed while it was read is read again


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file gave.

    ``name`` is its path from the folder, with ``/``; each article's sources are the file's alone.
    ``stamp`` and ``digest`` (SHA-256, hexadecimal) are those of the very bytes that were read;
    None where the file could not be read whole, or may give something else at another try.
    """

    name: str
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    stamp: Stamp | None = None
    digest: str | None = None


def read_files(
    files: Sequence[Path],
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[FileReading]:
    """Read these files, in this order; what goes wrong with one is told in its own reading.

    Heavy files are read a few ahead of the one given next. Processes that were started end with
    the iterator.
    """
    workers = Workers(limits)
    threads = min(_MOST_WORKERS, os.cpu_count() or 1)

    def here(path: Path) -> FileReading:
        return _read(path, folder, partial(articles_of, max_bytes=limits.file_bytes), limits)

    def apart(path: Path) -> Future[FileReading]:
        return pool.submit(_read, path, folder, workers.read, limits)

    with ThreadPoolExecutor(threads, "reading") as pool:
        try:
            readings = _in_order(files, here, apart, _AHEAD * threads)
            for done, reading in enumerate(readings, start=1):
                yield reading
                if progress is not None:
                    progress(done, len(files))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            workers.close()


def _in_order(
    files: Sequence[Path],
    here: Callable[[Path], FileReading],
    apart: Callable[[Path], Future[FileReading]],
    most: int,
) -> Iterator[FileReading]:
    """Readings in the order of the files: light ones at their turn, ``most`` heavy ones ahead."""
    waiting: deque[tuple[bool, Callable[[], FileReading]]] = deque()
    ahead = 0

    def next_one() -> FileReading:
        nonlocal ahead
        heavy, give = waiting.popleft()
        ahead -= heavy
        return give()

    for path in files:
        heavy = _is_heavy(path)
        waiting.append((heavy, apart(path).result if heavy else partial(here, path)))
        ahead += heavy
        while waiting and (ahead == 0 or ahead >= most):
            yield next_one()
    while waiting:
        yield next_one()


def _is_heavy(path: Path) -> bool:
    if path.suffix.lower() in _HEAVY:
        return True
    try:
        return path.stat().st_size > _LIGHT_BYTES
    except OSError:
        return False  # to be told when it is opened


def _read(path: Path, folder: Path, read: _Reader, limits: Limits) -> FileReading:
    name = relative_name(path, folder)
    try:
        data, stamp = content_of(path, limits)
        articles, problems = read(name, data)
    except ArticleError as error:
        return FileReading(name, (), (Problem(name, str(error)),))
    return FileReading(name, articles, problems, stamp, hashlib.sha256(data).hexdigest())


def content_of(path: Path, limits: Limits) -> tuple[bytes, Stamp]:
    """The bytes of a file that stood still while they were read; ArticleError for others."""
    for pause in (*_PAUSES, None):
        try:
            data, before, after = _bytes_of(path, limits.file_bytes)
        except OSError as error:
            raise ArticleError(obstacle_of(error, "it")) from error
        # Changes within one tick of the system's clock leave the same stamp.
        settled = abs(time.time_ns() - before.mtime_ns) > _TICK_NS
        if settled and before == after and len(data) == before.size:
            return data, before
        if pause is not None:
            time.sleep(pause)
    raise ArticleError("it changed while it was read: build again when it is written")


def _bytes_of(path: Path, max_bytes: int) -> tuple[bytes, Stamp, Stamp]:
    """The bytes, and what the file's stamp was before and is after, at its name."""
    # A pipe that took the file's place must not be waited for.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError("this is no plain file: replace it with one")
        if status.st_size > max_bytes:
            raise ArticleError(
                f"it is larger than {max_bytes / 1e6:g} MB: split it, or raise SOURCIER_FILE_MB"
            )
        data = file.read(max_bytes + 1)
    return data, Stamp.of(status), Stamp.of(path.stat())
