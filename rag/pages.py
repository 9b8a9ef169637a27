"""An article cut into sentences and numbered words, as no question changes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.analysis import WORD
from index.sentences import lead_ins, sentence_spans
from index.types import Article, PartialDate, Span
from rag.vocabulary import CAPITAL, Vocabulary

Ints = NDArray[np.int32]
Places = NDArray[np.intp]

_SPLIT = re.compile(f"({WORD})")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """An article's sentences and words, those of its title and of its heading's rest after them.

    ``numbers`` are the words'; ``starts`` and ``ends`` count in the sentence; the words of
    sentence n are those from ``bounds[n]`` on, before ``bounds[n + 1]``. ``names`` are the places
    of words with a capital that do not open a sentence.
    """

    sentences: tuple[Span, ...]
    lead_ins: tuple[Span | None, ...]
    numbers: Ints
    starts: Ints
    ends: Ints
    bounds: Places
    sentence_of: Places
    names: Places

    @classmethod
    def of(cls, article: Article, vocabulary: Vocabulary) -> Self:
        """Read an article; its new words get numbers."""
        text = article.text
        spans = sentence_spans(text)
        parts = [text[start:end] for start, end in spans]
        parts += [article.title, f"{article.place or ''}\n{_spelt(article.published)}"]
        # No word goes on beyond a line's end, so one search does for all sentences.
        pieces = _SPLIT.split("\n".join(parts))
        edges = np.cumsum(np.fromiter(map(len, pieces), dtype=np.int32, count=len(pieces)))
        words = pieces[1::2]
        known = map(vocabulary.numbers.__getitem__, words)
        numbers = np.fromiter(known, dtype=np.int32, count=len(words))
        kept = np.flatnonzero(numbers)
        numbers, starts, ends = numbers[kept], edges[:-1:2][kept], edges[1::2][kept]
        lengths = np.fromiter(map(len, parts), dtype=np.int32, count=len(parts)) + 1
        begins = np.cumsum(lengths) - lengths
        bounds = np.append(np.searchsorted(starts, begins), len(starts))
        sentence_of = np.repeat(np.arange(len(parts)), np.diff(bounds))
        offsets = begins[sentence_of]
        capital = (vocabulary.classes[numbers] & CAPITAL) > 0
        capital[bounds[:-1][bounds[:-1] < len(capital)]] = False
        return cls(
            tuple(spans),
            tuple(lead_ins(text, spans)),
            numbers,
            (starts - offsets).astype(np.int32),
            (ends - offsets).astype(np.int32),
            bounds,
            sentence_of,
            np.flatnonzero(capital),
        )

    def words_of(self, sentence: int) -> slice:
        """Where a sentence's words are; that after the last sentence is the title."""
        return slice(int(self.bounds[sentence]), int(self.bounds[sentence + 1]))


def _spelt(published: PartialDate | None) -> str:
    if published is None:
        return ""
    month = _MONTHS[published.month - 1] if published.month else ""
    return f"{published.day or ''} {month} {published.year}"
