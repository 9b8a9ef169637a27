"""Weighing the legs on articles of the archive: on the same ones, however it came to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest

from index.calibration import MOST_ARTICLES, Sample, fit_dense_share, sample_of
from index.embedding import Embedder
from index.lexicon import load_lexicon
from index.manifest import Fusion
from index.revision import Revision
from index.types import Article, Entry

Progress = Callable[[str, int, int], None]


def chosen(
    before: Fusion | None, revision: Revision, every_id: Callable[[], Iterable[str]]
) -> tuple[str, ...]:
    """The articles that the next generation's legs are weighed on: those with the smallest ids.

    They are a fair choice, and after many small builds the same ones as after a whole one.
    ``every_id`` gives those of all the articles that the next generation will hold.
    """
    old = before.articles if before else ()
    if len(old) == MOST_ARTICLES and not revision.dropped.isdisjoint(old):
        return tuple(nsmallest(MOST_ARTICLES, every_id()))  # others have to follow
    return tuple(nsmallest(MOST_ARTICLES, {*old, *revision.added} - revision.dropped))


def samples_of(split: Iterable[tuple[Article, Sequence[Entry]]]) -> list[Sample]:
    """The articles that can serve, as samples."""
    samples = (
        sample_of(article, [entry.passage for entry in entries]) for article, entries in split
    )
    return [sample for sample in samples if sample]


def fit(
    samples: Sequence[Sample], articles: tuple[str, ...], embedder: Embedder, report: Progress
) -> Fusion:
    """Weigh the legs on samples of these articles."""
    report("weigh", 0, 1)
    share = fit_dense_share(samples, embedder=embedder, lexicon=load_lexicon())
    report("weigh", 1, 1)
    return Fusion(share, articles)
