"""From passages to an answer: the sentences that answer, quoted exactly, or silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from index.analysis import terms as terms_of
from index.query import QueryTerm
from index.types import Article, Hit, Span
from rag.companions import companions
from rag.evidence import Candidate, is_held, weigh_sentences
from rag.matching import Matcher
from rag.question import Question, analyse_question
from rag.types import Citation, Draft, Segment
from rag.wording import abstention

MOST_SENTENCES = 3
THRESHOLD = 0.0  # log-odds below which silence is better
_ALIKE = 0.6  # share of common terms above which two sentences say the same


def compose(
    question: str,
    *,
    language: str,
    terms: Sequence[QueryTerm],
    hits: Sequence[Hit],
    article_of: Callable[[str], Article],
    abstain: bool = True,
) -> Draft:
    """Answer from the passages with quoted sentences, or abstain.

    Without ``abstain`` the three best sentences are given, however weak, wherever there are any.
    """
    asked = analyse_question(question, language)
    matcher = Matcher(asked, terms)
    ranked = weigh_sentences(asked, matcher, hits, article_of)
    if abstain:
        chosen = _worth_saying(asked, matcher, ranked)
    else:
        chosen = _distinct(ranked, MOST_SENTENCES)
    unmatched = _unmatched(matcher, ranked)
    if not chosen:
        return Draft("abstained", abstention(language), (), (), unmatched)
    citations = tuple(_cite(n, candidate) for n, candidate in enumerate(chosen, start=1))
    segments = tuple(Segment(item.quote, (item.number,), "quoted") for item in citations)
    text = " ".join(f"{item.quote} [{item.number}]" for item in citations)
    return Draft("answered", text, segments, citations, unmatched)


def _worth_saying(
    asked: Question, matcher: Matcher, ranked: Sequence[Candidate]
) -> list[Candidate]:
    if not ranked or not matcher.terms or ranked[0].score < THRESHOLD:
        return []
    return [ranked[0]]


def _distinct(ranked: Iterable[Candidate], most: int) -> list[Candidate]:
    """The first ``most`` that do not say again what a better one says."""
    kept: list[tuple[Candidate, frozenset[str]]] = []
    for candidate in ranked:
        said = frozenset(terms_of(candidate.quote, candidate.article.language))
        if all(_overlap(said, other) < _ALIKE for _, other in kept):
            kept.append((candidate, said))
        if len(kept) == most:
            break
    return [candidate for candidate, _ in kept]


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 1.0


def _cite(number: int, candidate: Candidate) -> Citation:
    start, end = candidate.span
    context = companions(
        candidate.article.text,
        candidate.sentences,
        candidate.lead_ins,
        candidate.number,
        candidate.known,
    )
    marks = candidate.answers[:1]
    return Citation(number, candidate.article, start, end, candidate.quote, marks, context)


def _unmatched(matcher: Matcher, ranked: Sequence[Candidate]) -> tuple[str, ...]:
    """Words of the question, as typed, that the closest passages do not hold."""
    scope = frozenset().union(*(candidate.scope for candidate in ranked))
    return tuple(
        dict.fromkeys(
            term.text
            for number, term in enumerate(matcher.terms)
            if not is_held(matcher, number, scope)
        )
    )
