"""Whether a sentence that a language model wrote stands on the passages that it cites.

Nothing but code decides: the words in quotation marks stand in the passage to the character, once
typography is the same; figures, dates, names and negations agree; enough of the words are said. A
sentence that another passage carries is attached to that one. Where an article gives orders to a
model, it carries nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from index.analysis import tokens
from index.sentences import lead_ins, sentence_spans
from index.types import Article, Span
from rag.agreement import Evidence, Reason, coverage, disagreement
from rag.claims import Claim, read_claim, same_words
from rag.companions import companions
from rag.orders import orders

Verified = Literal["quoted", "supported", "unsupported"]

_ENOUGH = 0.66  # coverage of the words from which a sentence is supported
_ABOUT = 0.3  # coverage from which a disagreement is worth telling
_TOGETHER_COSTS = 0.05  # of coverage, so that one sentence goes before two that say no more
_NEAR = 3  # sentences before one that tell who is meant and when
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
    claim = read_claim(sentence.strip(), language)
    if not (claim.words or claim.names or claim.figures):
        return Verdict("unsupported", reason="words")
    verdict = _among(claim, cited)
    if verdict.support == "unsupported":
        elsewhere = _among(claim, others)
        if elsewhere.support != "unsupported":
            return Verdict(elsewhere.support, elsewhere.carried_by, moved=True)
    return verdict


def _among(claim: Claim, sources: Sequence[Source]) -> Verdict:
    """The best that some sentence of the sources, or two of them together, gives."""
    holding = [source for source in sources if _holds_quotations(claim, source)]
    if not holding:
        return Verdict("unsupported", reason="quotation" if _quotations(claim) else "words")
    whole = same_words(claim.text)
    carried: list[tuple[float, Quoted]] = []
    doubts: list[tuple[float, Reason]] = []
    for source in holding:
        for numbers in _places(source):
            quoted = _quoted(source, numbers)
            if len(numbers) == 1 and _says(source, quoted, whole):
                return Verdict("quoted", (quoted,))
            evidence = _evidence(source.article, numbers)
            covered = coverage(claim, evidence)
            reason = disagreement(claim, evidence)
            if reason is None and covered >= _ENOUGH:
                carried.append((covered - _TOGETHER_COSTS * (len(numbers) - 1), quoted))
            else:
                doubts.append((covered, reason or "words"))
    if carried:
        return Verdict("supported", (max(carried, key=lambda each: each[0])[1],))
    covered, reason = max(doubts, key=lambda each: each[0], default=(0.0, "words"))
    return Verdict("unsupported", reason=reason if covered >= _ABOUT else "words")


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


def _places(source: Source) -> Iterator[tuple[int, ...]]:
    """The sentences of a source, alone and then with the next one."""
    spans, ordered = _sentences(source.article.text), orders(source.article.text)
    inside = [
        number
        for number, span in enumerate(spans)
        if span.start >= source.start
        and span.end <= source.end
        and not any(order.start <= span.start < order.end for order in ordered)
    ]
    yield from ((number,) for number in inside)
    yield from pairwise(inside)


def _quoted(source: Source, numbers: Sequence[int]) -> Quoted:
    spans = _sentences(source.article.text)
    return Quoted(source, spans[numbers[0]].start, spans[numbers[-1]].end)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentence_spans(text))


@lru_cache(maxsize=64)
def _lead_ins(text: str) -> tuple[Span | None, ...]:
    return tuple(lead_ins(text, _sentences(text)))


@lru_cache(maxsize=64)
def _known(text: str) -> frozenset[str]:
    return frozenset(
        token.folded
        for span in _sentences(text)
        for token in tokens(text[span.start : span.end])[1:]
        if text[span.start + token.start].isupper()
    )


@lru_cache(maxsize=4096)
def _evidence(article: Article, numbers: tuple[int, ...]) -> Evidence:
    """The sentences, what they lean on, and what was said just before them."""
    text, spans = article.text, _sentences(article.text)
    first, last = numbers[0], numbers[-1]
    leaning = companions(text, spans, _lead_ins(text), first, _known(text))

    def read(span: Span) -> Claim:
        return read_claim(text[span.start : span.end], article.language)

    before = spans[max(0, first - _NEAR) : first]
    heading = f"{article.title} {article.place or ''}"
    return Evidence(
        own=read(Span(spans[first].start, spans[last].end)),
        around=tuple(read(span) for span in leaning),
        passage=tuple(read(span) for span in before),
        heading=frozenset(token.folded for token in tokens(heading)),
        published=article.published,
    )
