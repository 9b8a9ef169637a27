"""What a search as a whole tells of a question: whether its answer is likely to be found at all.

Where every passage fits equally well, or the titles are about something else, silence is wiser
than the best sentence makes it look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.query import QueryTerm
from index.types import Hit
from rag.matching import Matcher
from rag.question import Question
from rag.reading import Reading

_MOST_WORDS = 8  # of a question; more say nothing
_SATURATION = 2.0  # BM25 counts a word that a passage repeats up to some two times its weight
_SUREST = 4.0  # log-odds beyond which more evidence says nothing


class Search(NamedTuple):
    """Shares of 1, independent of how large an archive is and of the model's scale."""

    first_terms: float  # the first passage's BM25, beside the most that the question's words give
    second_terms: float  # the second best BM25, beside the best
    last_terms: float  # the worst BM25, beside the best
    second: float  # the second passage's score, beside the first's
    third: float
    agree: float  # the first passage is the first of both legs
    nearness: float  # the first passage's similarity, beside the best
    last_nearness: float
    unknown: float  # the weight of the question's words that no article holds
    asked_words: float  # how many words the question has, beside eight


class Topic(NamedTuple):
    """What the question asks, and whether the passages' articles are about it by their titles."""

    titles_asked: float  # share of each title's words that are the question's, on the average
    titles_hold: float  # share of the question's weight that a title holds, on the average
    one_title: float  # share of the passages that have the commonest title
    superlative: float  # asks for the best or the most, on which sources seldom agree
    advice: float  # asks how to do something
    figure: float  # asks for a figure


def search_of(terms: Sequence[QueryTerm], hits: Sequence[Hit]) -> Search:
    """What the legs say; ``hits`` are not empty."""
    weight = sum(term.weight for term in terms) or 1.0
    by_terms = sorted((hit.terms for hit in hits), reverse=True)
    nearest = sorted((hit.similarity for hit in hits), reverse=True)
    best, near = max(by_terms[0], 1e-6), max(nearest[0], 1e-6)
    score = max(hits[0].score, 1e-6)
    leads = hits[0].terms == by_terms[0] and hits[0].similarity == nearest[0]
    return Search(
        first_terms=min(1.0, hits[0].terms / (weight * _SATURATION)),
        second_terms=by_terms[min(1, len(hits) - 1)] / best if len(hits) > 1 else 0.0,
        last_terms=by_terms[-1] / best,
        second=_share(hits[1].score / score) if len(hits) > 1 else 0.0,
        third=_share(hits[2].score / score) if len(hits) > 2 else 0.0,
        agree=float(leads),
        nearness=_share(hits[0].similarity / near),
        last_nearness=_share(nearest[-1] / near),
        unknown=sum(term.weight for term in terms if not term.variants) / weight,
        asked_words=min(_MOST_WORDS, len(terms)) / _MOST_WORDS,
    )


def topic_of(question: Question, matcher: Matcher, readings: Sequence[Reading]) -> Topic:
    """What is asked, and what the titles of the hits' articles say of it."""
    titles = [reading.article.title for reading in readings]
    titled = [_of_title(matcher, reading) for reading in readings]
    commonest = Counter(filter(None, titles)).most_common(1)
    return Topic(
        titles_asked=sum(asked for asked, _ in titled) / max(1, len(titled)),
        titles_hold=sum(held for _, held in titled) / max(1, len(titled)),
        one_title=commonest[0][1] / len(titles) if commonest else 0.0,
        superlative=float(question.superlative),
        advice=float(question.advice),
        figure=float(question.kind in {"how_many", "how_much"}),
    )


def outlook(log_odds: float, topic: Topic) -> Mapping[str, float]:
    """What the last weighing sees: the evidence, and what else makes an answer likely."""
    evidence = max(-_SUREST, min(_SUREST, log_odds))
    return {
        **topic._asdict(),
        "evidence": evidence,
        "evidence_titled": evidence * topic.titles_asked,
        "titled_superlative": topic.titles_hold * topic.superlative,
        "titled_figure": topic.titles_hold * topic.figure,
    }


def _of_title(matcher: Matcher, reading: Reading) -> tuple[float, float]:
    """The share of a title that the question says, and of the question that the title says."""
    words, said, terms = reading.title()
    telling = [term.weight * (not term.frame) for term in matcher.terms]
    held = sum(telling[number] for number in sorted(terms))
    return said / max(1, words), held / (sum(telling) or 1.0)


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))
