"""How well each sentence of the passages answers a question, as features and their sum.

All sentences of all passages are weighed at once, as rows of matrices: a question costs a few
operations over some fifty rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Article, Hit, Span
from rag.features import Features, Weights
from rag.field import Field, gather
from rag.fitting import Fitter, Fitting
from rag.likeness import WordTable
from rag.matching import Matcher
from rag.outlook import Search, Topic
from rag.question import Question
from rag.reading import Reading
from rag.resemblance import Comparison, Resemblances
from rag.standing import standing

Floats = NDArray[np.float64]

_PAIR = 30  # characters between the beginnings of two words that stand together
_BRIEF = 4  # words; less is a heading or a fragment
_LONG = 60  # words
_THIRD = 3.0  # a sentence of which the question says so small a part counts in full
# Of score below the best before answers of the kind are looked for, beyond which no answer of the
# kind makes up: such sentences are not searched for one.
_HOPELESS = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sentence that may answer.

    ``score`` is how well it answers beside the others; higher is better. ``answers`` are spans of
    the quote with the kind of the answer, the likeliest first. ``known`` are the words that its
    passage writes as names.
    """

    reading: Reading
    number: int
    features: Features
    score: float
    answers: tuple[Span, ...]
    known: frozenset[str]
    met: NDArray[np.bool_]
    reached: NDArray[np.bool_]

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

    @property
    def held(self) -> frozenset[int]:
        """The question's words, by number, in the sentence and those tied to it."""
        return frozenset(np.flatnonzero(self.met).tolist())

    @property
    def scope(self) -> frozenset[int]:
        """The question's words in its article."""
        return frozenset(np.flatnonzero(self.reached).tolist())


def weigh_sentences(
    question: Question,
    matcher: Matcher,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    *,
    table: WordTable,
    weights: Weights,
) -> list[Candidate]:
    """Every sentence of the passages, best first; equals keep the order of the passages.

    ``readings`` are those of the hits' articles.
    """
    field = gather(matcher, hits, readings)
    if not field.rows:
        return []
    comparison = Comparison(question, matcher, table)
    columns = _of_words(matcher, field)
    columns.update(_of_likeness(comparison.of_field(field), field))
    columns.update(_of_passages(hits, field))
    columns.update(_of_shape(question, matcher, field))
    answers = _of_answers(Fitter(question, matcher, table), field, columns, weights)
    matrix = np.column_stack([columns[name] for name in Features._fields])
    scores = matrix @ np.array(weights.choice)
    order = np.argsort(-scores, kind="stable").tolist()
    told, met = matrix.tolist(), (field.here > 0) | (field.tied > 0)
    return [
        Candidate(
            reading=field.rows[row].reading,
            number=field.rows[row].number,
            features=Features(*told[row]),
            score=float(scores[row]),
            answers=tuple(answer.span for answer in answers[row]),
            known=field.rows[row].known,
            met=met[row],
            reached=field.scope[row],
        )
        for row in order
    ]


def confidence_of(
    question: Question,
    ranked: Sequence[Candidate],
    number: int,
    weights: Weights,
    search: Search,
    topic: Topic,
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
        search=search,
    )
    return weights.confidence(told, topic)


def _of_words(matcher: Matcher, field: Field) -> dict[str, Floats]:
    """What the words that are met give: each place counts what those before it did not hold."""
    names = np.array([term.name for term in matcher.terms], dtype=bool)
    found: dict[str, Floats] = {}
    best = np.zeros_like(field.here)
    for label, place in (
        ("here", field.here),
        ("tied", field.tied),
        ("near", field.near),
        ("around", field.around),
    ):
        gained = field.shares * np.maximum(place - best, 0.0)
        found[label] = gained[:, ~names].sum(axis=1)
        found[f"names_{label}"] = gained[:, names].sum(axis=1)
        best = np.maximum(best, place)
    absent = field.shares * ~field.held_names
    found["names_absent"] = absent[:, names].sum(axis=1)
    frames = np.array([term.frame for term in matcher.terms], dtype=bool)
    indexed = np.array([term.indexed for term in matcher.terms], dtype=bool)
    missing = field.shares * ~field.scope
    found["elsewhere"] = missing[:, indexed & ~names & ~frames].sum(axis=1)
    close = (field.here > 0) | (field.tied > 0) | (field.near > 0)
    found["bare"] = _bare(matcher, close, telling=~names & ~frames)
    return found


def _bare(
    matcher: Matcher, close: NDArray[np.bool_], *, telling: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Whether none of the words that say what is asked is at hand; half, beside two names.

    Two names that stand together may answer all the same: "réuni" is not "rencontré".
    """
    if not telling.any():
        return np.zeros(len(close))
    groups = {term.group for term in matcher.terms if term.group is not None}
    count = np.zeros(len(close))
    for group in groups:
        parts = [n for n, term in enumerate(matcher.terms) if term.group == group]
        count += close[:, parts].any(axis=1)
    return np.where(close[:, telling].any(axis=1), 0.0, np.where(count > 1, 0.5, 1.0))


def _of_likeness(like: Resemblances, field: Field) -> dict[str, Floats]:
    """What likeness adds here, beside and in the passage to what is met there."""
    columns = like.compared
    shares = field.shares[:, columns]
    best = field.here[:, columns]
    found: dict[str, Floats] = {}
    places = (field.tied, field.near, field.around)
    for label, place, alike in zip(
        ("alike", "alike_near", "alike_around"), places, like.alike, strict=True
    ):
        best = np.maximum(best, place[:, columns])
        found[label] = (shares * np.maximum(alike - best, 0.0)).sum(axis=1)
        best = np.maximum(best, alike)
    for label, whole in zip(("whole", "whole_near", "whole_around"), like.whole, strict=True):
        found[label] = whole.astype(np.float64)
    return found


def _of_passages(hits: Sequence[Hit], field: Field) -> dict[str, Floats]:
    """What the search says of each sentence's passage."""
    best = max(hit.score for hit in hits)
    scores = np.array([hit.score for hit in hits])
    beside = np.clip(scores / best, 0.0, 1.0) if best > 0 else np.zeros(len(hits))
    passages = np.array([row.passage for row in field.rows])
    return {"rank": 1 / (1.0 + passages), "score": beside[passages]}


def _of_shape(question: Question, matcher: Matcher, field: Field) -> dict[str, Floats]:
    """What a sentence's own words say, whatever stands around it."""
    rows = field.rows
    lengths = np.array([row.reading.lengths[row.number] for row in rows], dtype=np.float64)
    said = np.array([row.reading.said[row.number] for row in rows])
    head = matcher.number_of(question.head)
    asks_head = head is not None and not question.precise
    return {
        "announces": np.array([float(row.reading.announces(row.number)) for row in rows]),
        "head": (field.here[:, head] > 0).astype(float) if asks_head else np.zeros(len(rows)),
        "pairs": np.array([_pairs(row.reading, row.number, len(matcher.terms)) for row in rows]),
        "first": np.array([float(row.number == 0) for row in rows]),
        "brief": (lengths < _BRIEF).astype(float),
        "long": np.minimum(1.0, lengths / _LONG),
        "asked_share": np.minimum(1.0, _THIRD * said / (lengths + _BRIEF)),
    }


def _pairs(reading: Reading, number: int, count: int) -> float:
    """Of the question's pairs of neighbours, those that are close in a sentence."""
    met = reading.meetings(number)
    if count < 2 or len(met) < 2:
        return 0.0
    places: dict[int, list[int]] = {}
    for each in met:
        places.setdefault(each.term, []).append(each.span.start)
    close = sum(
        any(abs(a - b) <= _PAIR for a in places[n] for b in places[n + 1])
        for n in places
        if n + 1 in places
    )
    return close / (count - 1)


def _of_answers(
    fitter: Fitter, field: Field, columns: dict[str, Floats], weights: Weights
) -> list[list[Fitting]]:
    """Each sentence's stretches of the kind that is asked for; fills in what they tell."""
    before = sum(
        columns[name] * weight
        for name, weight in weights.choice._asdict().items()
        if name in columns
    )
    hopeful = before >= np.max(before) - _HOPELESS
    shares = field.shares.tolist()
    found = [
        fitter.find(row.reading, row.number, row.known, shares[n]) if hope else []
        for n, (row, hope) in enumerate(zip(field.rows, hopeful, strict=True))
    ]
    fits = np.array([max((each.fit for each in one), default=0.0) for one in found])
    columns["fits"] = fits
    columns["misfits"] = fitter.shapely * (1 - fits)
    columns["close"] = np.array(
        [max((each.nearness for each in one), default=0.0) for one in found]
    )
    return found
