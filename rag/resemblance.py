"""What likeness of words adds to the words that a question and a passage share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.field import Field, Row
from rag.likeness import Floats, Likeness, WordTable
from rag.matching import Matcher
from rag.question import Question
from rag.reading import Reading
from rag.shelf import Ints


@dataclass(frozen=True, slots=True)
class Resemblances:
    """How like a question each sentence is, with those beside it, and its passage.

    ``alike`` has three matrices of a row a sentence: how like each of the ``compared`` words its
    closest word there is. ``whole`` has three columns: cosines of the question and the place.
    """

    compared: NDArray[np.intp]
    alike: tuple[Floats, Floats, Floats]
    whole: tuple[Floats, Floats, Floats]


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

    def of_field(self, field: Field) -> Resemblances:
        """For every sentence of a field."""
        alike, sums, places = self._of_sentences(field.rows)
        own, before, after = places
        beside = np.maximum(np.maximum(alike[own], alike[before]), alike[after])
        around_sums = sums[own] + sums[before] + sums[after]
        passages = np.array([row.passage for row in field.rows])
        most = np.zeros((passages.max() + 1, alike.shape[1]), dtype=alike.dtype)
        np.maximum.at(most, passages, alike[own])
        totals = np.zeros((passages.max() + 1, sums.shape[1]), dtype=sums.dtype)
        np.add.at(totals, passages, sums[own])
        whole = self._likeness.whole
        return Resemblances(
            np.array(self._compared, dtype=np.intp),
            (alike[own], beside, most[passages]),
            (whole(sums[own]), whole(around_sums), whole(totals)[passages]),
        )

    def _of_sentences(
        self, rows: Sequence[Row]
    ) -> tuple[Floats, Floats, tuple[list[int], list[int], list[int]]]:
        """Likenesses and sums of all sentences of the rows and beside them, and where these are.

        The first is no sentence, like nothing.
        """
        numbers: dict[tuple[int, int], int] = {}
        told: dict[str, list[tuple[int, Ints]]] = {}

        def place(reading: Reading, number: int) -> int:
            key = (id(reading), number)
            if not 0 <= number < len(reading.sentences):
                return 0
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                told.setdefault(reading.article.language, []).append(
                    (numbers[key], reading.vectors(number))
                )
            return numbers[key]

        places = (
            [place(row.reading, row.number) for row in rows],
            [place(row.reading, row.number - 1) for row in rows],
            [place(row.reading, row.number + 1) for row in rows],
        )
        alike = np.zeros((len(numbers) + 1, len(self._compared)), dtype=np.float32)
        sums = np.zeros((len(numbers) + 1, self._likeness.dimension), dtype=np.float32)
        for language, sentences in told.items():
            own = [number for number, _ in sentences]
            alike[own], sums[own] = self._likeness.of_sentences(
                [words for _, words in sentences], language
            )
        return alike, sums, places
