"""All sentences among which an answer is sought, and where they hold the question's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Hit, Span
from rag.matching import MOST_OF_A_NAME, Matcher
from rag.reading import Reading

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of a passage; ``known`` are the words that the passage writes as names."""

    reading: Reading
    number: int
    passage: int
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Field:
    """Sentences as rows, the question's words as columns.

    ``here`` to ``around`` are how surely (0 to 1) the sentence, those tied to it, those beside it,
    and its passage or its article's heading hold each word. ``scope``: its article holds it.
    ``held_names``: it does, or holds most of the name that the word is a part of. ``shares`` are
    the words' parts of the question's weight there, and add to 1.
    """

    rows: tuple[Row, ...]
    here: Floats
    tied: Floats
    near: Floats
    around: Floats
    scope: Bools
    held_names: Bools
    shares: Floats


def gather(matcher: Matcher, hits: Sequence[Hit], readings: Sequence[Reading]) -> Field:
    """The sentences that begin in the passages, in the passages' order; a reading for each hit.

    Each is there once, and one that two articles have word for word is the better passage's.
    """
    rows: dict[str, Row] = {}
    for passage, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        numbers = reading.numbers_in(Span(hit.passage.start, hit.passage.end))
        known = reading.names_in(numbers)
        for number in numbers:
            rows.setdefault(reading.quote(number), Row(reading, number, passage, known))
    return _field(matcher, tuple(rows.values()), [*map(_around, hits, readings)])


def _around(hit: Hit, reading: Reading) -> Floats:
    """What a passage holds of each word, and its article's heading of those that it does not."""
    numbers = reading.numbers_in(Span(hit.passage.start, hit.passage.end))
    within = reading.credits[numbers.start : numbers.stop].max(axis=0, initial=0.0)
    around: Floats = np.where(within > 0, within, reading.above)
    return around


def _field(matcher: Matcher, rows: tuple[Row, ...], around: Sequence[Floats]) -> Field:
    blank = np.zeros((1, len(matcher.terms)))
    readings = {id(row.reading): row.reading for row in rows}
    lengths = [len(reading.sentences) + 1 for reading in readings.values()]
    # All their sentences, with nothing before and after those of each.
    parts = [part for reading in readings.values() for part in (blank, reading.credits)]
    every = np.concatenate([*parts, blank])
    first = dict(zip(readings, 1 + np.cumsum(lengths) - lengths, strict=True))
    places = np.array([first[id(row.reading)] + row.number for row in rows], dtype=np.intp)
    here = every[places]
    near = np.maximum(every[places - 1], every[places + 1])
    tied = np.zeros_like(here)
    for number, row in enumerate(rows):
        for other in row.reading.tied(row.number, row.known):
            np.maximum(tied[number], row.reading.credits[other], out=tied[number])
    near_all = np.array([around[row.passage] for row in rows]).reshape(here.shape)
    held = np.array([row.reading.held for row in rows], dtype=np.bool_).reshape(here.shape)
    # Words that no place around a sentence holds are sought in its article.
    scope = (here > 0) | (tied > 0) | (near > 0) | (near_all > 0) | held
    names = _held_names(matcher, scope)
    shares = _shares(matcher, rows, scope)
    return Field(rows, here, tied, near, near_all, scope, names, shares)


def _held_names(matcher: Matcher, scope: Bools) -> Bools:
    """The words that are in scope, and those of names of which the last or the most is."""
    held = scope.copy()
    for parts in matcher.groups:
        weights = np.array([matcher.terms[part].weight for part in parts])
        enough = scope[:, parts] @ weights >= MOST_OF_A_NAME * weights.sum()
        held[:, parts] |= (scope[:, parts[-1]] | enough)[:, None]
    return held


def _shares(matcher: Matcher, rows: Sequence[Row], scope: Bools) -> Floats:
    """Each word's part of the question's weight in the article of each row."""
    own, foreign = matcher.weights
    abroad = np.array([row.reading.article.language != matcher.language for row in rows])
    weights = np.where(abroad[:, None], foreign, own)
    weights = np.where(matcher.frames & ~scope, weights * matcher.FRAME_SHARE, weights)
    total = weights.sum(axis=1, keepdims=True)
    shares: Floats = weights / np.where(total > 0, total, 1.0)
    return shares
