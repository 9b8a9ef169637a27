"""Rows before training: random directions that words of like spelling share, by rarity in length.

Random directions are nearly at right angles to each other, so that even untrained rows compare
texts by the words that they share, and the rarer the word the more it counts. Each row is part
its own direction, part the sum of those of its character n-grams (after Bojanowski et al. 2017,
"Enriching Word Vectors with Subword Information"), which brings inflections together, and words
that English and French spell nearly alike. English words then turn towards the French words that
``index/lexicon.tsv`` gives as their translations.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.analysis import stem
from index.lexicon import load_lexicon
from training.sharing import Shared
from training.texts import Numbers
from training.vocabulary import PREFIX, UNKNOWN

Floats = npt.NDArray[np.float32]

LENGTHS = (3, 4, 5, 6)  # of n-grams, in characters, the ends of a word being marked
BUCKETS = 1 << 17  # that n-grams are hashed to
SPELLING = 0.75  # share of a row's square that its n-grams make up
RARITY = 2.0  # power of a word's information, as a share of that of one in a million
TRANSLATION = 0.9  # share of an English row's square that its translations make up
_FRENCH = 5  # sightings in French that make a word that is as frequent there a French one
_SHORTEST = 4  # characters of a row that is compared by spelling
_LEAST = 0.05


class Start(NamedTuple):
    """Rows, shape (size, dimension), and for each token the scale that its row is taken at."""

    rows: Floats
    scales: Floats


def starting_rows(
    shared: Shared,
    counts: Mapping[str, Numbers],
    *,
    dimension: int,
    random: np.random.Generator,
) -> Start:
    """Rows and scales before training; the scale of the unknown token is 0.

    ``counts`` has how often each token occurs in texts of ``fr`` and of ``en``. All that share a
    row are one word to it, as rare as they are together.
    """
    tokens, mapping = shared
    of_rows = {language: np.bincount(mapping, counts[language]) for language in ("fr", "en")}
    leaders = _leaders(mapping, counts)
    units = _spelled([tokens[leader] for leader in leaders], dimension, random)
    lengths = np.minimum(_lengths(of_rows["fr"]), _lengths(of_rows["en"]))[mapping]
    translations = _Translations(shared, counts, units, lengths)
    for row, leader in enumerate(leaders):
        found = translations.of(leader)
        if found:
            units[row] = translations.turned(units[row], found)
    scales = lengths.copy()
    for number in range(len(tokens)):
        found = translations.of(number)
        if found:
            scales[number] = (lengths[number] + translations.length(found)) / 2
    scales[tokens.index(UNKNOWN)] = 0
    longest = np.zeros(len(units), dtype=np.float32)
    np.maximum.at(longest, mapping, scales)
    rows = units * longest[:, None]
    return Start(rows, scales / np.maximum(longest, np.finfo(np.float32).tiny)[mapping])


def _leaders(mapping: npt.NDArray[np.uint16], counts: Mapping[str, Numbers]) -> list[int]:
    """The token that gives each row its spelling: the most frequent French one, if any is."""
    order = np.lexsort((counts["en"], counts["fr"]))
    leaders = np.zeros(int(mapping.max()) + 1, dtype=np.int64)
    leaders[mapping[order]] = order  # the last one, the most frequent, stays
    return [int(leader) for leader in leaders]


def _spelled(words: Sequence[str], dimension: int, random: np.random.Generator) -> Floats:
    """Directions that words of like spelling share."""
    own = _unit(random.standard_normal((len(words), dimension), dtype=np.float32))
    directions = random.standard_normal((BUCKETS, dimension), dtype=np.float32)
    grams = [list(_buckets(word)) for word in words]
    spread = np.bincount([bucket for each in grams for bucket in each], minlength=BUCKETS)
    directions /= np.sqrt(np.maximum(spread, 1))[:, None]
    alike = np.zeros_like(own)
    for number, each in enumerate(grams):
        if each:
            alike[number] = directions[each].sum(axis=0)
    return _unit(math.sqrt(1 - SPELLING) * own + math.sqrt(SPELLING) * _unit(alike))


def _lengths(counts: npt.NDArray[np.float64]) -> Floats:
    """How much a row says: less the more frequent it is in its language."""
    share = np.maximum(counts, 1) / np.maximum(counts, 1).sum()
    information = np.log(1 / share) / np.log(1e6)
    return np.asarray(np.maximum(information, _LEAST) ** RARITY, dtype=np.float32)


class _Translations:
    """The French terms that English tokens mean: their mean direction and length."""

    def __init__(
        self, shared: Shared, counts: Mapping[str, Numbers], units: Floats, lengths: Floats
    ) -> None:
        self._tokens = shared.tokens
        self._french, self._english = counts["fr"], counts["en"]
        known: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(self._tokens):
            if self._french[number] > self._english[number] and not token.startswith(PREFIX):
                known[stem(token, "fr")].append(number)
        self._centres: dict[str, tuple[Floats, float]] = {}
        for term, numbers in known.items():
            shares = (self._french[numbers] + 1) / (self._french[numbers] + 1).sum()
            centre = _unit(shares @ units[shared.mapping[numbers]])
            self._centres[term] = centre, float(shares @ lengths[numbers])

    def of(self, number: int) -> list[tuple[str, float]]:
        """The terms and probabilities that the word list has for a token, if it is English."""
        token, french = self._tokens[number], self._french[number]
        if token.startswith(PREFIX) or self._english[number] <= french > _FRENCH:
            return []
        listed = load_lexicon().translations(stem(token, "en"), source="en")
        return [(term, probability) for term, probability in listed if term in self._centres]

    def turned(self, unit: Floats, found: Sequence[tuple[str, float]]) -> Floats:
        """A direction, turned towards what it means."""
        towards = sum(
            math.sqrt(probability) * self._centres[term][0] for term, probability in found
        )
        aim = _unit(np.asarray(towards))
        return _unit(math.sqrt(1 - TRANSLATION) * unit + math.sqrt(TRANSLATION) * aim)

    def length(self, found: Sequence[tuple[str, float]]) -> float:
        """The mean length of what it means."""
        total = sum(probability for _, probability in found)
        return sum(probability * self._centres[term][1] for term, probability in found) / total


def _buckets(row: str) -> Iterator[int]:
    bare = row.removeprefix(PREFIX)
    if row == UNKNOWN or len(row) < _SHORTEST:
        return
    marked = bare if row.startswith(PREFIX) else f"<{bare}>"
    grams = {marked[at : at + n] for n in LENGTHS for at in range(len(marked) - n + 1)}
    for gram in sorted(grams):
        yield zlib.crc32(gram.encode("utf-8")) % BUCKETS


def _unit(rows: npt.ArrayLike) -> Floats:
    values = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(values / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
