"""How well each sentence of the passages answers a question, as features and their sum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.analysis import tokens
from index.types import Article, Hit, Span
from rag.expected import answer_spans
from rag.features import Features, choice, trust
from rag.matching import Matcher, Meeting, lacking
from rag.question import Question
from rag.reading import Reading
from rag.rules import Kind

_FAR = 40.0  # characters between an answer and a word of the question that halve its worth
_PAIR = 30  # characters between the beginnings of two words that stand together
_COUNTED = 5  # words after a figure among which the counted noun is looked for
_UNSURE = 0.4  # fit of a figure that counts something else, or of a speech by someone else
_BRIEF = 4  # words; less is a heading or a fragment
_LONG = 60  # words
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


class _Answer(NamedTuple):
    """A stretch of a sentence with the kind of the answer."""

    span: Span
    fit: float
    nearness: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    ``answers`` are spans of the quote with the kind of the answer, the likeliest first. ``held``
    numbers the question's words in the sentence and those tied to it, ``scope`` those in its
    article too. ``known`` are the words that its passage writes as names.
    """

    reading: Reading
    number: int
    features: Features
    answers: tuple[Span, ...]
    held: frozenset[int]
    scope: frozenset[int]
    known: frozenset[str]

    @property
    def article(self) -> Article:
        """The article that the sentence stands in."""
        return self.reading.article

    @property
    def score(self) -> float:
        """How well it answers beside the others; higher is better."""
        return choice(self.features)

    @property
    def trust(self) -> float:
        """Log-odds that it answers at all."""
        return trust(self.features)

    @property
    def at_hand(self) -> float:
        """The share of the question that the sentence holds, or a sentence that it leans on."""
        held = self.features
        return held.here + held.tied + held.names_here + held.names_tied

    @property
    def span(self) -> Span:
        """The sentence in its article."""
        return self.reading.sentences[self.number]

    @property
    def quote(self) -> str:
        """The sentence, whole."""
        return self.reading.quote(self.number)


def weigh_sentences(
    question: Question,
    matcher: Matcher,
    hits: Sequence[Hit],
    article_of: Callable[[str], Article],
) -> list[Candidate]:
    """Every sentence of the passages, best first; equals keep the order of the passages."""
    best = max((hit.score for hit in hits), default=0.0)
    scales: dict[str, _Scale] = {}
    found: dict[tuple[str, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        key = hit.passage.article_id
        if key not in scales:
            scales[key] = _Scale(question, matcher, article_of(key))
        beside_best = hit.score / best if best > 0 else 0.0
        standing = (1 / (1 + rank), min(1.0, max(0.0, beside_best)))
        passage = Span(hit.passage.start, hit.passage.end)
        for candidate in scales[key].candidates(passage, standing):
            found.setdefault((key, candidate.number), candidate)
    return sorted(found.values(), key=lambda candidate: -candidate.score)


class _Scale:
    """Weighs the sentences of one article for one question."""

    def __init__(self, question: Question, matcher: Matcher, article: Article) -> None:
        self._question = question
        self._matcher = matcher
        self._reading = Reading(article, matcher)
        self._asked = {token.folded for token in tokens(question.text)}

    def candidates(self, passage: Span, standing: tuple[float, float]) -> Iterator[Candidate]:
        """The sentences that begin in a passage, weighed."""
        reading = self._reading
        numbers = reading.numbers_in(passage)
        known = reading.names_in(numbers)
        around = {**reading.above, **reading.credits(numbers)}
        for number in numbers:
            yield self._weigh(number, known, around, standing)

    def _weigh(
        self,
        number: int,
        known: frozenset[str],
        around: dict[int, float],
        standing: tuple[float, float],
    ) -> Candidate:
        reading = self._reading
        here = reading.credits([number])
        tied = reading.credits(reading.tied(number, known))
        places = [here, tied, reading.credits(reading.beside(number)), around]
        scope = reading.scope(places)
        shares = self._matcher.shares(reading.article.language, scope)
        gained = _gains(self._matcher, shares, places)
        answers = self._answers(number, known, shares)
        fits = max((answer.fit for answer in answers), default=0.0)
        words = len(reading.words(number))
        features = Features(
            here=gained[0],
            tied=gained[1],
            near=gained[2],
            around=gained[3],
            names_here=gained[4],
            names_tied=gained[5],
            names_near=gained[6],
            names_around=gained[7],
            names_absent=lacking(self._matcher, shares, scope),
            bare=self._bare({*here, *tied, *places[2]}),
            elsewhere=self._elsewhere(shares, scope),
            announces=float(reading.announces(number)),
            head=self._head(number),
            pairs=self._pairs(number),
            fits=fits,
            misfits=_shapely(self._question) * (1 - fits),
            close=max((answer.nearness for answer in answers), default=0.0),
            rank=standing[0],
            score=standing[1],
            first=float(number == 0),
            brief=float(words < _BRIEF),
            long=min(1.0, words / _LONG),
        )
        return Candidate(
            reading,
            number,
            features,
            tuple(answer.span for answer in answers),
            held=frozenset({*here, *tied}),
            scope=scope,
            known=known,
        )

    def _elsewhere(self, shares: Sequence[float], scope: frozenset[int]) -> float:
        """The share of the words that other articles hold and this one does not."""
        return sum(
            shares[number]
            for number, term in enumerate(self._matcher.terms)
            if term.indexed and not term.name and not term.frame and number not in scope
        )

    def _bare(self, held: set[int]) -> float:
        """Whether none of the words that say what is asked is at hand; half, beside two names.

        Two names that stand together may answer all the same: "réuni" is not "rencontré".
        """
        terms = self._matcher.terms
        telling = [n for n, term in enumerate(terms) if not term.name and not term.frame]
        if not telling or any(number in held for number in telling):
            return 0.0
        names = {terms[number].group for number in held if terms[number].group is not None}
        return 0.5 if len(names) > 1 else 1.0

    def _head(self, number: int) -> float:
        head = self._question.head
        if head is None or self._question.precise:
            return 0.0
        return float(self._reading.has_term(number, head))

    def _pairs(self, number: int) -> float:
        """Of the question's pairs of neighbours, those that are close here."""
        count = len(self._matcher.terms)
        if count < 2:
            return 0.0
        places: dict[int, list[int]] = {}
        for met in self._reading.meetings(number):
            places.setdefault(met.term, []).append(met.span.start)
        close = sum(
            any(abs(a - b) <= _PAIR for a in places[n] for b in places[n + 1])
            for n in range(count - 1)
            if n in places and n + 1 in places
        )
        return close / (count - 1)

    def _answers(
        self, number: int, known: frozenset[str], shares: Sequence[float]
    ) -> list[_Answer]:
        """Stretches of the kind asked for that the question does not say, the likeliest first."""
        quote = self._reading.quote(number)
        met = self._reading.meetings(number)
        spans = answer_spans(
            quote,
            self._question,
            known=known,
            asked=[meeting.span for meeting in met],
            opens_article=number == 0,
        )
        found = [
            _Answer(span, self._fit(number, span, met), _nearness(span, met, shares))
            for span in spans
            if not self._is_asked(quote[slice(*span)])
        ]
        return sorted(found, key=lambda answer: (-answer.fit - answer.nearness, answer.span))

    def _fit(self, number: int, span: Span, met: Sequence[Meeting]) -> float:
        """How well a stretch of the right kind answers.

        A figure should count what is asked, and a speech be that of a name outside it.
        """
        if self._question.speech:
            names = [item.span for item in met if self._matcher.terms[item.term].name]
            speaks = any(name.end <= span.start or span.end <= name.start for name in names)
            return 1.0 if speaks or not names else _UNSURE
        head = self._question.head
        if self._question.kind != "how_many" or head is None:
            return 1.0
        words = self._reading.words(number)
        after = [word for word in words if word.end > span.start][1 : 1 + _COUNTED]
        return 1.0 if any(self._reading.is_term(w.folded, head) for w in after) else _UNSURE

    def _is_asked(self, stretch: str) -> bool:
        """Whether the question itself says a stretch: its last word for a name, all for others."""
        words = [token.folded for token in tokens(stretch)]
        if self._question.definition:
            return False
        if self._question.kind in {"who", "where"}:
            return not words or words[-1] in self._asked
        return all(word in self._asked for word in words)


def _shapely(question: Question) -> float:
    return _SHAPELY.get("why" if question.speech or question.definition else question.kind, 0.0)


def _nearness(span: Span, met: Sequence[Meeting], shares: Sequence[float]) -> float:
    """The question's weight that stands near a stretch; a word far away counts less."""
    nearest: dict[int, float] = {}
    for term, credit, place in met:
        gap = max(place.start - span.end, span.start - place.end, 0)
        share = credit * shares[term] / (1 + gap / _FAR)
        nearest[term] = max(nearest.get(term, 0.0), share)
    return min(1.0, sum(nearest.values()))


def _gains(
    matcher: Matcher, shares: Sequence[float], places: Sequence[dict[int, float]]
) -> list[float]:
    """The weight that each place adds to those before it: of words, then of names."""
    gained = [0.0] * (2 * len(places))
    for number, term in enumerate(matcher.terms):
        best = 0.0
        for place, credits in enumerate(places):
            credit = credits.get(number, 0.0)
            if credit > best:
                gained[place + len(places) * term.name] += shares[number] * (credit - best)
                best = credit
    return gained
