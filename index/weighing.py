"""Weighing the legs on articles of the archive: on the same ones, however it came to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest

from index.calibration import MOST_ARTICLES, Sample, fit_dense_share, sample_of
from index.embedding import Embedder
from index.entries import entries_of
from index.lexicon import load_lexicon
from index.manifest import Fusion
from index.revision import Revision
from index.terms import Entry
from index.types import Article

Progress = Callable[[str, int, int], None]
Split = Sequence[tuple[Article, Sequence[Entry]]]


def weigh(
    before: Fusion | None,
    revision: Revision,
    split: Split,
    *,
    every_id: Callable[[], Iterable[str]],
    article_of: Callable[[str], Article],
    embedder: Embedder,
    report: Progress,
) -> Fusion:
    """The legs' weights for the next generation: those of before, where they rest on the same.

    They rest on the articles with the smallest ids, which are a fair choice, and are the same ones
    after many small builds as after a whole one. ``every_id`` gives those of all the articles that
    the next generation will hold, ``article_of`` those that it has not in ``split``.
    """
    ids = _chosen(before, revision, every_id)
    if before and ids == before.articles and revision.retitled.isdisjoint(ids):
        return before
    entries = {article.article_id: (article, own) for article, own in split}
    samples = []
    for key in ids:
        article, own = entries.get(key) or _entries(article_of(key))
        if sample := sample_of(article, [entry.passage for entry in own]):
            samples.append(sample)
    return fit(samples, ids, embedder, report)


def fit(
    samples: Sequence[Sample], articles: tuple[str, ...], embedder: Embedder, report: Progress
) -> Fusion:
    """Weigh the legs on samples of these articles."""
    report("weigh", 0, 1)
    share = fit_dense_share(samples, embedder=embedder, lexicon=load_lexicon())
    report("weigh", 1, 1)
    return Fusion(share, articles)


def _chosen(
    before: Fusion | None, revision: Revision, every_id: Callable[[], Iterable[str]]
) -> tuple[str, ...]:
    old = before.articles if before else ()
    if len(old) == MOST_ARTICLES and not revision.dropped.isdisjoint(old):
        return tuple(nsmallest(MOST_ARTICLES, every_id()))  # others have to follow
    return tuple(nsmallest(MOST_ARTICLES, {*old, *revision.added} - revision.dropped))


def _entries(article: Article) -> tuple[Article, Sequence[Entry]]:
    return article, entries_of(article)
