"""A folder of articles into the next generation of an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from index import generations
from index.calibration import Sample, evenly, fit_dense_share, sample_of
from index.catalogue import NAME as CATALOGUE
from index.catalogue import Catalogue, Changes
from index.embedding import Embedder, Vectors
from index.entries import embedded_text, entries_of
from index.errors import FolderError, IndexDamagedError, IndexMismatchError, IndexMissingError
from index.generations import Generation
from index.lexicon import load_lexicon
from index.manifest import SCHEMA, Fusion, Manifest
from index.passages import PASSAGE_SETTINGS
from index.published import TERMS, VECTORS, Published, open_current
from index.reading import Problem, read_articles
from index.terms import Entry, TermIndex
from index.types import Article
from index.vectors import VectorIndex

Progress = Callable[[str, int, int], None]
Split = list[tuple[Article, list[Entry]]]

_GROWTH = 1.5  # times as many articles before the legs are weighed again


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
    wait_seconds: float = 0.0,
    progress: Progress | None = None,
) -> BuildReport:
    """Index a folder and publish the result, or leave the published index as it is.

    Vectors of texts that the current generation holds are taken over unless ``full``. Where
    nothing has changed, nothing is written. ``progress`` gets (stage, done, total), the stage one
    of "read", "split", "embed", "weigh" and "write". Raises FolderError for a folder without one
    readable article, IndexBusyError while another build runs longer than ``wait_seconds``, and
    IndexWriteError where the disk is full; the index before stays current then.
    """
    report = progress or _silent
    with generations.writing(index, wait_seconds=wait_seconds):
        reading = read_articles(articles, progress=partial(report, "read"))
        if not reading.articles:
            raise FolderError(_nothing(articles, len(reading.problems)))
        before = None if full else _usable(index, embedder)
        catalogue = Catalogue.of(reading.articles)
        changes = catalogue.changes_since(before.catalogue() if before else Catalogue({}))
        if before and not changes and before.manifest.articles_folder == str(articles.resolve()):
            generation, manifest, embedded = before.generation, before.manifest, 0
        else:
            split = _split(reading.articles, report)
            samples = [
                sample
                for article, entries in split
                if (sample := sample_of(article, [entry.passage for entry in entries]))
            ]
            generation, manifest, embedded = write_index(
                index,
                split,
                articles_folder=articles,
                samples=samples,
                embedder=embedder,
                before=before,
                progress=report,
            )
    return BuildReport(
        generation=generation.name,
        published=before is None or generation != before.generation,
        articles=manifest.articles,
        passages=manifest.passages,
        embedded=embedded,
        changes=changes,
        problems=reading.problems,
    )


def write_index(
    index: Path,
    split: Split,
    *,
    articles_folder: Path,
    samples: Sequence[Sample],
    embedder: Embedder,
    before: Published | None = None,
    progress: Progress | None = None,
) -> tuple[Generation, Manifest, int]:
    """Write articles and their passages as the next generation, check it, publish it.

    ``samples`` are what the legs are weighed on; vectors are taken over from ``before``. Gives
    the generation, its manifest and how many texts were embedded. The caller holds the lock.
    """
    report = progress or _silent
    vectors, embedded = _vectors(split, embedder, before, report)
    same_folder = before and before.manifest.articles_folder == str(articles_folder.resolve())
    weighed = before.manifest.fusion if before and same_folder else None
    fusion = _fusion(len(split), samples, embedder, weighed, report)
    report("write", 0, 1)
    folder = generations.new_folder(index)
    Catalogue.of(article for article, _ in split).write(folder)
    vectors.write(folder / VECTORS)
    (folder / TERMS).mkdir()
    TermIndex.build(folder / TERMS, split)
    manifest = _manifest(articles_folder, embedder, split, len(vectors), fusion)
    generation = generations.Generation(folder, manifest.write(folder))
    published = Published.open(generation)  # refuses what cannot be read back
    if entry := next((entry for _, entries in split for entry in entries), None):
        published.check_search(entry)
    generations.publish(index, generation)
    report("write", 1, 1)
    return generation, published.manifest, embedded


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _nothing(articles: Path, problems: int) -> str:
    unread = f", and {problems} that cannot be read" if problems else ""
    return (
        f"no readable article in {articles}{unread}: put .txt, .md, .html, .pdf, .docx, .json or "
        ".jsonl files there; the index stays as it was"
    )


def _usable(index: Path, embedder: Embedder) -> Published | None:
    """The current generation, where it can be built on: what is read of it is as it was written."""
    try:
        before = open_current(index)
        for file in (VECTORS, CATALOGUE):
            before.manifest.check_bytes(before.generation.folder, file)
    except (IndexMissingError, IndexDamagedError, IndexMismatchError):
        return None  # the build that follows is the remedy
    made = (before.manifest.model_digest, before.manifest.passage_settings)
    return before if made == (embedder.digest, PASSAGE_SETTINGS) else None


def _split(articles: Sequence[Article], report: Progress) -> Split:
    split = []
    for done, article in enumerate(articles, start=1):
        split.append((article, entries_of(article)))
        report("split", done, len(articles))
    return split


def _vectors(
    split: Split, embedder: Embedder, before: Published | None, report: Progress
) -> tuple[VectorIndex, int]:
    """Every passage's vector, and how many were computed anew."""
    texts = {
        entry.vector_id: embedded_text(entry.heading, entry.lead_in, entry.passage.text)
        for _, entries in split
        for entry in entries
    }
    known = set(before.vectors.ids.tolist()) & texts.keys() if before else set()
    kept = sorted(known)
    new = [vector_id for vector_id in texts if vector_id not in known]
    parts: list[Vectors] = [before.vectors.vectors_of(kept)] if before and kept else []
    if new:
        wanted = [texts[vector_id] for vector_id in new]
        parts.append(embedder.embed_passages(wanted, progress=partial(report, "embed")))
    ids = np.array([*kept, *new], dtype=np.int64)
    return VectorIndex.build(ids, np.concatenate(parts)), len(new)


def _fusion(
    articles: int,
    samples: Sequence[Sample],
    embedder: Embedder,
    before: Fusion | None,
    report: Progress,
) -> Fusion:
    """The legs' weights: those of before, unless the archive has grown much since."""
    if before and articles <= _GROWTH * before.articles:
        return before
    report("weigh", 0, 1)
    share = fit_dense_share(evenly(samples), embedder=embedder, lexicon=load_lexicon())
    report("weigh", 1, 1)
    return Fusion(share, articles)


def _manifest(
    articles_folder: Path, embedder: Embedder, split: Split, vectors: int, fusion: Fusion
) -> Manifest:
    return Manifest(
        schema=SCHEMA,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        articles_folder=str(articles_folder.resolve()),
        model=embedder.name,
        model_digest=embedder.digest,
        dimension=embedder.dimension,
        passage_settings=PASSAGE_SETTINGS,
        articles=len(split),
        passages=sum(len(entries) for _, entries in split),
        vectors=vectors,
        fusion=fusion,
        languages=dict(Counter(article.language for article, _ in split).most_common()),
    )
