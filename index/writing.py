"""The next generation: written beside the one before, checked, and published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from index import generations
from index.calibration import Sample, evenly
from index.catalogue import rows_of
from index.duplicates import Copies
from index.embedding import Embedder
from index.entries import entries_of, terms_of
from index.errors import IndexDamagedError
from index.gathering import Gathering
from index.generations import Generation
from index.manifest import SCHEMA, Fusion, Linked, Manifest
from index.passages import PASSAGE_SETTINGS
from index.preparer import Prepared
from index.preparing import prepare
from index.published import COPIES, TERMS, VECTORS, Published
from index.rows import FOLDER as CATALOGUE
from index.rows import Row, Rows
from index.signatures import signature
from index.terms.searching import TermIndex
from index.terms.writing import write_terms
from index.types import Article, Entry
from index.vectors import VectorIndex
from index.weighing import Progress, fit, samples_of


@dataclass(frozen=True, slots=True)
class Content:
    """What a generation is to hold: that of the one before, but for what is said here.

    ``written`` are articles, ``added`` the ids of those of them that were not there in any form;
    ``removed`` those of articles whose earlier form goes, ``dropped`` of those that go for good.
    ``rows`` are the files that differ, ``gone`` those that are no more. ``weighed_on`` are the ids
    of the articles that the legs are to be weighed on, none where the weights stay. With
    ``terms_anew`` the terms are written whole, and ``written`` is every article.
    """

    written: Sequence[Article]
    added: Collection[str]
    rows: Sequence[Row]
    languages: dict[str, int]
    removed: Collection[str] = ()
    dropped: Collection[str] = ()
    gone: Sequence[str] = ()
    weighed_on: tuple[str, ...] = ()
    terms_anew: bool = False


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def write_index(
    index: Path,
    split: Sequence[tuple[Article, Sequence[Entry]]],
    *,
    articles_folder: Path,
    samples: Sequence[Sample],
    embedder: Embedder,
    progress: Progress | None = None,
) -> None:
    """Publish an index of these articles and passages, which no files stand behind.

    The legs are weighed on ``samples``. The caller is the index's only writer.
    """
    report = progress or silent
    articles = [article for article, _ in split]
    content = Content(
        articles,
        added=[article.article_id for article in articles],
        rows=rows_of(articles),
        languages=dict(Counter(article.language for article in articles).most_common()),
    )
    writing = _Writing(index, content, None, embedder, report)
    writing.fill(Rows(), (_prepared(*pair) for pair in split))
    writing.publish(articles_folder, fit(evenly(samples), (), embedder, report))


def write(
    index: Path,
    content: Content,
    before: Published | None,
    *,
    rows: Rows,
    articles_folder: Path,
    embedder: Embedder,
    report: Progress,
) -> tuple[Published, int]:
    """Write a generation, check it and publish it; also gives how many texts were embedded.

    ``rows`` are those of the generation before, none where there is none.
    """
    writing = _Writing(index, content, before, embedder, report)
    writing.fill(rows, prepare(content.written, progress=partial(report, "split")))
    published = writing.publish(articles_folder, writing.weights())
    return published, len(writing.gathered.ids)


class _Writing:
    """One generation while it is being written."""

    def __init__(
        self,
        index: Path,
        content: Content,
        before: Published | None,
        embedder: Embedder,
        report: Progress,
    ) -> None:
        self._index, self._content, self._before = index, content, before
        self._embedder, self._report = embedder, report
        self._folder = generations.new_folder(index)
        self.gathered = Gathering(
            embedder,
            before.vectors if before else None,
            added=content.added,
            wanted=content.weighed_on,
        )

    def fill(self, rows: Rows, prepared: Iterator[Prepared]) -> None:
        """Write all files but the manifest."""
        content, before, folder = self._content, self._before, self._folder
        (folder / CATALOGUE).mkdir()
        rows.write(
            folder / CATALOGUE,
            rows=content.rows,
            removed=content.gone,
            before=before.generation.folder / CATALOGUE if before else None,
        )
        total = len(content.written)
        through = self.gathered.through(prepared, total=total, report=self._report)
        (folder / TERMS).mkdir()
        grown = before is not None and not content.terms_anew
        terms = write_terms(
            folder / TERMS,
            ((one.article, one.entries, one.terms) for one in through),
            before=before.generation.folder / TERMS if before and grown else None,
            removed=content.removed if grown else (),
        )
        self._report("write", 0, 1)
        self._write_vectors(_orphans(content, before, terms))
        Copies.write(
            folder / COPIES,
            before=before.copies if before else None,
            added=self.gathered.signatures,
            removed=content.dropped,
        )

    def _write_vectors(self, removed: Collection[int]) -> None:
        before = self._before
        try:
            VectorIndex.write(
                self._folder / VECTORS,
                before=before.vectors if before else None,
                added_ids=self.gathered.ids,
                added_vectors=self.gathered.vectors(),
                removed_ids=removed,
            )
        except (KeyError, ValueError) as error:
            if before is None:
                raise
            raise IndexDamagedError(
                f"the terms and the vectors of the index disagree ({error}): "
                "run `sourcier build --full`"
            ) from error

    def weights(self) -> Fusion:
        """The legs' weights: those of the generation before, where they stay."""
        ids, before = self._content.weighed_on, self._before
        if before and not ids:
            return before.manifest.fusion
        kept = {article.article_id: (article, entries) for article, entries in self.gathered.kept}
        split = [kept.get(key) or self._split_before(key) for key in ids]
        return fit(samples_of(split), ids, self._embedder, self._report)

    def _split_before(self, article_id: str) -> tuple[Article, tuple[Entry, ...]]:
        if self._before is None:
            raise KeyError(article_id)  # every article is written
        article = self._before.terms.article(article_id)
        return article, tuple(entries_of(article))

    def publish(self, articles_folder: Path, fusion: Fusion) -> Published:
        """Write the manifest, check that all can be read back, and make it the current one."""
        before, folder = self._before, self._folder
        manifest = self._manifest(articles_folder, fusion)
        linked = Linked(before.generation.folder, before.manifest) if before else None
        generation = Generation(folder, manifest.write(folder, before=linked))
        published = Published.open(generation)  # refuses what cannot be read back
        if entry := self.gathered.first:
            published.check_search(entry)
        if linked:
            linked.check_others(folder)
        synced = linked.records(folder) if linked else ()
        generations.publish(self._index, generation, synced=synced)
        self._report("write", 1, 1)
        return published

    def _manifest(self, articles_folder: Path, fusion: Fusion) -> Manifest:
        return Manifest(
            schema=SCHEMA,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            articles_folder=str(articles_folder.resolve()),
            model=self._embedder.name,
            model_digest=self._embedder.digest,
            dimension=self._embedder.dimension,
            passage_settings=PASSAGE_SETTINGS,
            articles=sum(self._content.languages.values()),
            passages=TermIndex.open(self._folder / TERMS).passage_count,
            vectors=len(VectorIndex.open(self._folder / VECTORS)),
            fusion=fusion,
            languages=self._content.languages,
        )


def _prepared(article: Article, entries: Sequence[Entry]) -> Prepared:
    terms = tuple(terms_of(entries, article.language))
    return Prepared(article, tuple(entries), terms, signature(article.text))


def _orphans(content: Content, before: Published | None, terms: TermIndex) -> set[int]:
    """The ids of the vectors that no passage has any more."""
    if before is None:
        return set()
    doubtful = set(before.terms.vectors_of(content.removed))
    return doubtful - terms.vectors_held(doubtful)
