"""Words that share a row: inflections with each other, English words with their translations.

A row costs 768 bytes, a word that points to one some 22; so 24,000 rows serve twice as many words,
each with a scale of its own. French words share the row of their stem, but those that are frequent
enough to have one each. An English word shares that of the French stem that the word list gives as
its likeliest translation, else that of its own stem. What is left without a row is cut into
parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.analysis import stem
from index.lexicon import load_lexicon

_OWN = 3_000  # words, the most frequent, that have a row each
_LEAST = 2  # how much a word must count
_SHORTEST = 3  # letters of an English word that shares; one more of a French one
_FRENCH = 2  # times as often in English as in French, at most: a French word
_PROBABILITY = 0.4  # least, of a translation

Seen = Mapping[str, Counter[str]]
Key = tuple[str, str]  # "word", "fr" or "en", and the word or its stem: equal ones share a row


class Shared(NamedTuple):
    """The tokens, and the row of each."""

    tokens: list[str]
    mapping: npt.NDArray[np.uint16]


def share_rows(
    base: Sequence[str], seen: Seen, weights: Counter[str], *, size: int, own: int = _OWN
) -> Shared:
    """``size`` rows: one for each of ``base``, which come first, and those that weigh most.

    ``seen`` has how often each word occurs in texts of ``fr`` and of ``en``, ``weights`` how much
    it counts; a row weighs what its words weigh together.
    """
    first = set(base)
    order = sorted(weights, key=lambda word: (-weights[word], word))
    words = [
        (rank, word)
        for rank, word in enumerate(order)
        if word not in first and weights[word] >= _LEAST
    ]
    keys = _keys(words, _stems(order, seen, weights), seen, own)
    heavy: Counter[Key] = Counter()
    for word, key in keys.items():
        heavy[key] += weights[word]
    kept = sorted(heavy, key=lambda key: (-heavy[key], key))[: max(0, size - len(base))]
    row_of = {key: len(base) + number for number, key in enumerate(kept)}
    told = [(word, row_of[key]) for word, key in keys.items() if key in row_of]
    return Shared(
        [*base, *(word for word, _ in told)],
        np.array([*range(len(base)), *(row for _, row in told)], dtype=np.uint16),
    )


def _stems(order: Sequence[str], seen: Seen, weights: Counter[str]) -> dict[str, str]:
    """The stem of every French word that may share a row."""
    return {
        word: stem(word, "fr")
        for word in order
        if weights[word] >= _LEAST
        and _FRENCH * seen["fr"][word] >= seen["en"][word]
        and len(word) > _SHORTEST
        and word.isalpha()
    }


def _keys(
    words: Sequence[tuple[int, str]], stems: Mapping[str, str], seen: Seen, own: int
) -> dict[str, Key]:
    """Which row each word asks for, in the order of the words."""
    known = set(stems.values())
    keys: dict[str, Key] = {}
    for rank, word in words:
        if word in stems:
            keys[word] = ("fr", stems[word]) if rank >= own else ("word", word)
        elif _english(word, seen):
            term = stem(word, "en")
            keys[word] = next(_translated(term, known), ("en", term))
        else:
            keys[word] = ("word", word)
    return keys


def _english(word: str, seen: Seen) -> bool:
    return (
        seen["en"][word] > _FRENCH * seen["fr"][word] and len(word) >= _SHORTEST and word.isalpha()
    )


def _translated(term: str, known: set[str]) -> Iterator[Key]:
    for french, probability in load_lexicon().translations(term, source="en"):
        if french in known and probability >= _PROBABILITY:
            yield ("fr", french)
