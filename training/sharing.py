"""Words that share a row: what is too rare for a row of its own takes that of a word like it.

A row costs 768 bytes, a word that points to one some 22. A French word points to the most frequent
word of its stem that has a row; an English one likewise, or else to the French word that the word
list gives as its translation. What has neither is cut into parts, as before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.analysis import stem
from index.lexicon import load_lexicon

_SHORTEST = 4  # letters of a word that points to another; 3 to be pointed to
_ENGLISH = 2  # times as often in English as in French: an English word
_BOTH = 50  # times as often in French: no English word at all
_LEAST_FRENCH = 8  # sightings of a French word
_LEAST_ENGLISH = 2  # sightings in English of a word that others point to
_PROBABILITY = 0.3  # least, of a translation

Seen = Mapping[str, Counter[str]]


class Shared(NamedTuple):
    """The tokens, those with a row of their own first, and the row of each."""

    tokens: list[str]
    mapping: npt.NDArray[np.uint16]


def share_rows(rows: Sequence[str], seen: Seen, weights: Counter[str], *, most: int) -> Shared:
    """At most ``most`` more words than ``rows``, those that weigh most.

    ``seen`` has how often each word occurs in texts of ``fr`` and of ``en``, ``weights`` how much
    it counts.
    """
    own = {row: number for number, row in enumerate(rows)}
    leaders = {language: _leaders(own, seen, language) for language in ("fr", "en")}
    tokens, mapping = list(rows), list(range(len(rows)))
    for word in sorted(weights, key=lambda word: (-weights[word], word)):
        if len(tokens) == len(rows) + most:
            break
        if word in own or len(word) < _SHORTEST or not word.isalpha():
            continue
        like = next(_like(word, seen, leaders), None)
        if like is not None:
            tokens.append(word)
            mapping.append(own[like])
    return Shared(tokens, np.array(mapping, dtype=np.uint16))


def _like(word: str, seen: Seen, leaders: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Words whose row may stand for this one's, best first."""
    if seen["en"][word] <= _ENGLISH * seen["fr"][word]:
        if seen["fr"][word] >= _LEAST_FRENCH:
            yield from _known(leaders["fr"], stem(word, "fr"))
        return
    term = stem(word, "en")
    yield from _known(leaders["en"], term)
    for french, probability in load_lexicon().translations(term, source="en"):
        if probability >= _PROBABILITY:
            yield from _known(leaders["fr"], french)


def _known(leaders: Mapping[str, str], term: str) -> Iterator[str]:
    if term in leaders:
        yield leaders[term]


def _leaders(own: Mapping[str, int], seen: Seen, language: str) -> dict[str, str]:
    """The most frequent word of each stem, of those that have a row and are of the language."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for word in own:
        french, english = seen["fr"][word], seen["en"][word]
        of_it = (
            french > english
            if language == "fr"
            else english >= _LEAST_ENGLISH and _BOTH * english > french
        )
        if of_it and len(word) >= _SHORTEST - 1 and word.isalpha():
            found[stem(word, language)].append((seen[language][word], word))
    return {term: max(words)[1] for term, words in found.items()}
