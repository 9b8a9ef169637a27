"""Stretches of a sentence that have the kind of the answer, and how likely each is the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.analysis import tokens
from index.types import Span
from rag.expected import answer_spans
from rag.matching import Matcher, Meeting
from rag.question import Question
from rag.reading import Reading
from rag.rules import Kind

_FAR = 40.0  # characters between an answer and a word of the question that halve its worth
_COUNTED = 5  # words after a figure among which the counted noun is looked for
_UNSURE = 0.4  # fit of a figure that counts something else, or of a speech by someone else
# How much an answer to a kind of question shows by its shape.
_SHAPELY: dict[Kind, float] = {
    "when": 1.0,
    "how_many": 1.0,
    "how_much": 1.0,
    "age": 1.0,
    "who": 0.8,
    "where": 0.8,
    "why": 0.5,
}


class Fitting(NamedTuple):
    """A stretch of a sentence with the kind of the answer."""

    span: Span
    fit: float
    nearness: float


class Fitter:
    """Finds what may be the answer to one question."""

    def __init__(self, question: Question, matcher: Matcher) -> None:
        self._question = question
        self._matcher = matcher
        self._asked = {token.folded for token in tokens(question.text)}

    @property
    def shapely(self) -> float:
        """How surely an answer to the question has a shape of its own."""
        asked = self._question
        return _SHAPELY.get("why" if asked.speech or asked.definition else asked.kind, 0.0)

    def find(
        self, reading: Reading, number: int, known: frozenset[str], shares: Sequence[float]
    ) -> list[Fitting]:
        """Stretches of the kind asked for that the question does not say, the likeliest first."""
        quote = reading.quote(number)
        met = reading.meetings(number)
        spans = answer_spans(
            quote,
            self._question,
            known=known,
            asked=[meeting.span for meeting in met],
            opens_article=number == 0,
        )
        found = [
            Fitting(span, self._fit(reading, number, span), _nearness(span, met, shares))
            for span in spans
            if not self._is_asked(quote[slice(*span)])
        ]
        return sorted(found, key=lambda each: (-each.fit - each.nearness, each.span))

    def _fit(self, reading: Reading, number: int, span: Span) -> float:
        """How well a stretch of the right kind answers.

        A figure should count what is asked, and a speech be that of a name outside it.
        """
        if self._question.speech:
            met = reading.meetings(number)
            names = [item.span for item in met if self._matcher.terms[item.term].name]
            speaks = any(name.end <= span.start or span.end <= name.start for name in names)
            return 1.0 if speaks or not names else _UNSURE
        head = self._question.head
        if self._question.kind != "how_many" or head is None:
            return 1.0
        after = [w for w in reading.words(number) if w.end > span.start][1 : 1 + _COUNTED]
        return 1.0 if any(reading.is_term(w.folded, head) for w in after) else _UNSURE

    def _is_asked(self, stretch: str) -> bool:
        """Whether the question itself says a stretch: its last word for a name, all for others."""
        words = [token.folded for token in tokens(stretch)]
        if self._question.definition:
            return False
        if self._question.kind in {"who", "where"}:
            return not words or words[-1] in self._asked
        return all(word in self._asked for word in words)


def _nearness(span: Span, met: Sequence[Meeting], shares: Sequence[float]) -> float:
    """The question's weight that stands near a stretch; a word far away counts less."""
    nearest: dict[int, float] = {}
    for term, credit, place in met:
        gap = max(place.start - span.end, span.start - place.end, 0)
        share = credit * shares[term] / (1 + gap / _FAR)
        nearest[term] = max(nearest.get(term, 0.0), share)
    return min(1.0, sum(nearest.values()))
