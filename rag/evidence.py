"""How well each sentence of the passages answers a question, as features and their sum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.types import Article, Hit, Span
from rag.features import Features, Weights
from rag.fitting import Fitter
from rag.likeness import WordTable
from rag.matching import Matcher, lacking
from rag.question import Question
from rag.reading import Reading
from rag.resemblance import Comparison, Resemblance
from rag.standing import standing

_PAIR = 30  # characters between the beginnings of two words that stand together
_BRIEF = 4  # words; less is a heading or a fragment
_LONG = 60  # words
_THIRD = 3.0  # a sentence of which the question says so small a part counts in full


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    ``score`` is how well it answers beside the others; higher is better. ``answers`` are spans of
    the quote with the kind of the answer, the likeliest first. ``held`` numbers the question's
    words in the sentence and those tied to it, ``scope`` those in its article too. ``known`` are
    the words that its passage writes as names.
    """

    reading: Reading
    number: int
    features: Features
    score: float
    answers: tuple[Span, ...]
    held: frozenset[int]
    scope: frozenset[int]
    known: frozenset[str]

    @property
    def article(self) -> Article:
        """The article that the sentence stands in."""
        return self.reading.article

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
    *,
    table: WordTable,
    weights: Weights,
) -> list[Candidate]:
    """Every sentence of the passages, best first; equals keep the order of the passages."""
    best = max((hit.score for hit in hits), default=0.0)
    comparison = Comparison(question, matcher, table)
    scales: dict[str, _Scale] = {}
    found: dict[tuple[str, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        key = hit.passage.article_id
        if key not in scales:
            scales[key] = _Scale(question, matcher, article_of(key), comparison, weights)
        beside_best = hit.score / best if best > 0 else 0.0
        standing = (1 / (1 + rank), min(1.0, max(0.0, beside_best)))
        passage = Span(hit.passage.start, hit.passage.end)
        for candidate in scales[key].candidates(passage, standing):
            found.setdefault((key, candidate.number), candidate)
    return sorted(found.values(), key=lambda candidate: -candidate.score)


def confidence_of(
    question: Question, ranked: Sequence[Candidate], number: int, weights: Weights
) -> float:
    """The probability that one of the candidates answers."""
    candidate = ranked[number]
    told = standing(
        question,
        [each.features for each in ranked],
        [each.score for each in ranked],
        [each.article.article_id for each in ranked],
        number,
        foreign=candidate.article.language != question.language,
    )
    return weights.confidence(told)


class _Scale:
    """Weighs the sentences of one article for one question."""

    def __init__(
        self,
        question: Question,
        matcher: Matcher,
        article: Article,
        comparison: Comparison,
        weights: Weights,
    ) -> None:
        self._question = question
        self._matcher = matcher
        self._reading = Reading(article, matcher)
        self._comparison = comparison
        self._weights = weights
        self._fitter = Fitter(question, matcher)

    def candidates(self, passage: Span, standing: tuple[float, float]) -> Iterator[Candidate]:
        """The sentences that begin in a passage, weighed."""
        reading = self._reading
        numbers = reading.numbers_in(passage)
        known = reading.names_in(numbers)
        around = {**reading.above, **reading.credits(numbers)}
        resemblances = self._comparison.of_passage(reading, numbers)
        for number, resemblance in zip(numbers, resemblances, strict=True):
            yield self._weigh(number, known, around, standing, resemblance)

    def _weigh(
        self,
        number: int,
        known: frozenset[str],
        around: dict[int, float],
        standing: tuple[float, float],
        resemblance: Resemblance,
    ) -> Candidate:
        reading = self._reading
        here = reading.credits([number])
        tied = reading.credits(reading.tied(number, known))
        places = [here, tied, reading.credits(reading.beside(number)), around]
        scope = reading.scope(places)
        shares = self._matcher.shares(reading.article.language, scope)
        gained = _gains(self._matcher, shares, places)
        alike = self._comparison.gains(resemblance, shares, places)
        answers = self._fitter.find(reading, number, known, shares)
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
            misfits=self._fitter.shapely * (1 - fits),
            close=max((answer.nearness for answer in answers), default=0.0),
            rank=standing[0],
            score=standing[1],
            first=float(number == 0),
            brief=float(words < _BRIEF),
            long=min(1.0, words / _LONG),
            alike=alike[0],
            alike_near=alike[1],
            alike_around=alike[2],
            whole=resemblance.whole[0],
            whole_near=resemblance.whole[1],
            whole_around=resemblance.whole[2],
            asked_share=self._asked_share(number),
        )
        return Candidate(
            reading,
            number,
            features,
            self._weights.score(features),
            tuple(answer.span for answer in answers),
            held=frozenset({*here, *tied}),
            scope=scope,
            known=known,
        )

    def _asked_share(self, number: int) -> float:
        """How much of the sentence the question says: 1 for a third of its words, or more."""
        reading = self._reading
        said = {meeting.span for meeting in reading.meetings(number)}
        return min(1.0, _THIRD * len(said) / (len(reading.words(number)) + _BRIEF))

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
