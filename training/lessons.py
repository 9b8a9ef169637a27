"""What the embedding model learns from: batches of texts that belong together, two by two.

Within a batch each first text must find its own second one among all the second ones, and the
other way round; so a batch holds one kind of pair only, and no article twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from training.library import Library
from training.texts import Bag, Numbers

_OPENING = 0.3  # share of passages that begin where their article does
_SHORT, _LONG = 60, 120  # tokens of a passage, about


class Batch(NamedTuple):
    """First text ``i`` belongs to second text ``i``."""

    first: Bag
    second: Bag


class Lessons:
    """Draws batches of each kind; the same seed draws the same ones."""

    def __init__(self, library: Library, random: np.random.Generator) -> None:
        self._library = library
        self._random = random
        self.kinds: dict[str, Callable[[int], Batch]] = {
            "title": self._title,
            "abstract": self._abstract,
            "sentence": self._sentence,
            "question": self._question,
            "translation": self._translation,
            "name": self._name,
        }

    def draw(self, kind: str, most: int) -> Batch:
        """At most ``most`` pairs of a kind, fewer where there are not so many."""
        return self.kinds[kind](most)

    def _title(self, most: int) -> Batch:
        """A title and a passage of its article."""
        articles, starts, ends = self._passages(most)
        return Batch(self._library.titles.take(articles), self._between(starts, ends))

    def _abstract(self, most: int) -> Batch:
        """Some words of an abstract and a passage of its article."""
        articles, starts, ends = self._passages(most)
        abstract = self._library.headings.take(articles).thinned(2, 30, self._random)
        return Batch(abstract, self._between(starts, ends))

    def _sentence(self, most: int) -> Batch:
        """Some words of a sentence and the passage around it, without it in half of the cases.

        The inverse cloze task (Lee et al. 2019, "Latent Retrieval for Weakly Supervised Open
        Domain Question Answering").
        """
        _, starts, ends = self._passages(most)
        chosen = starts + (self._random.random(len(starts)) * (ends - starts)).astype(np.int64)
        texts = self._library.sentences
        question = texts.take(chosen).thinned(2, 12, self._random)
        passage = self._between(starts, ends)
        left_out = (self._random.random(len(starts)) < 0.5) & (ends - starts > 1)
        before = (texts.bounds[chosen] - texts.bounds[starts])[passage.owners]
        length = (texts.bounds[chosen + 1] - texts.bounds[chosen])[passage.owners]
        opens = np.repeat(np.cumsum(passage.counts) - passage.counts, passage.counts)
        place = np.arange(len(passage.tokens)) - opens
        gone = (place >= before) & (place < before + length) & left_out[passage.owners]
        return Batch(question, passage.keep(~gone))

    def _question(self, most: int) -> Batch:
        """A question and its paragraph: one question a paragraph, so that none is wrong twice."""
        order = self._random.permutation(len(self._library.paragraph_of))
        _, places = np.unique(self._library.paragraph_of[order], return_index=True)
        chosen = self._random.permutation(order[places])[:most]
        return Batch(self._library.questions.take(chosen), self._library.paragraphs.take(chosen))

    def _translation(self, most: int) -> Batch:
        """A sentence in English and in French."""
        drawn = self._library.drawn
        count = min(most, int((drawn > 0).sum()))
        chosen = self._random.choice(len(drawn), count, replace=False, p=drawn)
        return Batch(self._library.english.take(chosen), self._library.french.take(chosen))

    def _name(self, most: int) -> Batch:
        """A name or a word of diplomacy in both languages."""
        english, french = self._library.names
        chosen = self._random.permutation(len(english))[:most]
        return Batch(english.take(chosen), french.take(chosen))

    def _passages(self, most: int) -> tuple[Numbers, Numbers, Numbers]:
        """Articles, and the sentences from which and before which a passage of each runs."""
        library, random = self._library, self._random
        articles = random.permutation(len(library.articles) - 1)[:most]
        opens, closes = library.articles[articles], library.articles[articles + 1]
        count = len(articles)
        start = opens + (random.random(count) * np.maximum(1, (closes - opens) * 0.7)).astype(int)
        start = np.where(random.random(count) < _OPENING, opens, start)
        bounds = library.sentences.bounds
        full = bounds[start] + random.integers(_SHORT, _LONG, count)
        end = np.clip(np.searchsorted(bounds, full, side="right"), start + 1, closes)
        return articles, start, end

    def _between(self, starts: Numbers, ends: Numbers) -> Bag:
        bounds = self._library.sentences.bounds
        return self._library.sentences.between(bounds[starts], bounds[ends])
