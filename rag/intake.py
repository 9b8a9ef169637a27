"""Articles that someone hands over: read, put into the folder, and into the index at once.

What cannot be read never reaches the folder; what does is a plain file of it, as if its owner had
copied it there, and stays there where the build that follows fails.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, Protocol

from index.embedding import Embedder
from index.errors import (
    ArticleError,
    ArticleKnownError,
    FolderError,
    IndexBusyError,
    SettingsError,
    SourcierError,
)
from index.readers.dates import parse_date
from index.reading import FileReading, read_files
from index.types import Article
from index.walking import Problem
from rag.adding import add_file, check_file, file_of, safe_name
from rag.folders import articles_folder
from rag.settings import Settings

if TYPE_CHECKING:
    from index.building import BuildReport

MOST_FILES = 100
MOST_BYTES = 100_000_000  # of all files together
_PATIENCE = 900.0  # seconds that another build may still take

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Offer:
    """A file as it is handed over: its name there, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an offer.

    ``path`` is where it lies in the folder, or where the same text lay before; ``reasons`` say
    what could not be taken of it, each with what to do.
    """

    name: str
    fate: Literal["added", "known", "refused"]
    path: str = ""
    articles: tuple[Article, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of every offer, and of the build that followed where there was one."""

    folder: Path
    outcomes: tuple[Outcome, ...]
    report: BuildReport | None = None
    failure: SourcierError | None = None


class ArticleHolder(Protocol):
    """What an intake asks of :class:`rag.assistant.Assistant`."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    def article(self, article_id: str) -> Article:
        """An article of the index; ArticleUnknownError."""

    def embedder(self) -> Embedder:
        """The settings' model; EmbedderError."""


class Intake:
    """Takes articles into the folder that an assistant's index is built from."""

    def __init__(self, assistant: ArticleHolder) -> None:
        self._assistant = assistant

    def folder(self) -> Path:
        """Where articles go: the folder of the index, or the one that the next build takes."""
        return articles_folder(self._assistant.settings)

    def is_open(self) -> bool:
        """Whether the folder takes files, or could be made."""
        folder = self.folder().absolute()
        there = next(path for path in (folder, *folder.parents) if path.exists())
        return there.is_dir() and os.access(there, os.W_OK | os.X_OK)

    def take(self, offers: Sequence[Offer], *, progress: Progress) -> Taken:
        """Put what can be read into the folder, and bring the index up to date.

        ``progress`` gets (stage, done, total): "check" while the offers are read, "wait" while
        another build is running, then the stages of ``index.build_index``. Raises SettingsError
        where there are too many offers, before anything is read.
        """
        check_offers([len(offer.content) for offer in offers])
        folder = self.folder()
        outcomes = tuple(self._outcomes(offers, folder, progress))
        if not any(outcome.fate == "added" for outcome in outcomes):
            return Taken(folder, outcomes)
        try:
            return Taken(folder, outcomes, self._build(folder, progress))
        except SourcierError as error:
            return Taken(folder, outcomes, failure=error)

    def build(self, *, progress: Progress) -> Taken:
        """Bring the index up to date with the folder, as it should have been before."""
        folder = self.folder()
        try:
            return Taken(folder, (), self._build(folder, progress))
        except SourcierError as error:
            return Taken(folder, (), failure=error)

    def _build(self, folder: Path, progress: Progress) -> BuildReport:
        from rag import library  # with the splitter: a page opens in a second less without them

        build = partial(
            library.build,
            self._assistant.settings,
            articles=folder,
            progress=progress,
            embedder=self._assistant.embedder(),
        )
        try:
            return build()
        except IndexBusyError:
            progress("wait", 0, 0)
        return build(wait_seconds=_PATIENCE)

    def _outcomes(
        self, offers: Sequence[Offer], folder: Path, progress: Progress
    ) -> Iterator[Outcome]:
        met: dict[str, str] = {}  # where the articles of earlier offers lie
        for done, (offer, reading) in enumerate(zip(offers, _read(offers), strict=True), start=1):
            outcome = self._outcome(offer, reading, folder, met)
            met |= {article.article_id: outcome.path for article in outcome.articles}
            progress("check", done, len(offers))
            yield outcome

    def _outcome(
        self, offer: Offer, reading: FileReading, folder: Path, met: dict[str, str]
    ) -> Outcome:
        reasons = tuple(problem.reason for problem in reading.problems)
        if not reading.articles:
            return Outcome(offer.name, "refused", reasons=reasons)
        places = [met.get(article.article_id) or self._place(article, folder)
                  for article in reading.articles]  # fmt: skip
        if all(places):
            return Outcome(offer.name, "known", places[0] or "", reading.articles, reasons)
        try:
            path = add_file(folder, offer.name, offer.content).name
        except ArticleKnownError:  # it waits there for a build
            path = safe_name(offer.name)
        except FolderError as error:
            return Outcome(offer.name, "refused", reasons=(str(error),))
        return Outcome(offer.name, "added", path, reading.articles, reasons)

    def _place(self, article: Article, folder: Path) -> str | None:
        """The file of the folder that holds this very text, by the index and on the disk."""
        try:
            sources = self._assistant.article(article.article_id).sources
        except SourcierError:  # no such article, or no index yet
            return None
        files = (source.rpartition("#")[0] or source for source in sources)
        return next((name for name in files if (folder / name).is_file()), None)


def check_offers(sizes: Sequence[int]) -> None:
    """Raise SettingsError where there are too many files, or too many bytes in all of them."""
    if len(sizes) > MOST_FILES:
        raise SettingsError(
            f"{len(sizes)} files are more than the {MOST_FILES} that are taken at once: give fewer,"
            " or copy them into the folder and run `sourcier build`"
        )
    if sum(sizes) > MOST_BYTES:
        raise SettingsError(
            f"the files are larger than {MOST_BYTES / 1e6:g} MB together: give fewer, or copy them "
            "into the folder and run `sourcier build`"
        )


def offer_of(text: str, *, title: str, date: str, source: str, language: str = "fr") -> Offer:
    """A pasted text as the file that keeps it; the date as people of ``language`` write one.

    Raises SettingsError for a date that is none, or a text without words.
    """
    published = parse_date(date, language=language)
    if date.strip() and not published:
        raise SettingsError(f"{date.strip()[:40]!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        return Offer(*file_of(title=title, text=text, published=published, source=source))
    except ArticleError as error:
        raise SettingsError(str(error)) from error


def _read(offers: Sequence[Offer]) -> Iterator[FileReading]:
    """Each offer as the folder's reader would read it, from a place of its own outside of it."""
    with TemporaryDirectory(prefix="sourcier-") as place:
        staged = [_staged(offer, Path(place) / str(number)) for number, offer in enumerate(offers)]
        paths = [path for path in staged if isinstance(path, Path)]
        readings = read_files(paths, Path(place))
        for offer, path in zip(offers, staged, strict=True):
            if isinstance(path, Path):
                yield next(readings)
            else:
                yield FileReading(offer.name, (), (Problem(offer.name, str(path)),))


def _staged(offer: Offer, place: Path) -> Path | ArticleError:
    try:
        check_file(offer.name, len(offer.content))
    except ArticleError as error:
        return error
    place.mkdir()
    path = place / safe_name(offer.name)
    path.write_bytes(offer.content)
    return path
