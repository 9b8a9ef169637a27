"""What likeness of words adds to the words that a question and a passage share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rag.likeness import Floats, Likeness, WordTable
from rag.matching import Matcher
from rag.question import Question
from rag.reading import Reading


class Resemblance(NamedTuple):
    """How like a question a sentence is, the sentences beside it, and its passage.

    ``alike`` has, for each place, how like each compared word its closest word there is; ``whole``
    the cosines of the question and each place.
    """

    alike: tuple[list[float], list[float], list[float]]
    whole: tuple[float, float, float]


class Comparison:
    """One question's words beside those of sentences; names are met or not, never alike."""

    def __init__(self, question: Question, matcher: Matcher, table: WordTable) -> None:
        self._compared = [n for n, term in enumerate(matcher.terms) if not term.name]
        self._likeness = Likeness(
            table,
            [matcher.terms[number].folded for number in self._compared],
            [term.folded for term in matcher.terms if not term.frame],
            question.language,
        )

    def of_passage(self, reading: Reading, numbers: range) -> list[Resemblance]:
        """One for each sentence of a passage."""
        if not numbers:
            return []
        first = max(0, numbers.start - 1)
        wide = range(first, min(len(reading.sentences), numbers.stop + 1))
        words = [[word.folded for word in reading.words(number)] for number in wide]
        alike, sums = self._likeness.of_sentences(words, reading.article.language)
        inside = slice(numbers.start - first, numbers.stop - first)
        most = alike[inside].max(axis=0, initial=0.0).tolist()
        passage = float(self._likeness.whole(sums[inside].sum(axis=0)))
        beside = _three(alike).max(axis=0, initial=0.0)
        near = self._likeness.whole(_three(sums).sum(axis=0))
        whole = self._likeness.whole(sums)
        return [
            Resemblance(
                (alike[row].tolist(), beside[row].tolist(), most),
                (float(whole[row]), float(near[row]), passage),
            )
            for row in range(inside.start, inside.stop)
        ]

    def gains(
        self,
        resemblance: Resemblance,
        shares: Sequence[float],
        places: Sequence[dict[int, float]],
    ) -> tuple[float, float, float]:
        """The weight that likeness adds here, beside and in the passage to what is met there.

        ``places`` are the sentence, those tied to it, those beside it, and what is around.
        """
        gained = [0.0, 0.0, 0.0]
        for column, number in enumerate(self._compared):
            best = places[0].get(number, 0.0)
            for place in range(3):
                best = max(best, places[place + 1].get(number, 0.0))
                likeness = resemblance.alike[place][column]
                gained[place] += shares[number] * max(0.0, likeness - best)
                best = max(best, likeness)
        return gained[0], gained[1], gained[2]


def _three(rows: Floats) -> Floats:
    """Each row with the one before and the one after, shape (3, rows, columns)."""
    none = np.zeros_like(rows[:1])
    padded = np.concatenate([none, rows, none])
    return np.stack([padded[:-2], padded[1:-1], padded[2:]])
