"""Whether a sentence that a language model wrote stands on the passages that it cites.

Nothing but code decides: the words in quotation marks stand in the passage to the character, once
typography is the same; figures, dates, names, what these do, and negations agree; enough of the
words are said. A sentence that another passage carries is attached to that one. Where an article
gives orders to a model, it carries nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from index.analysis import tokens
from index.types import Article
from rag.agreement import Reason, coverage, disagreement
from rag.claims import Claim, bare_words, read_claim, same_words
from rag.likeness import Floats, load_word_table
from rag.orders import orders
from rag.testimony import evidence_of, testimony_of

Verified = Literal["quoted", "supported", "unsupported"]

_ENOUGH = 0.65  # coverage from which a sentence is supported
_ENOUGH_WORDS = 0.5  # coverage of the words that are neither names nor figures
_ENOUGH_OF_ONE = 0.1  # the same where there is only one
_ABOUT = 0.3  # coverage from which a disagreement is worth telling
_CLEARLY = 0.15  # of coverage by which a sentence that disagrees speaks more of the matter
_LOOKED_AT = 7  # sentences of all passages that are compared point by point
_LEAST_QUOTED = 3  # words in quotation marks that must stand in the passage; fewer may be a name
_LEAST_STRETCH = 5  # words of a sentence's part that is still a quotation


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that a language model was given, under the key that it cites."""

    key: str
    article: Article
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """The sentence of a source that carries a claim: ``source.article.text[start:end]``."""

    source: Source
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well a sentence is carried, and by what.

    ``reason`` is why it is not supported. ``moved``: not what it cites carries it, but another.
    """

    support: Verified
    carried_by: tuple[Quoted, ...] = ()
    reason: Reason | None = None
    moved: bool = False


def check(
    sentence: str, cited: Sequence[Source], others: Sequence[Source], *, language: str
) -> Verdict:
    """Hold a sentence against the passages that it cites, then against the others."""
    known = frozenset().union(*(testimony_of(source.article).known for source in (*cited, *others)))
    claim = read_claim(sentence.strip(), language, known)
    if not (claim.words or claim.parties or claim.numbers.figures):
        return Verdict("unsupported", reason="words")
    verdict = _among(claim, cited)
    if verdict.support == "unsupported":
        elsewhere = _among(claim, others)
        if elsewhere.support != "unsupported":
            return Verdict(elsewhere.support, elsewhere.carried_by, moved=True)
    return verdict


def _among(claim: Claim, sources: Sequence[Source]) -> Verdict:
    """The best that some sentence of the sources gives."""
    holding = [source for source in sources if _holds_quotations(claim, source)]
    if not holding:
        return Verdict("unsupported", reason="quotation" if _quotations(claim) else "words")
    whole = same_words(claim.text)
    carried: list[tuple[float, float, Quoted]] = []
    doubts: list[tuple[float, float, Reason]] = []
    for source, number in _nearest(claim, holding):
        quoted = _quoted(source, number)
        if _says(source, quoted, whole):
            return Verdict("quoted", (quoted,))
        evidence = evidence_of(source.article, number)
        covered, words = coverage(claim, evidence)
        reason = disagreement(claim, evidence) if covered >= _ABOUT else None
        if reason is None and covered >= _ENOUGH and words >= _least_words(claim):
            carried.append((covered, words, quoted))
        else:
            doubts.append((covered, words, reason or "words"))
    if not carried:
        covered, _, reason = max(doubts, key=_first, default=(0.0, 0.0, "words"))
        return Verdict("unsupported", reason=reason if covered >= _ABOUT else "words")
    _, said, quoted = max(carried, key=_first)
    for covered, words, reason in doubts:
        if reason != "words" and covered >= _ENOUGH and words > said + _CLEARLY:
            return Verdict("unsupported", reason=reason)
    return Verdict("supported", (quoted,))


def _least_words(claim: Claim) -> float:
    return _ENOUGH_WORDS if len(claim.words) > 1 else _ENOUGH_OF_ONE


def _first(entry: tuple[float, float, object]) -> float:
    return entry[0]


def _quotations(claim: Claim) -> list[str]:
    """What a sentence puts in quotation marks, as quotations are compared; names are left out."""
    return [same_words(each) for each in claim.quoted if len(tokens(each)) >= _LEAST_QUOTED]


def _holds_quotations(claim: Claim, source: Source) -> bool:
    wanted = _quotations(claim)
    if not wanted:
        return True
    text = _as_compared(source.article.text[source.start : source.end])
    return all(each in text for each in wanted)


@lru_cache(maxsize=512)
def _as_compared(text: str) -> str:
    return same_words(text)


def _says(source: Source, quoted: Quoted, whole: str) -> bool:
    """Whether a sentence is the source's own, or a stretch of it that is long enough to be one."""
    text = _as_compared(source.article.text[quoted.start : quoted.end])
    return whole == text or (len(whole.split()) >= _LEAST_STRETCH and whole in text)


def _nearest(claim: Claim, sources: Sequence[Source]) -> list[tuple[Source, int]]:
    """The sentences of the sources that say most of the claim's words, by their vectors alone."""
    table = load_word_table()
    rows = [row for word in claim.words if (row := table.row(word, claim.language))]
    asked = table.vectors[rows]
    numbers = {token.folded for token in claim.tokens if token.folded[0].isdigit()}
    exact = {*claim.words, *bare_words(claim), *numbers}
    scored: list[tuple[float, Source, int]] = []
    for source in sources:
        places, vectors, starts, words = _vectors(source)
        if not places:
            continue
        likeness = np.maximum.reduceat(vectors @ asked.T, starts, axis=0).sum(axis=1).tolist()
        scored += [
            (alike + len(exact & said), source, number)
            for alike, said, number in zip(likeness, words, places, strict=True)
        ]
    scored.sort(key=_score, reverse=True)
    return [(source, number) for _, source, number in scored[:_LOOKED_AT]]


@lru_cache(maxsize=256)
def _vectors(
    source: Source,
) -> tuple[tuple[int, ...], Floats, list[int], list[frozenset[str]]]:
    """The sentences of a source that carry anything: numbers, vectors, where each's begin, words.

    Row 0 of the table goes first in each, so that none is empty.
    """
    table, places, article = load_word_table(), _inside(source), source.article
    words = [testimony_of(article).words(number) for number in places]
    rows = [[0, *({table.row(word, article.language) for word in each} - {0})] for each in words]
    starts = [0]
    for each in rows[:-1]:
        starts.append(starts[-1] + len(each))
    return places, table.vectors[[row for each in rows for row in each]], starts, words


def _score(entry: tuple[float, Source, int]) -> float:
    return entry[0]


@lru_cache(maxsize=256)
def _inside(source: Source) -> tuple[int, ...]:
    """The numbers of the sentences of a source that carry anything."""
    text, ordered = source.article.text, orders(source.article.text)
    return tuple(
        number
        for number, span in enumerate(testimony_of(source.article).spans)
        if span.start >= source.start
        and span.end <= source.end
        and any(map(str.isalnum, text[span.start : span.end]))
        and not any(order.start <= span.start < order.end for order in ordered)
    )


def _quoted(source: Source, number: int) -> Quoted:
    return Quoted(source, *testimony_of(source.article).spans[number])
