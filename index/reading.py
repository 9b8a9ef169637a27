"""A folder of articles, read: files of eight kinds to ``Article``s, and what went wrong.

What a front matter or a page says of an article wins over what its first lines say, and those
over the file's name and properties. What the text says of dates further down is never used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from index.analysis import language_of
from index.errors import ArticleError
from index.readers.dates import date_in_name, plausible
from index.readers.encoding import clean, one_line
from index.readers.headers import Header, take_header, without_title
from index.readers.raw import RawArticle
from index.sentences import sentence_spans
from index.types import Article, PartialDate, article_id_of
from index.walking import Problem, find_files, relative_name

__all__ = ["KINDS", "MAX_BYTES", "Problem", "Reading", "read_articles", "read_file"]

MAX_BYTES = 20_000_000
_TITLE_LENGTH = 90  # characters of a title that is made of the first sentence
_LONGEST_TITLE = 300
_OPENING = 1000  # characters in which the first sentence is looked for
_UNKNOWN = "und"

# The module and function that read each kind: imported with its library when the first such file
# is met, for half a second of imports is too much for a folder of plain text.
_READERS = {
    ".txt": ("text", "read"),
    ".text": ("text", "read"),
    ".md": ("markdown", "read"),
    ".markdown": ("markdown", "read"),
    ".html": ("web", "read"),
    ".htm": ("web", "read"),
    ".xhtml": ("web", "read"),
    ".pdf": ("pdf", "read"),
    ".docx": ("word", "read"),
    ".json": ("records", "read"),
    ".jsonl": ("records", "read_lines"),
    ".ndjson": ("records", "read_lines"),
}
KINDS = tuple(_READERS)


class _Reader(Protocol):
    def __call__(self, data: bytes, *, max_bytes: int) -> list[RawArticle | ArticleError]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder gave: its articles in the order of their files, and its problems by path."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Found:
    """An article while further files with the same text may turn up."""

    article: Article
    paths: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)

    def add(self, path: str, raw: RawArticle, header: Header) -> None:
        """Note where one more copy was found."""
        self.paths.append(path)
        self.urls += filter(None, (raw.url, header.url))
        self.origins += filter(None, map(one_line, filter(None, (raw.origin, header.origin))))

    def finished(self) -> Article:
        """The article with every source, none of them twice, and the first origin that is named."""
        found = self.article
        sources = tuple(dict.fromkeys([*self.paths, *self.urls]))
        return replace(found, sources=sources, origin=next(iter(self.origins), None))


def read_articles(
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Reading:
    """Read every article below a folder.

    ``progress`` is told how many of how many files are done. One text in several files is one
    article; the first file speaks for its title and date. Raises FolderError where the folder
    itself cannot be read; all else is a Problem, and the other files go on.
    """
    files, problems = find_files(folder, _READERS)
    found: dict[str, _Found] = {}
    for done, path in enumerate(files, start=1):
        problems += _read_into(found, path, folder, max_bytes)
        if progress is not None:
            progress(done, len(files))
    problems.sort(key=lambda problem: problem.path)  # stable: the lines of a file stay in order
    return Reading(tuple(each.finished() for each in found.values()), tuple(problems))


def read_file(path: Path, folder: Path, *, max_bytes: int = MAX_BYTES) -> list[Article]:
    """The articles of one file; sources are relative to ``folder``.

    Raises ArticleError where it holds none; of a file that holds some, what is wrong with the
    others is left to ``read_articles`` to tell.
    """
    found: dict[str, _Found] = {}
    problems = _read_into(found, path, folder, max_bytes)
    if not found:
        raise ArticleError(f"{problems[0].path}: {problems[0].reason}")
    return [each.finished() for each in found.values()]


def _read_into(found: dict[str, _Found], path: Path, folder: Path, max_bytes: int) -> list[Problem]:
    """Add a file's articles to those found; what went wrong in parts of it."""
    name = relative_name(path, folder)
    problems: list[Problem] = []
    try:
        raws = _raw_articles(path, max_bytes)
    except ArticleError as error:
        return [Problem(name, str(error))]
    for raw in raws:
        if isinstance(raw, ArticleError):
            problems.append(Problem(name, str(raw)))
            continue
        source = f"{name}#{raw.part}" if raw.part else name
        try:
            article, header = _article_of(raw, path.stem)
        except ArticleError as error:
            problems.append(Problem(source, str(error)))
            continue
        found.setdefault(article.article_id, _Found(article)).add(source, raw, header)
        problems += (Problem(source, note) for note in raw.notes)
    return problems


def _raw_articles(path: Path, max_bytes: int) -> list[RawArticle | ArticleError]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(_READERS)
        raise ArticleError(f"files of the kind {path.suffix!r} are not read: use one of {kinds}")
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise ArticleError(
            f"it cannot be opened ({error.strerror}): check its permissions"
        ) from error
    if len(data) > max_bytes:
        raise ArticleError(f"it is larger than {max_bytes / 1e6:g} MB: split it")
    if not data.strip():
        raise ArticleError("it is empty: remove it or put the article's text into it")
    module, function = reader
    read = cast(_Reader, getattr(import_module(f"index.readers.{module}"), function))
    return read(data, max_bytes=max_bytes) or [ArticleError("it holds no article: remove it")]


def _article_of(raw: RawArticle, stem: str) -> tuple[Article, Header]:
    """The article, and what its first lines said; ArticleError where no text is left."""
    today = date.today()
    text = clean(raw.text)
    language = raw.language or language_of(text, _UNKNOWN)
    stated = one_line(raw.title or "") or None
    file_title = one_line(raw.file_title or "") or None
    if file_title and not stated and without_title(text, file_title) != text:
        stated = file_title  # the text opens with it, so it is no left-over of a template
    header = take_header(text, language=language, today=today, title=stated)
    text = clean(header.text)
    if not any(map(str.isalnum, text)):
        raise ArticleError("it holds no text below its title and date: add the text or remove it")
    title = stated or header.title or file_title
    dates = (
        raw.published,
        header.published,
        None if raw.part else date_in_name(stem),
        raw.file_date,
    )
    article = Article(
        article_id=article_id_of(text),
        title=_cut(title, _LONGEST_TITLE) if title else _first_words(text),
        text=text,
        published=next(_plausible(dates, today), None),
        sources=(),
        language=raw.language or header.language or language_of(text, _UNKNOWN),
        place=raw.place or header.place,
    )
    return article, header


def _plausible(dates: tuple[PartialDate | None, ...], today: date) -> Iterator[PartialDate]:
    return (each for each in dates if each is not None and plausible(each, today))


def _first_words(text: str) -> str:
    """The first sentence, cut at a word; it stays in the text."""
    spans = sentence_spans(text[:_OPENING])
    return _cut(one_line(text[spans[0].start : spans[0].end]), _TITLE_LENGTH)


def _cut(line: str, length: int) -> str:
    if len(line) <= length:
        return line
    head, space, _ = line[:length].rpartition(" ")
    return head.rstrip() if space else line[:length]
