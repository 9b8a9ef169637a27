"""Passages as arrays of word numbers, kept for the next question.

What does not depend on a question is found once: each word that was read has a number, and beside
it stand its forms, its class and its row in the table of word vectors. So a question costs a few
operations over one array of some 15,000 words, and a passage is cut into words at its first need.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import STOP_WORDS, WORD, stem, tokens
from index.types import Passage
from rag.likeness import WordTable

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Places = NDArray[np.intp]

_KEPT_PASSAGES = 20_000  # some 15 MB
_KEPT_WORDS = 200_000  # some 100 MB; at twenty kilobytes a question's new words, hours of asking
_FAMILY_LETTERS = 6  # that the words of a family share at their beginning
_BREAK = r"[.!?…;][»\"”)]*\s+(?=[A-ZÀ-Þ«\"“\d\-–—])|\n+"
_PIECE = re.compile(f"{WORD}|{_BREAK}")
_BREAKS = frozenset(".!?…;\n")  # what a break begins with, and no word
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


@dataclass(frozen=True, slots=True)
class Read:
    """The words of all candidates by number, in order, with a 0 after each sentence.

    ``owners`` has the passage of each; ``sentences`` the sentence of each, counted over all
    passages; ``owner_of`` the passage of each sentence.
    """

    numbers: Ints
    owners: Ints
    sentences: Ints
    owner_of: Ints
    passages: int


class _Numbers(dict[str, int]):
    """Words to their numbers; a break has 0, a new word the next number."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, piece: str) -> int:
        folded = "" if piece[0] in _BREAKS else next((t.folded for t in tokens(piece)), "")
        self[piece] = number = self._lexicon.add(piece, folded) if folded else 0
        return number


class Lexicon:
    """The words that were read: the number of each from 1 on, and what is known of it.

    ``by_form`` has the numbers of the words that are a form when folded or stemmed, ``by_folded``
    when folded, ``by_family`` by the beginning that derivations share.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self.numbers = _Numbers(self)
        self.by_form: dict[str, list[int]] = {}
        self.by_folded: dict[str, list[int]] = {}
        self.by_family: dict[str, list[int]] = {}
        self.classes = np.zeros(1 << 14, dtype=np.uint8)
        self.rows = np.zeros(1 << 14, dtype=np.int32)  # in the table of word vectors
        self.count = 1  # one more than the highest number

    def add(self, word: str, folded: str) -> int:
        """A new word's number."""
        number = self.count
        self.count += 1
        if number == len(self.classes):
            self.classes = np.concatenate([self.classes, np.zeros_like(self.classes)])
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        for form in {folded, stem(folded, "fr"), stem(folded, "en")}:
            self.by_form.setdefault(form, []).append(number)
        self.by_folded.setdefault(folded, []).append(number)
        if len(folded) > _FAMILY_LETTERS:
            self.by_family.setdefault(folded[:_FAMILY_LETTERS], []).append(number)
        self.classes[number] = _classes_of(word, folded)
        self.rows[number] = row_of(self._table, folded)
        return number

    def family(self, folded: str) -> list[int]:
        """The words that share the beginning of a word long enough to have kin."""
        longer = len(folded) > _FAMILY_LETTERS
        return self.by_family.get(folded[:_FAMILY_LETTERS], []) if longer else []


def row_of(table: WordTable, folded: str) -> int:
    """The vector of a word of a text whose language is not known: French, or else English."""
    if any(folded in stop for stop in STOP_WORDS.values()):
        return 0
    return table.row(folded, "fr") or table.row(folded, "en")


class Shelf:
    """The passages that were read lately; the oldest go first."""

    def __init__(self, table: WordTable) -> None:
        self.table = table
        self.lexicon = Lexicon(table)
        self._read: dict[tuple[str, int, int], Ints] = {}

    def gather(self, passages: Sequence[Passage]) -> Read:
        """All words of the passages."""
        if self.lexicon.count > _KEPT_WORDS:
            self.lexicon = Lexicon(self.table)
            self._read.clear()
        read = [self._passage(passage) for passage in passages]
        while len(self._read) > _KEPT_PASSAGES:
            del self._read[next(iter(self._read))]
        numbers = np.concatenate(read)
        owners = np.repeat(
            np.arange(len(read), dtype=np.int32), np.array([len(each) for each in read])
        )
        ends = numbers == 0
        sentences = np.cumsum(ends, dtype=np.int32) - ends
        return Read(numbers, owners, sentences, owners[ends], len(read))

    def _passage(self, passage: Passage) -> Ints:
        key = (passage.article_id, passage.start, passage.end)
        read = self._read.pop(key, None)
        if read is None:
            pieces = [*_PIECE.findall(passage.text), "\n"]
            numbers = map(self.lexicon.numbers.__getitem__, pieces)
            read = np.fromiter(numbers, dtype=np.int32, count=len(pieces))
        self._read[key] = read
        return read


def _classes_of(word: str, folded: str) -> int:
    classes = CAPITAL if word[0].isupper() else 0
    if word[0].isdigit():
        year = len(folded) == 4 and folded.isdigit() and "1000" <= folded <= "2199"
        classes |= YEAR if year else FIGURE
    for bit, members in _MEMBERS.items():
        classes |= bit if folded in members else 0
    return classes


def most(rows: Floats, groups: Ints, count: int) -> Floats:
    """The greatest of each group's rows, 0 for a group without; ``groups`` go upwards."""
    return _grouped(np.maximum, rows, groups, count)


def total(rows: Floats, groups: Ints, count: int) -> Floats:
    """The sum of each group's rows; ``groups`` go upwards."""
    return _grouped(np.add, rows, groups, count)


def weigh(rows: Floats, weights: Floats) -> Floats:
    """Each row's sum under weights.

    Not by ``@``: on rows of a few numbers OpenBLAS was seen to report invalid values where all are
    valid, which numpy passes on as a warning.
    """
    sums: Floats = np.einsum("ij,j->i", rows, weights)
    return sums


def _grouped(how: np.ufunc, rows: Floats, groups: Ints, count: int) -> Floats:
    found = np.zeros((count, rows.shape[1]), dtype=np.float32)
    if len(groups):
        starts = np.concatenate([[0], np.flatnonzero(groups[1:] != groups[:-1]) + 1])
        found[groups[starts]] = how.reduceat(rows, starts, axis=0)
    return found
