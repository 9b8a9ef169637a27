"""Texts as arrays of token numbers, and pieces of them drawn by the thousand at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Bag(NamedTuple):
    """Tokens of many texts, one text after another, and how many each text has."""

    tokens: Numbers
    counts: Numbers

    @property
    def owners(self) -> Numbers:
        """The text that each token is of."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def keep(self, mask: Mask) -> Bag:
        """Only the tokens that the mask names."""
        owners = self.owners[mask]
        return Bag(self.tokens[mask], np.bincount(owners, minlength=len(self.counts)))

    def thinned(self, least: int, most: int, random: np.random.Generator) -> Bag:
        """Of each text about ``least`` to ``most`` tokens, as short as questions are."""
        wanted = random.integers(least, most + 1, len(self.counts))
        share = wanted / np.maximum(self.counts, 1)
        return self.keep(random.random(len(self.tokens)) < share[self.owners])


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts one after another: text ``i`` is ``tokens[bounds[i]:bounds[i + 1]]``."""

    tokens: Numbers
    bounds: Numbers

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @classmethod
    def of(cls, texts: Iterable[list[int]]) -> Self:
        """From the numbers of each text."""
        parts = [np.asarray(text, dtype=np.int64) for text in texts]
        bounds = np.cumsum([0, *map(len, parts)])
        return cls(np.concatenate([*parts, np.empty(0, dtype=np.int64)]), bounds)

    def take(self, numbers: Numbers) -> Bag:
        """Those texts, whole."""
        return self.between(self.bounds[numbers], self.bounds[numbers + 1])

    def between(self, starts: Numbers, ends: Numbers) -> Bag:
        """The tokens from each start to its end."""
        return Bag(self.tokens[_positions(starts, ends)], ends - starts)

    def recut(self, parts: Texts) -> Texts:
        """Each token (a word's number) replaced by the tokens that make it up."""
        cut = parts.take(self.tokens)
        ends = np.concatenate([[0], np.cumsum(cut.counts)])
        return Texts(cut.tokens, ends[self.bounds])

    def counted(self, size: int) -> Numbers:
        """How often each of ``size`` tokens occurs."""
        return np.asarray(np.bincount(self.tokens, minlength=size), dtype=np.int64)


def _positions(starts: Numbers, ends: Numbers) -> Numbers:
    lengths = ends - starts
    shift = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return np.asarray(np.arange(int(lengths.sum())) + shift, dtype=np.int64)
