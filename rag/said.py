"""Which words a text says, in whatever form or language, and how surely: 0 to 1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import stem
from index.lexicon import load_lexicon
from index.query import LANGUAGES
from rag.families import FAMILY_LETTERS, is_family
from rag.kin import is_kin, kin_of
from rag.likeness import Floats, load_word_table

_ALIKE = (0.35, 0.7)  # cosines of words that say nothing, and everything, of each other
_AKIN = 0.45  # cosine of verbs that may stand for each other


class _Form(NamedTuple):
    """A folded word as it is looked for: its stem, what names its kin, its translations' stems."""

    stem: str
    kin: str | None
    translations: tuple[str, ...]


@lru_cache(maxsize=50_000)
def _form(word: str, language: str) -> _Form:
    stemmed = stem(word, language)
    terms = load_lexicon().translations(stemmed, source=language)
    return _Form(stemmed, min(kin_of(word), default=None), tuple(term for term, _ in terms))


@lru_cache(maxsize=256)
def _vectors(words: tuple[str, ...], language: str) -> Floats:
    table = load_word_table()
    return table.vectors[[table.row(word, language) for word in words]]


class Said:
    """The words of a text, ready to be asked for."""

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        """``words`` are folded, each with its language."""
        table = load_word_table()
        forms = {_form(word, language) for word, language in words}
        self._languages = {language for _, language in words}
        self._words = {word for word, _ in words}
        self._stems = {form.stem for form in forms}
        self._kin = {form.kin for form in forms if form.kin}
        self._translated = {term for form in forms for term in form.translations}
        self._families: dict[str, list[str]] = defaultdict(list)
        for each in self._stems:
            self._families[each[:FAMILY_LETTERS]].append(each)
        rows = sorted({0, *(table.row(word, language) for word, language in words)})
        self._vectors = table.vectors[rows]

    def says(self, word: str, language: str) -> bool:
        """Whether a form of a folded word is there, one of its family, or a translation."""
        form = _form(word, language)
        if word in self._words or form.stem in self._stems or form.kin in self._kin:
            return True
        if self._languages - {language} and (
            form.stem in self._translated or not self._stems.isdisjoint(form.translations)
        ):
            return True
        family = self._families.get(form.stem[:FAMILY_LETTERS], ())
        return any(is_family(form.stem, other) for other in family)

    def credits(self, words: Sequence[str], language: str) -> NDArray[np.float64]:
        """For each of some folded words how surely the text says it."""
        low, high = _ALIKE
        cosines = (_vectors(tuple(words), language) @ self._vectors.T).max(axis=1, initial=0.0)
        return np.array(
            [
                1.0
                if cosine >= high or self.says(word, language)
                else max(0.0, (cosine - low) / (high - low))
                for word, cosine in zip(words, cosines.tolist(), strict=True)
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
