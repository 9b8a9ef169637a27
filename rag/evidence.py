"""How well each sentence of the passages answers a question: a few features, one weighted sum.

A feature is a share between 0 and 1. The weights are in ``WEIGHTS``, and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from index.analysis import tokens
from index.sentences import lead_ins, sentence_spans
from index.types import Article, Hit, PartialDate, Span
from rag.companions import naming_sentence
from rag.expected import answer_spans
from rag.matching import Matcher, Meeting, credits_of
from rag.names import name_spans, role_spans
from rag.question import Question

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
_FAR = 40.0  # characters between an answer and a word of the question that halve its worth
_BRIEF = 4  # words; less is a heading or a fragment
_LONG = 60  # words


class Features(NamedTuple):
    """What is known of a sentence as an answer; all are shares of 1.

    Shares of words are weighted by how rare each word is, and each place counts what the places
    before it did not hold.
    """

    here: float  # the question's words that the sentence holds
    tied: float  # that its lead-in holds, or the sentence that names its pronoun
    near: float  # that the sentences beside it hold
    passage: float  # that the rest of its passage holds
    above: float  # that the article's title, place and date hold
    absent: float  # that none of these holds, names and numbers apart
    names_here: float  # of the question's names and numbers, those here or tied
    names_absent: float  # of the question's whole weight, names and numbers that nothing holds
    pairs: float  # words that are neighbours in the question and in the sentence
    fits: float  # how well it holds an answer of the kind asked for
    misfits: float  # the kind has a shape of its own, and the sentence lacks it
    close: float  # how near that answer stands to the question's words
    rank: float  # 1 / (1 + rank of the passage)
    score: float  # of the passage, beside the best one's
    first: float  # it opens its article
    brief: float  # it is a heading or a fragment
    long: float  # its length


WEIGHTS = Features(
    here=4.0,
    tied=3.0,
    near=1.5,
    passage=1.0,
    above=1.0,
    absent=0.0,
    names_here=1.0,
    names_absent=-4.0,
    pairs=1.0,
    fits=1.5,
    misfits=-1.5,
    close=1.0,
    rank=1.0,
    score=1.0,
    first=0.2,
    brief=-1.0,
    long=0.2,
)
BIAS = -4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    ``answers`` are spans of the quote with the kind of the answer, the likeliest first. ``held``
    numbers the question's words in the sentence and those tied to it, ``scope`` those in its
    passage, title and date too. ``known`` are the words that its passage writes as names.
    """

    article: Article
    sentences: tuple[Span, ...]
    lead_ins: tuple[Span | None, ...]
    number: int
    features: Features
    answers: tuple[Span, ...]
    held: frozenset[int]
    scope: frozenset[int]
    known: frozenset[str]

    @property
    def score(self) -> float:
        """Log-odds that the sentence answers; higher is better."""
        return BIAS + sum(w * f for w, f in zip(WEIGHTS, self.features, strict=True))

    @property
    def span(self) -> Span:
        """The sentence in its article."""
        return self.sentences[self.number]

    @property
    def quote(self) -> str:
        """The sentence, whole."""
        return self.article.text[slice(*self.span)]


def weigh_sentences(
    question: Question,
    matcher: Matcher,
    hits: Sequence[Hit],
    article_of: Callable[[str], Article],
) -> list[Candidate]:
    """Every sentence of the passages, best first; equals keep the order of the passages."""
    best = max((hit.score for hit in hits), default=0.0)
    readers: dict[str, _Reader] = {}
    found: dict[tuple[str, int], Candidate] = {}
    for rank, hit in enumerate(hits):
        key = hit.passage.article_id
        if key not in readers:
            readers[key] = _Reader(article_of(key), question, matcher)
        beside_best = hit.score / best if best > 0 else 0.0
        standing = (1 / (1 + rank), min(1.0, max(0.0, beside_best)))
        for candidate in readers[key].candidates(
            Span(hit.passage.start, hit.passage.end), standing
        ):
            found.setdefault((key, candidate.number), candidate)
    return sorted(found.values(), key=lambda candidate: -candidate.score)


@lru_cache(maxsize=256)
def _cut(text: str) -> tuple[tuple[Span, ...], tuple[Span | None, ...]]:
    spans = sentence_spans(text)
    return tuple(spans), tuple(lead_ins(text, spans))


class _Reader:
    """One article read for one question; each sentence is searched once."""

    def __init__(self, article: Article, question: Question, matcher: Matcher) -> None:
        self._article = article
        self._question = question
        self._matcher = matcher
        self._asked = {token.folded for token in tokens(question.text)}
        self._sentences, self._lead_ins = _cut(article.text)
        self._starts = [span.start for span in self._sentences]
        self._met: dict[int, list[Meeting]] = {}
        heading = f"{article.title}\n{article.place or ''}\n{_spelt(article.published)}"
        self._above = credits_of(matcher.meetings(heading, article.language))

    def candidates(self, passage: Span, standing: tuple[float, float]) -> Iterator[Candidate]:
        """The sentences that begin in a passage, weighed."""
        numbers = range(
            bisect_left(self._starts, passage.start), bisect_left(self._starts, passage.end)
        )
        known = self._known_names(numbers)
        around = credits_of(met for number in numbers for met in self._meetings(number))
        for number in numbers:
            yield self._weigh(number, known, around, standing)

    def _weigh(
        self,
        number: int,
        known: frozenset[str],
        around: dict[int, float],
        standing: tuple[float, float],
    ) -> Candidate:
        met = self._meetings(number)
        here = credits_of(met)
        tied = self._credits(self._tied(number, known))
        beside = self._credits(n for n in (number - 1, number + 1) if 0 <= n < len(self._sentences))
        answers = self._answers(number, known, met)
        shares = _shares(self._matcher, [here, tied, beside, around, self._above])
        names = _names(self._matcher, {**tied, **here}, {**around, **self._above, **tied, **beside})
        fits = max((fit for _, fit, _ in answers), default=0.0)
        words = len(tokens(self._quote(number)))
        features = Features(
            *shares,
            *names,
            pairs=self._pairs(met),
            fits=fits,
            misfits=_shapely(self._question) * (1 - fits),
            close=max((near for _, _, near in answers), default=0.0),
            rank=standing[0],
            score=standing[1],
            first=float(number == 0),
            brief=float(words < _BRIEF),
            long=min(1.0, words / _LONG),
        )
        return Candidate(
            self._article,
            self._sentences,
            self._lead_ins,
            number,
            features,
            tuple(span for span, _, _ in answers),
            held=frozenset({*here, *tied}),
            scope=frozenset({*here, *tied, *beside, *around, *self._above}),
            known=known,
        )

    def _quote(self, number: int) -> str:
        return self._article.text[slice(*self._sentences[number])]

    def _meetings(self, number: int) -> list[Meeting]:
        if number not in self._met:
            quote = self._quote(number)
            self._met[number] = self._matcher.meetings(quote, self._article.language)
        return self._met[number]

    def _credits(self, numbers: Iterator[int]) -> dict[int, float]:
        return credits_of(met for number in numbers for met in self._meetings(number))

    def _tied(self, number: int, known: frozenset[str]) -> Iterator[int]:
        """The sentences that a reader needs beside this one."""
        lead_in = self._lead_ins[number]
        if lead_in is not None:
            yield bisect_left(self._starts, lead_in.start)
        else:
            named = naming_sentence(self._article.text, self._sentences, number, known)
            if named is not None:
                yield named

    def _known_names(self, numbers: range) -> frozenset[str]:
        """Folded words that the sentences write with a capital after their first word."""
        return frozenset(
            token.folded
            for number in numbers
            for quote in (self._quote(number),)
            for token in tokens(quote)[1:]
            if quote[token.start].isupper()
        )

    def _pairs(self, met: Sequence[Meeting]) -> float:
        """Of the question's pairs of neighbours, those at most three words apart here."""
        count = len(self._matcher.terms)
        if count < 2:
            return 0.0
        quote_places: dict[int, list[int]] = {}
        for meeting in met:
            quote_places.setdefault(meeting.term, []).append(meeting.span.start)
        close = sum(
            any(
                abs(a - b) <= 30
                for a in quote_places.get(n, ())
                for b in quote_places.get(n + 1, ())
            )
            for n in range(count - 1)
        )
        return close / (count - 1)

    def _answers(
        self, number: int, known: frozenset[str], met: Sequence[Meeting]
    ) -> list[tuple[Span, float, float]]:
        """Stretches of the kind asked for that the question does not say: span, fit, nearness."""
        quote = self._quote(number)
        spans = answer_spans(quote, self._question, known=known, opens_article=number == 0)
        found = [
            (
                span,
                _fit(quote, span, self._question, self._article.language),
                self._nearness(span, met),
            )
            for span in spans
            if not self._is_asked(quote[slice(*span)])
        ]
        return sorted(found, key=lambda item: (-item[1] - item[2], item[0]))

    def _is_asked(self, stretch: str) -> bool:
        """Whether the question itself says a stretch: its last word for a name, all for others."""
        words = [token.folded for token in tokens(stretch)]
        if self._question.kind in {"who", "where"}:
            return not words or words[-1] in self._asked
        return all(word in self._asked for word in words)

    def _nearness(self, span: Span, met: Sequence[Meeting]) -> float:
        nearest: dict[int, float] = {}
        for term, credit, place in met:
            gap = max(place.start - span.end, span.start - place.end, 0)
            share = self._matcher.terms[term].share
            nearest[term] = max(nearest.get(term, 0.0), credit * share / (1 + gap / _FAR))
        return min(1.0, sum(nearest.values()))


def _shares(
    matcher: Matcher, places: Sequence[dict[int, float]]
) -> tuple[float, float, float, float, float, float]:
    """The weight of the question's words that each place adds to those before, and the rest."""
    gained = [0.0] * len(places)
    absent = 0.0
    for number, term in enumerate(matcher.terms):
        best = 0.0
        for place, credits in enumerate(places):
            gain = max(0.0, credits.get(number, 0.0) - best)
            gained[place] += term.share * gain
            best += gain
        absent += 0.0 if term.name else term.share * (1 - best)
    here, tied, beside, around, above = gained
    return here, tied, beside, around, above, absent


def _names(
    matcher: Matcher, here: dict[int, float], scope: dict[int, float]
) -> tuple[float, float]:
    """Of the names and numbers: the share that is here, and the weight that nothing holds.

    A name of several words counts as held where its last word is, or most of it.
    """
    everything = {**scope, **here}
    names = [number for number, term in enumerate(matcher.terms) if term.name]
    weight = sum(matcher.terms[number].share for number in names)
    if not weight:
        return 0.0, 0.0
    found = sum(matcher.terms[number].share * here.get(number, 0.0) for number in names)
    lacking = sum(
        matcher.terms[number].share for number in names if not is_held(matcher, number, everything)
    )
    return found / weight, lacking


def is_held(matcher: Matcher, number: int, met: dict[int, float] | frozenset[int]) -> bool:
    """Whether a word was met, or the rest of the name that it is a part of."""
    if number in met:
        return True
    group = matcher.terms[number].group
    if group is None:
        return False
    parts = [n for n, term in enumerate(matcher.terms) if term.group == group]
    held = sum(matcher.terms[part].share for part in parts if part in met)
    return parts[-1] in met or held >= 0.6 * sum(matcher.terms[part].share for part in parts)


def _fit(quote: str, span: Span, question: Question, language: str) -> float:
    """How well a stretch of the right kind answers this very question."""
    if question.kind == "how_many" and question.head:
        after = [token for token in tokens(quote[span.end : span.end + 60])[:4]]
        return 1.0 if any(same_term(t.folded, question.head, language) for t in after) else 0.4
    return 1.0


def same_term(folded: str, head: str, language: str) -> bool:
    """Whether a word of a text has the term of the question's noun."""
    from index.analysis import stem

    return head in (folded, stem(folded, language))


def _shapely(question: Question) -> float:
    """How much an answer to this kind of question must show by its shape."""
    if question.kind in {"when", "how_many", "how_much", "age"}:
        return 1.0
    return 0.5 if question.kind in {"who", "where", "why"} else 0.0


def _spelt(published: PartialDate | None) -> str:
    if published is None:
        return ""
    month = _MONTHS[published.month - 1] if published.month else ""
    return f"{published.day or ''} {month} {published.year}"
