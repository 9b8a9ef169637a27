"""One article read for one question: its sentences, and the question's words in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.analysis import Token, is_stop_word, tokens
from index.types import Article, Hit, Span
from rag.companions import naming_sentence
from rag.matching import Matcher, Meeting, Met
from rag.pages import Page
from rag.shelf import Shelf
from rag.vocabulary import Vocabulary

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Places = NDArray[np.intp]

_SEARCHED = 300  # sentences of an article that are searched for a word its passage lacks


class Reading:
    """Sentences are numbered in the article's order.

    ``credits``, shape (sentences, terms), says how surely each sentence holds each of the
    question's words; ``above``, how surely the article's heading does; ``held``, whether its first
    sentences do, which are all but of a book.
    """

    def __init__(self, article: Article, page: Page, met: Met, vocabulary: Vocabulary) -> None:
        self.article = article
        self.page = page
        self.vocabulary = vocabulary
        self.sentences = page.sentences
        self.lead_ins = page.lead_ins
        self._met = met
        self._starts = [span.start for span in page.sentences]
        slots = met.slots[page.numbers]
        self._places: Places = np.flatnonzero(slots)
        self._slots = slots[self._places]
        self._sentence_of = page.sentence_of[self._places]
        best = np.zeros((len(page.sentences) + 2, met.credits.shape[1]))
        np.maximum.at(best, self._sentence_of, met.credits[self._slots])
        self.credits: Floats = best[:-2]
        self.above: Floats = best[-2:].max(axis=0)
        first = min(_SEARCHED, len(page.sentences))
        searched = np.searchsorted(self._places, page.bounds[first])
        self.held: Bools = np.any(met.held[self._slots[:searched]], axis=0)

    def numbers_in(self, passage: Span) -> range:
        """The sentences that begin in a passage."""
        first = bisect_left(self._starts, passage.start)
        return range(first, bisect_left(self._starts, passage.end, lo=first))

    def quote(self, number: int) -> str:
        """A sentence, whole."""
        start, end = self.sentences[number]
        return self.article.text[start:end]

    def words(self, number: int) -> tuple[Token, ...]:
        """The words of a sentence, counted in it."""
        return words_of(self.quote(number))

    def vectors(self, number: int) -> Ints:
        """The rows of a sentence's words in the table of word vectors."""
        return self._rows[self.page.words_of(number)]

    @cached_property
    def _rows(self) -> Ints:
        numbers = self.page.numbers
        rows = self.vocabulary.rows_in.get(self.article.language)
        return np.zeros_like(numbers) if rows is None else rows[numbers]

    @cached_property
    def lengths(self) -> Places:
        """How many words each sentence has."""
        return np.diff(self.page.bounds)[:-2]

    @cached_property
    def said(self) -> Places:
        """How many words of each sentence are words of the question."""
        return np.bincount(self._sentence_of, minlength=len(self.sentences) + 2)[:-2]

    def meetings(self, number: int) -> list[Meeting]:
        """The question's words in a sentence, counted in it."""
        first, last = np.searchsorted(self._sentence_of, (number, number + 1)).tolist()
        found = []
        for place, slot in zip(
            self._places[first:last].tolist(), self._slots[first:last].tolist(), strict=True
        ):
            span = Span(int(self.page.starts[place]), int(self.page.ends[place]))
            found += [Meeting(term, credit, span) for term, credit in self._met.meant[slot]]
        return found

    def tied(self, number: int, known: frozenset[str]) -> Iterator[int]:
        """The sentence that a reader needs beside this one: a list's lead-in, or who "il" is."""
        lead_in = self.lead_ins[number]
        if lead_in is not None:
            yield bisect_left(self._starts, lead_in.start)
            return
        if number and self.announces(number - 1):
            yield number - 1
        named = naming_sentence(self.article.text, self.sentences, number, known)
        if named is not None:
            yield named

    def title(self) -> tuple[int, int, frozenset[int]]:
        """How many words of the title tell something, how many of these the question says, and
        its words that they are.
        """
        title = self.page.numbers[self.page.words_of(len(self.sentences))].tolist()
        folded, language = self.vocabulary.folded, self.article.language
        words = [word for word in title if not is_stop_word(folded[word], language)]
        meant = [self._met.meant[slot] for slot in self._met.slots[words].tolist() if slot]
        return len(words), len(meant), frozenset(term for each in meant for term, _ in each)

    def announces(self, number: int) -> bool:
        """Whether a sentence ends with a colon: what it says comes after it."""
        return self.article.text[self.sentences[number].end - 1] == ":"

    def names_in(self, numbers: range) -> frozenset[str]:
        """Folded words that sentences write with a capital after their first word."""
        page = self.page
        edges = page.bounds[[numbers.start, numbers.stop]]
        first, last = np.searchsorted(page.names, edges).tolist()
        names = page.numbers[page.names[first:last]].tolist()
        return frozenset(map(self.vocabulary.folded.__getitem__, names))


def read(
    matcher: Matcher, hits: Sequence[Hit], article_of: Callable[[str], Article], shelf: Shelf
) -> list[Reading]:
    """The article of each hit, read for one question; those of one article share a reading."""
    articles = {key: article_of(key) for key in dict.fromkeys(h.passage.article_id for h in hits)}
    with shelf.lock:
        pages = shelf.open(list(articles.values()))
        vocabulary = shelf.vocabulary
        languages = {article.language for article in articles.values()}
        met = {language: matcher.met(vocabulary, language) for language in languages}
    readings = {
        key: Reading(article, page, met[article.language], vocabulary)
        for (key, article), page in zip(articles.items(), pages, strict=True)
    }
    return [readings[hit.passage.article_id] for hit in hits]


@lru_cache(maxsize=1024)
def words_of(sentence: str) -> tuple[Token, ...]:
    """The words of a sentence, remembered."""
    return tuple(tokens(sentence))
