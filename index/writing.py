"""The next generation: written beside the one before, checked, and published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from index import generations
from index.calibration import Sample, evenly
from index.catalogue import rows_of
from index.duplicates import Copies, Signature
from index.embedding import Embedder, Vectors
from index.entries import embedded_text
from index.manifest import SCHEMA, Fusion, Linked, Manifest
from index.passages import PASSAGE_SETTINGS
from index.published import COPIES, TERMS, VECTORS, Published
from index.rows import FOLDER as CATALOGUE
from index.rows import Row, Rows
from index.terms import TermIndex
from index.vectors import VectorIndex
from index.weighing import Progress, Split, fit


@dataclass(frozen=True, slots=True)
class Content:
    """What a generation is to hold: that of the one before, but for what is said here.

    ``split`` are the articles that are written, ``removed`` the ids of those whose earlier form
    goes; ``rows`` are the files that differ, ``gone`` those that are no more. ``signatures`` are
    those of the articles whose near copies are to be told. With ``terms_anew`` the terms are
    written whole, and ``split`` is every article.
    """

    split: Split
    rows: Sequence[Row]
    languages: dict[str, int]
    fusion: Fusion
    removed: Collection[str] = ()
    gone: Sequence[str] = ()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    terms_anew: bool = False


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def write_index(
    index: Path,
    split: Split,
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
        split,
        rows=rows_of(articles),
        languages=dict(Counter(article.language for article in articles).most_common()),
        fusion=fit(evenly(samples), (), embedder, report),
    )
    write(index, content, None, articles_folder=articles_folder, embedder=embedder, report=report)


def write(
    index: Path,
    content: Content,
    before: Published | None,
    *,
    articles_folder: Path,
    embedder: Embedder,
    report: Progress,
) -> tuple[Published, int]:
    """Write a generation, check it and publish it; also gives how many texts were embedded."""
    ids, vectors = _new_vectors(content.split, embedder, before, report)
    report("write", 0, 1)
    folder = generations.new_folder(index)
    _write_rows(folder / CATALOGUE, content, before)
    terms = _write_terms(folder / TERMS, content, before)
    VectorIndex.write(
        folder / VECTORS,
        before=before.vectors if before else None,
        added_ids=np.array(ids, dtype=np.int64),
        added_vectors=vectors,
        removed_ids=_orphans(content, before, terms),
    )
    Copies.write(
        folder / COPIES,
        before=before.copies if before else None,
        added=content.signatures,
        removed=content.removed,
    )
    manifest = Manifest(
        schema=SCHEMA,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        articles_folder=str(articles_folder.resolve()),
        model=embedder.name,
        model_digest=embedder.digest,
        dimension=embedder.dimension,
        passage_settings=PASSAGE_SETTINGS,
        articles=sum(content.languages.values()),
        passages=terms.passage_count,
        vectors=len(VectorIndex.open(folder / VECTORS)),
        fusion=content.fusion,
        languages=content.languages,
    )
    linked = Linked(before.generation.folder, before.manifest) if before else None
    generation = generations.Generation(folder, manifest.write(folder, before=linked))
    published = Published.open(generation)  # refuses what cannot be read back
    if entry := next((entry for _, entries in content.split for entry in entries), None):
        published.check_search(entry)
    if linked:
        linked.check_others(folder)
    generations.publish(index, generation, synced=linked.records(folder) if linked else ())
    report("write", 1, 1)
    return published, len(ids)


def _new_vectors(
    split: Split, embedder: Embedder, before: Published | None, report: Progress
) -> tuple[list[int], Vectors]:
    """The ids of vectors that are not there yet, and the vectors."""
    texts = {
        entry.vector_id: embedded_text(entry.heading, entry.lead_in, entry.passage.text)
        for _, entries in split
        for entry in entries
    }
    ids = list(texts)
    if before:
        there = before.vectors.holds(ids).tolist()
        ids = [number for number, known in zip(ids, there, strict=True) if not known]
    if not ids:
        return [], np.zeros((0, embedder.dimension), dtype=np.float32)
    wanted = [texts[number] for number in ids]
    return ids, embedder.embed_passages(wanted, progress=partial(report, "embed"))


def _write_rows(folder: Path, content: Content, before: Published | None) -> None:
    folder.mkdir()
    rows, old = Rows(), None
    if before:
        rows, old = before.rows(), before.generation.folder / CATALOGUE
    rows.write(folder, rows=content.rows, removed=content.gone, before=old)


def _write_terms(folder: Path, content: Content, before: Published | None) -> TermIndex:
    folder.mkdir()
    if before is None or content.terms_anew:
        return TermIndex.build(folder, content.split)
    return TermIndex.build(
        folder,
        content.split,
        before=before.generation.folder / TERMS,
        removed=content.removed,
    )


def _orphans(content: Content, before: Published | None, terms: TermIndex) -> set[int]:
    """The ids of the vectors that no passage has any more."""
    if before is None:
        return set()
    doubtful = set(before.terms.vectors_of(content.removed))
    return doubtful - terms.vectors_held(doubtful)
