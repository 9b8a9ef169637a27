"""The files of a folder of articles, in one order, within its walls."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from index.errors import FolderError

_CONVERTIBLE = frozenset(
    [
        ".doc",
        ".docm",
        ".dot",
        ".odt",
        ".ott",
        ".rtf",
        ".epub",
        ".pages",
        ".wpd",
        ".wps",
        ".mobi",
        ".azw3",
        ".djvu",
        ".ppt",
        ".pptx",
        ".odp",
        ".mht",
        ".mhtml",
        ".eml",
        ".msg",
        ".tex",
    ]
)
_UNSHOWN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\\\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_NOTES = frozenset(["readme", "lisezmoi", "lisez-moi"])


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, or a part of one, that could not be taken over whole.

    ``path`` is relative to the folder, with ``/``; ``reason`` is one sentence that says what to do.
    """

    path: str
    reason: str


class Stamp(NamedTuple):
    """What the file system says of a file: when it differs, the file may have changed."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Self:
        """The stamp of what ``os.stat`` gives."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def relative_name(path: Path, folder: Path) -> str:
    r"""The path from the folder, with ``/``, one name for each file, fit to be shown on one line.

    What is no text, ends a line, steers a terminal or turns the writing round is written as
    ``\xe9``, ``\n`` and the like, and so a backslash is written twice.
    """
    top, name = f"{folder}{os.sep}", str(path)
    if name.startswith(top):  # the usual case, in a third of the time for 30,000 files
        return _shown(name[len(top) :].replace(os.sep, "/"))
    return _shown(path.relative_to(folder).as_posix())


def _shown(name: str) -> str:
    return _UNSHOWN.sub(_written, name)


def _written(found: re.Match[str]) -> str:
    byte = ord(found[0]) - 0xDC00  # how Python keeps a byte that is no UTF-8
    if 0x80 <= byte <= 0xFF:
        return f"\\x{byte:02x}"
    return found[0].encode("unicode_escape").decode("ascii")


def find_files(
    folder: Path, suffixes: Collection[str], *, leaving_out: Collection[Path] = ()
) -> tuple[dict[str, os.DirEntry[str]], list[Problem]]:
    """The files with one of these suffixes, by ``relative_name``, and what cannot be reached.

    They are in the order of their names. Hidden files and folders are passed over, and the folders
    ``leaving_out``. Links to files inside the folder are followed, links to folders are not: what
    they hold is found where it lies, and loops cannot be.
    """
    if not folder.is_dir():
        raise FolderError(f"{folder} is no folder: give the folder that holds the articles")
    root = folder.resolve()
    files: dict[str, os.DirEntry[str]] = {}
    problems: list[Problem] = []
    for name, entry in _entries(folder, problems, leaving_out):
        stem, dot, ending = entry.name.lower().rpartition(".")  # a path's took ten times as long
        readable = (suffix := dot + ending) in suffixes
        reason = _obstacle(entry, root, readable, stem, suffix)
        if reason:
            problems.append(Problem(name, reason))
        elif readable and entry.is_file():
            files[name] = entry
    return dict(sorted(files.items())), problems


def obstacle_of(error: OSError, what: str) -> str:
    """Why a file or folder could not be opened, as a sentence that says what to do."""
    remedies = {
        errno.ENOENT: "it was removed or renamed meanwhile, build again",
        errno.ENAMETOOLONG: "move it up or shorten the names of the folders that it is in",
        errno.ELOOP: "this link leads nowhere, remove it or correct it",
        errno.EMFILE: "close other programs, or allow more open files (ulimit -n)",
        errno.EIO: "the disk does not give it, restore it from a copy",
    }
    remedy = remedies.get(error.errno or 0, "check its permissions")
    return f"{what} cannot be opened ({error.strerror}): {remedy}"


def _entries(
    top: Path, problems: list[Problem], leaving_out: Collection[Path]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All below the top that is not hidden, by name, but real folders, which are gone into."""
    left_out = {path.resolve() for path in leaving_out}
    names = {path.name for path in left_out}
    waiting = [("", str(top))]
    while waiting:
        name, inside = waiting.pop()
        try:
            with os.scandir(inside) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError as error:
            if not name:
                raise FolderError(
                    f"{top} cannot be opened ({error.strerror}): check its permissions"
                ) from error
            problems.append(Problem(name, obstacle_of(error, "this folder")))
            continue
        for entry in entries:
            below = f"{name}/{_shown(entry.name)}" if name else _shown(entry.name)
            if not entry.is_dir(follow_symlinks=False):
                yield below, entry
            elif entry.name not in names or Path(entry.path).resolve() not in left_out:
                waiting.append((below, entry.path))


def _obstacle(
    entry: os.DirEntry[str], root: Path, readable: bool, stem: str, suffix: str
) -> str | None:
    """Why an entry that a user would expect to be read is not; None for all others."""
    if entry.is_symlink():
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):  # Python 3.11 raises the latter for a loop
            return "this link leads nowhere: remove it or correct it" if readable else None
        if not target.is_relative_to(root):
            return "this link leaves the folder: copy what it points at into the folder"
    if suffix in _CONVERTIBLE:
        return f"files of the kind {suffix} are not read: save it as .docx or .pdf"
    if readable and not entry.is_file() and not entry.is_dir():
        return "this is no plain file: replace it with one"
    if readable and stem in _NOTES:
        return "this is taken for a note on the folder, no article: rename it to have it read"
    return None
