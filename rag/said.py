"""Which words a text says, in whatever form or language, and how surely: 0 to 1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.analysis import stem
from index.lexicon import load_lexicon
from index.query import LANGUAGES
from rag.families import FAMILY_LETTERS, is_family
from rag.kin import is_kin, kin_of
from rag.likeness import load_word_table

_ALIKE = (0.35, 0.7)  # cosines of words that say nothing, and everything, of each other
_AKIN = 0.45  # cosine of verbs that may stand for each other


class Said:
    """The words of a text, ready to be asked for."""

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        """``words`` are folded, each with its language."""
        table = load_word_table()
        self._languages = {language for _, language in words}
        self._stems = {stem(word, language) for word, language in words}
        self._words = {word for word, _ in words}
        self._kin = {min(kin) for word, _ in words if (kin := kin_of(word))}
        self._translated = {
            term
            for word, language in words
            for term, _ in load_lexicon().translations(stem(word, language), source=language)
        }
        self._families: dict[str, list[str]] = defaultdict(list)
        for each in self._stems:
            self._families[each[:FAMILY_LETTERS]].append(each)
        rows = sorted({0, *(table.row(word, language) for word, language in words)})
        self._vectors = table.vectors[rows]

    def says(self, word: str, language: str) -> bool:
        """Whether a form of a folded word is there, one of its family, or a translation."""
        wanted = stem(word, language)
        if word in self._words or wanted in self._stems:
            return True
        if (kin := kin_of(word)) and min(kin) in self._kin:
            return True
        if self._languages - {language}:
            terms = load_lexicon().translations(wanted, source=language)
            if wanted in self._translated or any(term in self._stems for term, _ in terms):
                return True
        family = self._families.get(wanted[:FAMILY_LETTERS], ())
        return any(is_family(wanted, other) for other in family)

    def credits(self, words: Sequence[str], language: str) -> NDArray[np.float64]:
        """For each of some folded words how surely the text says it."""
        table = load_word_table()
        low, high = _ALIKE
        rows = [table.row(word, language) for word in words]
        cosines = (table.vectors[rows] @ self._vectors.T).max(axis=1, initial=0.0).tolist()
        return np.array(
            [
                1.0
                if cosine >= high or self.says(word, language)
                else max(0.0, (cosine - low) / (high - low))
                for word, cosine in zip(words, cosines, strict=True)
            ]
        )


@lru_cache(maxsize=200_000)
def same_word(word: str, language: str, other: str, other_language: str) -> bool:
    """Whether two folded words are forms of one, of one family, or translations."""
    one, two = stem(word, language), stem(other, other_language)
    if one == two or word == other:
        return True
    if (kin := kin_of(word)) and is_kin(other, kin):
        return True
    if language != other_language and _translated(word, other):
        return True
    return is_family(one, two)


@lru_cache(maxsize=50_000)
def akin(word: str, language: str, other: str, other_language: str) -> bool:
    """Whether one word may stand for another."""
    if same_word(word, language, other, other_language):
        return True
    table = load_word_table()
    one, two = table.row(word, language), table.row(other, other_language)
    return bool(one and two and float(table.vectors[one] @ table.vectors[two]) >= _AKIN)


@lru_cache(maxsize=50_000)
def weight_of(word: str, language: str) -> float:
    """How much a word tells, up to 1."""
    table = load_word_table()
    row = table.row(word, language)
    return 0.3 + 0.7 * float(table.weights[row]) if row else 0.7


def _translated(one: str, other: str) -> bool:
    lexicon = load_lexicon()
    for source in LANGUAGES:
        found = lexicon.translations(stem(one, source), source=source)
        target = next(each for each in LANGUAGES if each != source)
        if any(term == stem(other, target) for term, _ in found):
            return True
    return False
