"""Publishing an index whole or not at all.

``CURRENT`` names a generation's folder and the SHA-256 of its manifest, on a second line the
generation before, and at last the beginning of the SHA-256 of these lines. A writer fills a folder
beside them, syncs it, and replaces ``CURRENT`` at the end; the generation before stays for readers
that are still in it, and for ``roll_back``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexWriteError,
)

_CURRENT = "CURRENT"
_BESIDE = ".CURRENT."  # how what is laid beside it for a moment begins
_LOCK = "lock"
_ATTEMPTS = 3  # at removing a folder
_FOLDER = re.compile(r"g\d{6,}", re.ASCII)  # and nothing else is ever removed


class Generation(NamedTuple):
    """A published folder and the checksum of its manifest."""

    folder: Path
    sha256: str

    @property
    def name(self) -> str:
        """The folder's name: ``g000007``."""
        return self.folder.name


def published(index: Path) -> list[Generation]:
    """The current generation, then the one before where there is one; none in an empty folder.

    Raises IndexDamagedError where ``CURRENT`` cannot be read.
    """
    try:
        content = (index / _CURRENT).read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(index) from error
    lines = content.splitlines(keepends=True)
    if content != _with_checksum(b"".join(lines[:-1])):
        raise _unreadable(index)
    fields = [line.decode("ascii", "replace").split() for line in lines[:-1]]
    if not fields or any(len(line) != 2 or not _FOLDER.fullmatch(line[0]) for line in fields):
        raise _unreadable(index)
    return [Generation(index / name, sha256) for name, sha256 in fields]


def current(index: Path) -> Generation:
    """The published generation; IndexMissingError where there is none."""
    generations = published(index)
    if not generations:
        raise _missing(index)
    return generations[0]


@contextmanager
def writing(index: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the one lock of an index's writers; IndexBusyError after ``wait_seconds``.

    What failed and killed writers left is removed, and an OSError of its own is an
    IndexWriteError.
    """
    lock = FileLock(index / _LOCK)
    with _told(index):
        index.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout as error:
            raise IndexBusyError(
                f"another build is writing {index}: wait for its end, then run the command again, "
                "or let `sourcier build --wait SECONDS` do so"
            ) from error
        try:
            _clear_leftovers(index)
            yield
        except BaseException:  # an interrupt too leaves nothing behind
            _clear_leftovers(index)
            raise
        finally:
            lock.release()


@contextmanager
def _told(index: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexWriteError(
            f"the index cannot be written to {index} ({reason}): free disk space or check the "
            "folder's permissions; the index before, if any, is still current"
        ) from error


def new_folder(index: Path) -> Path:
    """An empty folder for the next generation, once the leftovers of dead builds are cleared."""
    _clear_leftovers(index)
    number = max((int(folder.name[1:]) for folder in folders(index)), default=0) + 1
    folder = index / f"g{number:06d}"
    folder.mkdir()
    return folder


def publish(index: Path, generation: Generation, *, synced: Collection[str] = ()) -> None:
    """Make a complete folder the current generation, and drop the one before the last.

    ``synced`` are the paths, within the folder, of files that are those of the generation before.
    """
    new = {*generation.folder.rglob("*"), generation.folder}
    for path in sorted(new - {generation.folder / name for name in synced}, reverse=True):
        _sync(path)
    try:
        before = published(index)[:1]
    except IndexDamagedError:
        before = []
    generations = [generation, *before]
    _point(index, generations)
    _clear(index, kept=generations)


def earlier(index: Path) -> Generation:
    """The generation before the current one; IndexMissingError where there is none."""
    match published(index):
        case [_, before]:
            return before
        case []:
            raise _missing(index)
        case _:
            raise IndexMissingError(
                f"there is no earlier generation in {index}: the next `sourcier build` that finds "
                "a change keeps the current one as such"
            )


def roll_back(index: Path) -> Generation:
    """Make the generation before the current one again; they change places."""
    before = earlier(index)
    _point(index, [before, current(index)])
    return before


def _point(index: Path, generations: Iterable[Generation]) -> None:
    beside = index / f"{_BESIDE}new"
    lines = [f"{generation.name} {generation.sha256}\n" for generation in generations]
    beside.write_bytes(_with_checksum("".join(lines).encode("ascii")))
    _sync(beside)
    beside.replace(index / _CURRENT)
    _sync(index)


def _with_checksum(lines: bytes) -> bytes:
    return lines + hashlib.sha256(lines).hexdigest()[:16].encode("ascii") + b"\n"


def takes_links(index: Path) -> bool:
    """Whether the file system of an index has hard links."""
    beside = index / f"{_BESIDE}link"
    try:
        os.link(index / _CURRENT, beside)
    except OSError:
        return False
    finally:
        beside.unlink(missing_ok=True)
    return True


def folders(index: Path) -> list[Path]:
    """The folders of generations, published or not; none where there is no index."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return [path for path in index.iterdir() if _FOLDER.fullmatch(path.name)]
    return []


def _clear_leftovers(index: Path) -> None:
    for path in index.glob(f"{_BESIDE}*"):
        path.unlink(missing_ok=True)
    try:
        kept = published(index)
    except IndexDamagedError:
        return  # nothing says which folder is good, so every one stays
    _clear(index, kept=kept)


def _clear(index: Path, *, kept: Iterable[Generation]) -> None:
    names = {generation.name for generation in kept}
    for folder in folders(index):
        if folder.name not in names:
            _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder as far as the system lets it go: some keep what a reader has open.

    A reader's own thread may lay its lock file into the folder while it is being emptied, so
    once may not be enough.
    """
    for _ in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return


def _missing(index: Path) -> IndexMissingError:
    return IndexMissingError(
        f"there is no index in {index}: run `sourcier build FOLDER`, "
        "or `sourcier build --seeds` to try it on the articles that come with it"
    )


def _unreadable(index: Path) -> IndexDamagedError:
    return IndexDamagedError(f"{index / _CURRENT} cannot be read: run `sourcier build --full`")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
