"""Texts as arrays of word numbers, kept for the next question.

What does not depend on a question is found once: each word that was read has a number, and beside
it stand its forms, its class and its row in the table of word vectors (``rag.vocabulary``). So a
question costs a few operations over some arrays, and a text is cut into words at its first need.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.analysis import WORD
from index.types import Article, Passage
from rag.likeness import WordTable, load_word_table
from rag.pages import Page
from rag.vocabulary import Vocabulary

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Places = NDArray[np.intp]

_KEPT_PASSAGES = 20_000  # some 15 MB
_KEPT_ARTICLES = 2_000_000  # characters; with their words, some 20 MB
_KEPT_WORDS = 200_000  # some 100 MB; at twenty kilobytes a question's new words, hours of asking
_BREAK = r"[.!?…;][»\"”)]*\s+(?=[A-ZÀ-Þ«\"“\d\-–—])|\n+"
_PIECE = re.compile(f"{WORD}|{_BREAK}")


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


class Shelf:
    """The passages and articles that were read lately; the oldest go first.

    Whoever gathers or opens, or asks for words by their forms, holds ``lock`` until the numbers
    are used: another thread may put a new vocabulary in the place of one that is full.
    """

    def __init__(self, table: WordTable) -> None:
        self.table = table
        self.vocabulary = Vocabulary(table)
        self.lock = threading.RLock()
        self._read: dict[tuple[str, int, int], Ints] = {}
        self._pages: dict[Article, Page] = {}
        self._held = 0  # characters of the articles

    def gather(self, passages: Sequence[Passage]) -> Read:
        """All words of the passages."""
        self._make_room()
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

    def open(self, articles: Sequence[Article]) -> list[Page]:
        """The articles' words, all numbered by the vocabulary as it is then."""
        self._make_room()
        pages = [self._page(article) for article in articles]
        while self._held > _KEPT_ARTICLES and len(self._pages) > 1:
            gone = next(iter(self._pages))
            del self._pages[gone]
            self._held -= len(gone.text)
        return pages

    def _make_room(self) -> None:
        if self.vocabulary.count > _KEPT_WORDS:
            self.vocabulary = Vocabulary(self.table)
            self._read.clear()
            self._pages.clear()
            self._held = 0

    def _page(self, article: Article) -> Page:
        page = self._pages.pop(article, None)
        if page is None:
            page = Page.of(article, self.vocabulary)
            self._held += len(article.text)
        self._pages[article] = page
        return page

    def _passage(self, passage: Passage) -> Ints:
        key = (passage.article_id, passage.start, passage.end)
        read = self._read.pop(key, None)
        if read is None:
            pieces = [*_PIECE.findall(passage.text), "\n"]
            numbers = map(self.vocabulary.numbers.__getitem__, pieces)
            read = np.fromiter(numbers, dtype=np.int32, count=len(pieces))
        self._read[key] = read
        return read


@cache
def load_shelf() -> Shelf:
    """The process's shelf, over the bundled table."""
    return Shelf(load_word_table())


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
