"""Stretches of a sentence that have the kind of the answer, and how likely each is the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.analysis import is_stop_word, tokens
from index.types import Span
from rag.expected import answer_spans
from rag.likeness import WordTable
from rag.matching import Matcher, Meeting
from rag.names import flat, name_spans
from rag.quantities import counts_something_else
from rag.question import Question
from rag.reading import Reading
from rag.rules import Kind

_FAR = 40.0  # characters between an answer and a word of the question that halve its worth
_COUNTED = 3  # content words after a figure among which the counted noun is looked for
_ALIKE = 0.45  # cosine of a counted noun and the one that is asked for ("morts", "victimes")
_UNSURE = 0.4  # fit of a figure that counts something else, or of a speech by someone else
_LIKELY = 0.8  # fit of a figure that counts what is like the noun that is asked for
_NAMESAKE = 40  # characters before an age, within which stands the one whose age it is
_PREPOSITION = 12  # characters before a name that are looked at for its preposition
_AGENT = re.compile(r"\b(?:par|by) (?:la |le |les |l['’]|the |un |une )?$")
_OWNED = re.compile(r"\b(?:de|du|des|of) (?:la |l['’]|the )?$|\b[dD]['’]$")
# The place and date that open a dispatch: when it was written, not when its news happened.
_DATELINE = re.compile(r"[^.;]{0,60}?[—–-]{1,2} |[^.;]{0,40}\(AFP\)")
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

    def __init__(self, question: Question, matcher: Matcher, table: WordTable) -> None:
        self._question = question
        self._matcher = matcher
        self._table = table
        self._asked = {token.folded for token in tokens(question.text)}
        self._head = matcher.number_of(question.head)  # the noun that is counted or chosen

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
            and not self._is_beside(reading, number, span, known)
        ]
        acts = [self._acts(quote, each.span) for each in found]
        order = sorted(
            zip(found, acts, strict=True),
            key=lambda pair: (-pair[0].fit - pair[0].nearness - pair[1], pair[0].span),
        )
        return [each for each, _ in order]

    def _acts(self, quote: str, span: Span) -> float:
        """Of names that may be who is asked for, the agent comes before what belongs to another."""
        if self._question.kind != "who" or self._question.definition:
            return 0.0
        before = quote[max(0, span.start - _PREPOSITION) : span.start]
        return 0.5 * (bool(_AGENT.search(before)) - bool(_OWNED.search(before)))

    def _fit(self, reading: Reading, number: int, span: Span) -> float:
        """How well a stretch of the right kind answers.

        A figure should count what is asked, and a speech be that of a name outside it.
        """
        if self._question.speech:
            met = reading.meetings(number)
            names = [item.span for item in met if self._matcher.terms[item.term].name]
            speaks = any(name.end <= span.start or span.end <= name.start for name in names)
            return 1.0 if speaks or not names else _UNSURE
        if self._question.kind != "how_many" or self._head is None:
            return 1.0
        return self._counts(reading, number, span, self._head)

    def _counts(self, reading: Reading, number: int, span: Span, head: int) -> float:
        """How surely a figure counts a noun: it or a word like it stands after the figure."""
        language = reading.article.language
        after = [w for w in reading.words(number) if w.end > span.start][1:]
        content = [w for w in after if not is_stop_word(w.folded, language)][:_COUNTED]
        places = {(w.start, w.end) for w in content}
        if any(met.term == head and met.span in places for met in reading.meetings(number)):
            return 1.0
        row = self._table.row
        asked = row(self._matcher.terms[head].folded, self._question.language)
        told = [row(w.folded, language) for w in content]
        cosines = self._table.vectors[told] @ self._table.vectors[asked] if told else ()
        return _LIKELY if any(cosine >= _ALIKE for cosine in cosines) else _UNSURE

    def _is_of_another(self, quote: str, span: Span, known: frozenset[str]) -> bool:
        """Whether an age stands right after a name that is not, or not wholly, the asked one."""
        before = name_spans(flat(quote)[: span.start], known)
        near = [name for name in before if name.end >= span.start - _NAMESAKE]
        if not near or not any(len(parts) > 1 for parts in self._matcher.groups):
            return False
        words = [token.folded for token in tokens(quote[slice(*near[-1])])]
        asked = [word in self._asked for word in words]
        return not any(asked) or (len(words) > 1 and not all(asked))

    def _is_beside(self, reading: Reading, number: int, span: Span, known: frozenset[str]) -> bool:
        """Whether a stretch is of the kind but cannot answer.

        A dispatch's date, a figure of another unit, somebody else's age.
        """
        kind, quote = self._question.kind, reading.quote(number)
        if kind == "when" and number == 0:
            opening = _DATELINE.match(quote)
            return opening is not None and span.end <= opening.end()
        if kind == "age":
            return self._is_of_another(quote, span, known)
        if kind != "how_many" or self._head is None:
            return False
        head = self._matcher.terms[self._head]
        units = {head.folded.rstrip("s"), *head.variants}
        return counts_something_else(quote[slice(*span)], units)

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
