"""A folder of articles into the next generation of an index: only what has changed is worked on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index import generations
from index.catalogue import Catalogue
from index.changes import Changes, changes_between
from index.embedding import Embedder
from index.errors import FolderError, IndexDamagedError, IndexMismatchError, IndexMissingError
from index.limits import DEFAULT_LIMITS, Limits
from index.passages import PASSAGE_SETTINGS
from index.published import TERMS, Published, altered_files, open_current
from index.revision import Revision, revise
from index.rows import Row, Rows
from index.survey import Survey, survey
from index.terms.writing import removed_share
from index.types import Article
from index.walking import Problem
from index.weighing import Progress, chosen
from index.writing import Content, silent, write, write_index

__all__ = ["BuildReport", "Progress", "build_index", "write_index"]

_REMOVED = 0.05  # of the terms, before they are rewritten for the sake of their statistics
_FEW = 1_000  # passages that are rewritten at once, which takes no second


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; ``generation`` is the one that stands now, new where ``published``."""

    generation: str
    published: bool
    articles: int
    passages: int
    embedded: int
    changes: Changes
    problems: tuple[Problem, ...]


def build_index(
    articles: Path,
    index: Path,
    *,
    embedder: Embedder,
    full: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    wait_seconds: float = 0.0,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring an index up to date with a folder and publish it, or leave it as it is.

    Files that are what they were when they were read are not opened, and what they gave is taken
    over; ``full`` begins anew, and tells the same changes. ``limits`` are what one file may take.
    Where nothing has changed, nothing is written. ``progress`` gets (stage, done, total), the
    stage one of "read", "split", "embed", "weigh" and "write". Raises FolderError for a folder
    without one readable article, IndexBusyError while another build runs longer than
    ``wait_seconds``, and IndexWriteError where the disk is full; the index before stays current
    then.
    """
    report = progress or silent
    with generations.writing(index, wait_seconds=wait_seconds):
        before = None if full else _usable(index, embedder)
        try:
            return _build(articles, index, embedder, before, limits, report)
        except IndexDamagedError:
            if before is None:
                raise
            # What it is built on proved to be damaged where no opening looks.
            return _build(articles, index, embedder, None, limits, report)


def _build(
    articles: Path,
    index: Path,
    embedder: Embedder,
    before: Published | None,
    limits: Limits,
    report: Progress,
) -> BuildReport:
    rows = before.rows() if before else Rows()
    hidden = [index, *generations.folders(index)]
    found = survey(
        articles, rows, leaving_out=hidden, limits=limits, progress=partial(report, "read")
    )
    revision = revise(before, rows, found)
    if not revision.languages:
        raise FolderError(_nothing(articles, len(found.problems)))
    changes = revision.changes if before else changes_between(_rows_of(index), found.rows)
    published, embedded = before, 0
    if published is None or found or published.manifest.articles_folder != str(articles.resolve()):
        content = _content(before, rows, found, revision)
        published, embedded = write(
            index,
            content,
            before,
            rows=rows,
            articles_folder=articles,
            embedder=embedder,
            report=report,
        )
    return BuildReport(
        generation=published.generation.name,
        published=published is not before,
        articles=published.manifest.articles,
        passages=published.manifest.passages,
        embedded=embedded,
        changes=changes,
        problems=found.problems,
    )


def _rows_of(index: Path) -> list[Row]:
    """What is known of the published generation's files, where nothing else of it is of use."""
    try:
        return [row for _, row in open_current(index).rows().items()]
    except (IndexMissingError, IndexDamagedError, IndexMismatchError):
        return []


def _nothing(articles: Path, problems: int) -> str:
    unread = f", and {problems} that cannot be read" if problems else ""
    return (
        f"no readable article in {articles}{unread}: put .txt, .md, .html, .pdf, .docx, .json or "
        ".jsonl files there; the index stays as it was"
    )


def _usable(index: Path, embedder: Embedder) -> Published | None:
    """The current generation, where it can be built on."""
    try:
        before = open_current(index)
        if not generations.takes_links(index) and altered_files(index):
            return None  # copies of its files would get new checksums, and hide the damage
    except (IndexMissingError, IndexDamagedError, IndexMismatchError):
        return None  # the build that follows is the remedy
    made = (before.manifest.model_digest, before.manifest.passage_settings)
    return before if made == (embedder.digest, PASSAGE_SETTINGS) else None


def _content(before: Published | None, rows: Rows, found: Survey, revision: Revision) -> Content:
    """What the next generation holds."""

    def every_id() -> Iterable[str]:
        return Catalogue(rows.revised(found.rows, found.gone)).records

    written: Sequence[Article] = revision.written
    anew = before is not None and _is_worn(before, revision)
    if before and anew:
        new = {article.article_id: article for article in written}
        written = [new.get(key) or before.terms.article(key) for key in every_id()]
    old = before.manifest.fusion if before else None
    weighed_on = chosen(old, revision, every_id)
    if old and weighed_on == old.articles and revision.retitled.isdisjoint(weighed_on):
        weighed_on = ()
    return Content(
        written,
        added=revision.added,
        rows=(*found.rows, *found.refreshed),
        languages=revision.languages,
        removed=revision.removed,
        dropped=revision.dropped,
        gone=found.gone,
        weighed_on=weighed_on,
        terms_anew=anew,
    )


def _is_worn(before: Published, revision: Revision) -> bool:
    """Whether more is removed from the terms than their statistics should bear."""
    removed = len(before.terms.vectors_of(revision.removed)) / before.manifest.passages
    share = removed + removed_share(before.generation.folder / TERMS)
    return share > (0 if before.manifest.passages <= _FEW else _REMOVED)
