"""One file's bytes to articles: the reader of its kind, then what its first lines say.

What a front matter or a page says of an article wins over what its first lines say, and those
over the file's name and properties. What the text says of dates further down is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from pathlib import PurePosixPath
from typing import Protocol, cast

from index.analysis import language_of
from index.errors import ArticleError
from index.readers.dates import date_in_name, plausible
from index.readers.encoding import clean, one_line
from index.readers.headers import Header, take_header, without_title
from index.readers.raw import RawArticle
from index.sentences import sentence_spans
from index.types import Article, PartialDate, article_id_of
from index.walking import Problem

__all__ = ["KINDS", "articles_of"]

_TITLE_LENGTH = 90  # characters of a title that is made of the first sentence
_LONGEST_TITLE = 300
_OPENING = 1000  # characters in which the first sentence is looked for
_UNKNOWN = "und"
_MOST_PROBLEMS = 50  # of one file that are told one by one

# The module and function that read each kind: imported with its library when the first such file
# is met, for half a second of imports is too much for a folder of plain text.
KINDS = {
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


class _Reader(Protocol):
    def __call__(self, data: bytes, *, max_bytes: int) -> Iterable[RawArticle | ArticleError]: ...


@dataclass(slots=True)
class _Found:
    """An article while further parts of the file with the same text may turn up."""

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
        sources = tuple(dict.fromkeys([*self.paths, *self.urls]))
        return replace(self.article, sources=sources, origin=next(iter(self.origins), None))


@dataclass(slots=True)
class _Problems:
    """What is wrong in a file: each of the first, the number of the rest."""

    name: str
    told: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, path: str, reason: str) -> None:
        """Note one."""
        if len(self.told) < _MOST_PROBLEMS:
            self.told.append(Problem(path, reason))
        else:
            self.more += 1

    def all(self) -> tuple[Problem, ...]:
        """Each that is told, and how many are not."""
        if not self.more:
            return tuple(self.told)
        rest = f"{self.more} more problems in this file are not listed: mend these, build again"
        return (*self.told, Problem(self.name, rest))


def articles_of(
    name: str, data: bytes, *, max_bytes: int
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles of a file, one for each text, and what went wrong in the file or parts of it.

    ``name`` is the file's path from the folder; it tells the kind, and is the articles' source.
    """
    found: dict[str, _Found] = {}
    problems = _Problems(name)
    try:
        for raw in _raw_articles(name, data, max_bytes):
            if isinstance(raw, ArticleError):
                problems.add(name, str(raw))
            else:
                _take(raw, name, found, problems)
    except ArticleError as error:
        problems.add(name, str(error))
    if not found and not problems.told:
        problems.add(name, "it holds no article: remove it")
    return tuple(each.finished() for each in found.values()), problems.all()


def _take(raw: RawArticle, name: str, found: dict[str, _Found], problems: _Problems) -> None:
    source = f"{name}#{raw.part}" if raw.part else name
    try:
        article, header = _article_of(raw, PurePosixPath(name).stem)
    except ArticleError as error:
        problems.add(source, str(error))
        return
    found.setdefault(article.article_id, _Found(article)).add(source, raw, header)
    for note in raw.notes:
        problems.add(source, note)


def _raw_articles(name: str, data: bytes, max_bytes: int) -> Iterable[RawArticle | ArticleError]:
    suffix = PurePosixPath(name).suffix
    if suffix.lower() not in KINDS:
        kinds = ", ".join(KINDS)
        raise ArticleError(f"files of the kind {suffix!r} are not read: use one of {kinds}")
    if not data.strip():
        raise ArticleError("it is empty: remove it or put the article's text into it")
    module, function = KINDS[suffix.lower()]
    read = cast(_Reader, getattr(import_module(f"index.readers.{module}"), function))
    return read(data, max_bytes=max_bytes)


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
    kept = text if header.text == text else clean(header.text)
    if not any(map(str.isalnum, kept)):
        raise ArticleError("it holds no text below its title and date: add the text or remove it")
    title = stated or header.title or file_title
    dates = (
        raw.published,
        header.published,
        None if raw.part else date_in_name(stem),
        raw.file_date,
    )
    spoken = language if kept == text else language_of(kept, _UNKNOWN)
    article = Article(
        article_id=article_id_of(kept),
        title=_cut(title, _LONGEST_TITLE) if title else _first_words(kept),
        text=kept,
        published=next(_plausible(dates, today), None),
        sources=(),
        language=raw.language or header.language or spoken,
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
    return (head if space else line[:length]).rstrip()
