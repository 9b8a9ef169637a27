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
_CLASSES_OF = {
    word: sum(bit for bit, members in _MEMBERS.items() if word in members)
    for word in frozenset().union(*_MEMBERS.values())
}


class _Numbers(dict[str, int]):
    """Words to their numbers; what is no word has 0, a new word the next number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __missing__(self, piece: str) -> int:
        folded = "" if piece[0] in BREAKS else canonical(piece)
        self[piece] = number = self._vocabulary.add(piece, folded) if folded else 0
        return number


class _Lists:
    """Lists of numbers under keys, as chains through two lists.

    A list object for each of a hundred thousand words takes three times the memory, and a full
    collection of garbage goes through them all in the middle of a question.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._numbers = [0]
        self._before = [0]

    def add(self, key: str, number: int) -> None:
        self._before.append(self._last.get(key, 0))
        self._last[key] = len(self._numbers)
        self._numbers.append(number)

    def get(self, key: str) -> list[int]:
        found = []
        place = self._last.get(key, 0)
        while place:
            found.append(self._numbers[place])
            place = self._before[place]
        return found[::-1]


class Vocabulary:
    """The words that were read: the number of each from 1 on, and what is known of it.

    ``rows`` are those in the table of word vectors, of a text whose language is not told;
    ``rows_in`` has those of each language.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self.numbers = _Numbers(self)
        self.folded = [""]
        self._by_form = _Lists()
        self._by_beginning = _Lists()
        self.classes = np.zeros(1 << 14, dtype=np.uint8)
        self.rows = np.zeros(1 << 14, dtype=np.int32)
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
        french, english = stem(folded, "fr"), stem(folded, "en")
        forms = {folded, french, english}
        for form in forms:
            self._by_form.add(form, number)
        for beginning in {form[:FAMILY_LETTERS] for form in forms if len(form) >= FAMILY_LETTERS}:
            self._by_beginning.add(beginning, number)
        self.classes[number] = _classes_of(word, folded)
        self._place(number, folded, french, english)
        return number

    def of_form(self, form: str) -> list[int]:
        """The words that are a form when folded, or when stemmed in either language."""
        return self._by_form.get(form)

    def of_folded(self, folded: str) -> list[int]:
        """The words that have a folded form."""
        return [number for number in self.of_form(folded) if self.folded[number] == folded]

    def beginning_with(self, beginning: str) -> list[int]:
        """The words of which a form begins with these FAMILY_LETTERS."""
        return self._by_beginning.get(beginning)

    def family(self, folded: str) -> list[int]:
        """The words that share the beginning of a word long enough to have kin."""
        if len(folded) <= _ALIKE_LETTERS:
            return []
        alike, shared = self.folded, folded[:_ALIKE_LETTERS]
        return [
            number
            for number in self.beginning_with(folded[:FAMILY_LETTERS])
            if len(alike[number]) > _ALIKE_LETTERS and alike[number].startswith(shared)
        ]

    def _place(self, number: int, folded: str, french: str, english: str) -> None:
        """Find a word's rows; where the language is not told, French comes before English."""
        in_french, in_english = self._table.rows_of(folded, french, english)
        if not (in_french or in_english):
            return
        self.rows_in["fr"][number], self.rows_in["en"][number] = in_french, in_english
        if not any(folded in stop for stop in STOP_WORDS.values()):
            self.rows[number] = in_french or in_english

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
    return classes | _CLASSES_OF.get(folded, 0)
