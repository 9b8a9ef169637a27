"""Putting a given article into the folder of articles: by a safe name, whole or not at all.

Nothing is written but a new file of the folder itself, and no file that is there is ever touched.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

import yaml

from index.errors import ArticleError, ArticleKnownError, FolderError
from index.readers.dates import plausible
from index.readers.encoding import clean, one_line
from index.readers.front_matter import take_front_matter
from index.reading import KINDS, MAX_BYTES
from index.types import PartialDate

_BESIDE = ".sourcier-"  # begins the name of a file that is being written: hidden, so never read
_LONGEST_NAME = 180  # bytes in UTF-8; file systems take 255, and a number may be put behind it
_LONGEST_TITLE = 80  # characters of it in a file's name
_MOST_NAMESAKES = 10_000
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
_JOINERS = "\u200c\u200d"  # invisible, but several scripts need them
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_NOTES = re.compile(r"readme|lisez-?moi", re.IGNORECASE)  # which reading takes for no article
_UNLINKABLE = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}


def add_article(
    folder: Path,
    *,
    title: str = "",
    text: str,
    published: PartialDate | None = None,
    source: str = "",
) -> Path:
    """Write a text with what is known of it as a new file of the folder, and give its path.

    Reading the file gives back title, date and source (a web address or a name); where they are
    left out, the text's own first lines speak. Raises ArticleError for what is no article, and
    otherwise what ``add_file`` raises.
    """
    return add_file(folder, *file_of(title=title, text=text, published=published, source=source))


def add_file(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into the folder under a safe form of its name, and give its path.

    The folder is made where it is missing. A name that is taken gets a number; a file that holds
    these very bytes under this name is an ArticleKnownError. Raises ArticleError for a kind that is
    not read or a size that is not taken, and FolderError where the folder takes no file.
    """
    check_file(name, len(content))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        root = folder.resolve(strict=True)
        beside = root / f"{_BESIDE}{secrets.token_hex(8)}"
        try:
            _fill(beside, content)
            return folder / _named(beside, root, safe_name(name), content)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise FolderError(
            f"{folder} does not take {safe_name(name)} ({error.strerror or error}): free disk "
            "space, or check the folder's permissions"
        ) from error


def check_file(name: str, size: int) -> None:
    """Raise ArticleError where a file of this name and size, in bytes, is not taken."""
    kind = PurePosixPath(safe_name(name)).suffix
    if kind.lower() not in KINDS:
        raise ArticleError(
            f"files of the kind {kind!r} are not read: use one of {', '.join(KINDS)}"
        )
    if size > MAX_BYTES:
        raise ArticleError(f"it is larger than {MAX_BYTES / 1e6:g} MB: split it")
    if not size:
        raise ArticleError("it is empty: put the article's text into it")


def file_of(
    *, title: str = "", text: str, published: PartialDate | None = None, source: str = ""
) -> tuple[str, bytes]:
    """The name and the bytes of the file that keeps a text with its title, date and source.

    A front matter that the text has itself stays in force where nothing else is given. Raises
    ArticleError for a text without words, or a date that no article can have.
    """
    own, body = take_front_matter(clean(text))
    if not any(map(str.isalnum, body)):
        raise ArticleError("there is no text: give the article's own words")
    if published and not plausible(published, date.today()):
        raise ArticleError(f"no article can be of {published} yet: correct the date")
    given = {"title": one_line(title), "date": str(published or ""), "source": one_line(source)}
    fields = {name: value for name, value in own.items() if isinstance(value, str)}
    fields |= {name: value for name, value in given.items() if value}
    # Each value between quotes: a title may look like a date, a number, a mapping or a comment.
    head = yaml.safe_dump(
        fields, allow_unicode=True, sort_keys=False, default_style='"', width=1_000_000
    )
    written = f"---\n{head}---\n\n{body}\n" if fields else f"{body}\n"
    called = one_line(fields.get("title", "")) or one_line(body[: 2 * _LONGEST_TITLE])
    return f"{_FORBIDDEN.sub('-', _beginning(called))}.txt", written.encode()


def safe_name(name: str) -> str:
    """A file's name that any system takes, of the last part of what may be a path.

    Letters of every script stay. What cannot be seen goes, so do leading dots, which would hide
    the file; a name that a system or the reading of the folder gives a meaning gets a word before.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(_visible(char) for char in unicodedata.normalize("NFC", last))
    words = " ".join(_FORBIDDEN.sub("-", seen).split()).rstrip(" .")
    stem, dot, kind = words.rpartition(".")
    if not dot:
        stem, kind = words, ""
    stem = _shortened(stem.lstrip(" .-~"), _LONGEST_NAME) or "article"
    if _RESERVED.fullmatch(stem) or _NOTES.fullmatch(stem):
        stem = f"article {stem}"
    return f"{stem}{dot}{_shortened(kind.strip(), 20)}"


def _beginning(line: str) -> str:
    """A title's first words, for a file's name."""
    if len(line) <= _LONGEST_TITLE:
        return line
    head, space, _ = line[: _LONGEST_TITLE + 1].rpartition(" ")
    return head if space else line[:_LONGEST_TITLE]


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp") or char in "\t\n\r":
        return " "
    return "" if category[0] == "C" and char not in _JOINERS else char


def _shortened(text: str, length: int) -> str:
    """As much of a text as fits a number of bytes, cut between characters."""
    return text.encode("utf-8", "replace")[:length].decode("utf-8", "ignore").strip(" ." + _JOINERS)


def _fill(path: Path, content: bytes) -> None:
    # Exclusively: a file or a link that someone laid there is never written through.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _named(beside: Path, root: Path, name: str, content: bytes) -> str:
    """Give a written file the first form of its name that is free, and say which."""
    for candidate in _candidates(name):
        try:
            _link(beside, root / candidate)
        except FileExistsError:
            if _holds(root / candidate, content):
                raise ArticleKnownError(f"{candidate} is in the folder already") from None
            continue
        _sync(root)
        return candidate
    raise FolderError(f"{root} holds {_MOST_NAMESAKES} files that are named {name}: rename it")


def _candidates(name: str) -> Iterator[str]:
    stem, dot, kind = name.rpartition(".")
    yield name
    yield from (f"{stem} ({number}){dot}{kind}" for number in range(2, _MOST_NAMESAKES))


def _link(beside: Path, path: Path) -> None:
    """Make ``path`` the written file; FileExistsError where anything has that name, whole or not.

    A hard link does so at once. Where the file system has none, the name is taken first.
    """
    try:
        os.link(beside, path)
    except OSError as error:
        if error.errno not in _UNLINKABLE:
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        beside.replace(path)


def _holds(path: Path, content: bytes) -> bool:
    if path.is_symlink() or not path.is_file() or path.stat().st_size != len(content):
        return False
    return path.read_bytes() == content


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
