"""Words by number, with what is known of each that no question changes.

A word is as written: "Port" and "port" have two numbers and one folded form.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import STOP_WORDS, canonical, stem
from rag.families import FAMILY_LETTERS
from rag.likeness import WordTable

_ALIKE_LETTERS = 6  # shared at their beginning, of words that need not be compared further
BREAKS = frozenset(".!?…;\n")  # what a break between sentences begins with, and no word
_MONTHS = """
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
january february march april may june july august september october november december
"""
_SPELT = """
deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
quarante cinquante soixante cent cents mille million millions milliard milliards dizaine douzaine
vingtaine trentaine cinquantaine centaine centaines millier milliers moitie tiers quart
two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred
thousand billion half dozen
"""
_CAUSES = """
car parce puisque puisqu afin raison cause grace faute suite pour
because due since owing thanks order therefore
"""
_BEFORE_PLACES = "a au aux en dans sur vers pres in at near from"
CAPITAL, FIGURE, YEAR, MONTH, SPELT_FIGURE, CAUSE, LOCAL = (1 << bit for bit in range(7))
_MEMBERS = {
    MONTH: frozenset(_MONTHS.split()),
    SPELT_FIGURE: frozenset(_SPELT.split()),
    CAUSE: frozenset(_CAUSES.split()),
    LOCAL: frozenset(_BEFORE_PLACES.split()),
}


class _Numbers(dict[str, int]):
    """Words to their numbers; what is no word has 0, a new word the next number."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, piece: str) -> int:
        folded = "" if piece[0] in BREAKS else canonical(piece)
        self[piece] = number = self._lexicon.add(piece, folded) if folded else 0
        return number


class Lexicon:
    """The words that were read: the number of each from 1 on, and what is known of it.

    ``by_form`` has the numbers of the words that are a form when folded or stemmed, ``by_folded``
    when folded, ``by_family`` by the beginning that derivations share, ``by_beginning`` by that of
    a form. ``rows`` are those of a text whose language is not told; ``rows_in``
    has those of each language.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self.numbers = _Numbers(self)
        self.folded = [""]
        self.by_form: dict[str, list[int]] = {}
        self.by_folded: dict[str, list[int]] = {}
        self.by_family: dict[str, list[int]] = {}
        self.by_beginning: dict[str, list[int]] = {}
        self.classes = np.zeros(1 << 14, dtype=np.uint8)
        self.rows = np.zeros(1 << 14, dtype=np.int32)  # in the table of word vectors
        self.rows_in = {language: np.zeros(1 << 14, dtype=np.int32) for language in STOP_WORDS}

    @property
    def count(self) -> int:
        """One more than the highest number."""
        return len(self.folded)

    def add(self, word: str, folded: str) -> int:
        """A new word's number."""
        number = len(self.folded)
        self.folded.append(folded)
        if number == len(self.classes):
            self._grow()
        forms = {folded, *(stem(folded, language) for language in STOP_WORDS)}
        for form in forms:
            self.by_form.setdefault(form, []).append(number)
        self.by_folded.setdefault(folded, []).append(number)
        if len(folded) > _ALIKE_LETTERS:
            self.by_family.setdefault(folded[:_ALIKE_LETTERS], []).append(number)
        long = {form[:FAMILY_LETTERS] for form in forms if len(form) >= FAMILY_LETTERS}
        for beginning in long:
            self.by_beginning.setdefault(beginning, []).append(number)
        self.classes[number] = _classes_of(word, folded)
        self._place(number, folded)
        return number

    def family(self, folded: str) -> list[int]:
        """The words that share the beginning of a word long enough to have kin."""
        longer = len(folded) > _ALIKE_LETTERS
        return self.by_family.get(folded[:_ALIKE_LETTERS], []) if longer else []

    def _place(self, number: int, folded: str) -> None:
        """Find a word's rows; where the language is not told, French comes before English."""
        found = [self._table.row(folded, language) for language in self.rows_in]
        for rows, row in zip(self.rows_in.values(), found, strict=True):
            rows[number] = row
        if not any(folded in stop for stop in STOP_WORDS.values()):
            self.rows[number] = next(filter(None, found), 0)

    def _grow(self) -> None:
        self.classes = _twice(self.classes)
        self.rows = _twice(self.rows)
        self.rows_in = {language: _twice(rows) for language, rows in self.rows_in.items()}


def _twice(array: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([array, np.zeros_like(array)])


def _classes_of(word: str, folded: str) -> int:
    classes = CAPITAL if word[0].isupper() else 0
    if word[0].isdigit():
        year = len(folded) == 4 and folded.isdigit() and "1000" <= folded <= "2199"
        classes |= YEAR if year else FIGURE
    for bit, members in _MEMBERS.items():
        classes |= bit if folded in members else 0
    return classes
