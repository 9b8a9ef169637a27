"""All sentences among which an answer is sought, and where they hold the question's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Article, Hit, Span
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


def gather(matcher: Matcher, hits: Sequence[Hit], article_of: Callable[[str], Article]) -> Field:
    """The sentences that begin in the passages, in the passages' order.

    Each is there once, and one that two articles have word for word is the better passage's.
    """
    readings: dict[str, Reading] = {}
    rows: dict[str, Row] = {}
    around: dict[int, dict[int, float]] = {}
    for passage, hit in enumerate(hits):
        key = hit.passage.article_id
        if key not in readings:
            readings[key] = Reading(article_of(key), matcher)
        reading = readings[key]
        numbers = reading.numbers_in(Span(hit.passage.start, hit.passage.end))
        known = reading.names_in(numbers)
        around[passage] = {**reading.above, **reading.credits(numbers)}
        for number in numbers:
            rows.setdefault(reading.quote(number), Row(reading, number, passage, known))
    return _field(matcher, tuple(rows.values()), around)


def _field(matcher: Matcher, rows: tuple[Row, ...], around: dict[int, dict[int, float]]) -> Field:
    width = len(matcher.terms)

    def credits(numbers_of: Callable[[Row], Iterable[int]]) -> Floats:
        return _matrix((row.reading.credits(numbers_of(row)) for row in rows), len(rows), width)

    here = credits(lambda row: (row.number,))
    tied = credits(lambda row: row.reading.tied(row.number, row.known))
    near = credits(lambda row: row.reading.beside(row.number))
    near_all = _matrix((around[row.passage] for row in rows), len(rows), width)
    scope = (here > 0) | (tied > 0) | (near > 0) | (near_all > 0)
    _look_further(rows, scope)
    return Field(
        rows,
        here,
        tied,
        near,
        near_all,
        scope,
        _held_names(matcher, scope),
        _shares(matcher, rows, scope),
    )


def _matrix(credits: Iterable[dict[int, float]], height: int, width: int) -> Floats:
    made = np.zeros((height, width))
    for number, one in enumerate(credits):
        for term, credit in one.items():
            made[number, term] = credit
    return made


def _look_further(rows: Sequence[Row], scope: Bools) -> None:
    """Words that no place around a sentence holds are sought in its article."""
    for number in np.flatnonzero(~scope.all(axis=1)).tolist():
        scope[number, list(rows[number].reading.in_article())] = True


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
