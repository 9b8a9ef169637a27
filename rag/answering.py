"""From passages to an answer: the sentences that answer, quoted exactly, or silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.analysis import terms as terms_of
from index.query import QueryTerm
from index.types import Article, Hit
from rag.companions import companions
from rag.evidence import Candidate, weigh_sentences
from rag.matching import Matcher, is_held
from rag.question import Question, analyse_question
from rag.rules import LIGHT
from rag.types import Citation, Draft, Segment
from rag.wording import abstention

MOST_SENTENCES = 3
_MOST_ITEMS = 20
_ALIKE = 0.6  # share of common terms above which two sentences say the same
_TRUSTED = 0.0  # log-odds of a sentence below which silence is better
_TRUSTED_FOREIGN = 0.7  # the same across languages, where words meet by chance more often
_AT_HAND = 0.2  # share of the question that the sentence holds, or those that it leans on
_LOOSE = frozenset({"keywords", "yes_no"})  # kinds that nothing in an answer's shape confirms
_AT_HAND_LOOSE = 0.5  # the same for those
_MARGIN = 3.0  # of score below the best, within which a sentence may still be the one to quote
_SECOND_TRUST = 1.0  # log-odds that a second sentence needs
_SECOND_MARGIN = 1.0  # of score below the first, within which a second adds something
_MUST_SHOW = frozenset({"when", "how_many", "how_much", "age"})  # kinds that a figure answers


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
    chosen = _worth_saying(asked, matcher, ranked) if abstain else _distinct(ranked, MOST_SENTENCES)
    unmatched = _unmatched(matcher, chosen or ranked[:1])
    if not chosen:
        return Draft("abstained", abstention(language), (), (), unmatched)
    citations = tuple(
        _cite(n, candidate, plural=asked.plural) for n, candidate in enumerate(chosen, start=1)
    )
    segments = tuple(Segment(item.quote, (item.number,), "quoted") for item in citations)
    text = " ".join(f"{item.quote} [{item.number}]" for item in citations)
    return Draft("answered", text, segments, citations, unmatched)


def _worth_saying(
    asked: Question, matcher: Matcher, ranked: Sequence[Candidate]
) -> list[Candidate]:
    """The sentences to quote: a list's items, one sentence, or up to three; none for silence."""
    near_best = [item for item in ranked if item.score >= ranked[0].score - _MARGIN]
    answering = [item for item in near_best if _answers(asked, matcher, item)]
    if not answering:
        return []
    items = [] if asked.precise else _items(asked, answering[0])
    if items:
        return items
    answering = [item for item in answering if not item.features.announces]
    if not answering:
        return []
    first = answering[0]
    if asked.precise or asked.definition or asked.kind == "yes_no":
        return [first]
    others = [
        item
        for item in answering[1:]
        if item.trust >= _SECOND_TRUST
        and item.score >= first.score - _SECOND_MARGIN
        and not item.held < first.held
    ]
    return _distinct([first, *others], MOST_SENTENCES)


def _answers(asked: Question, matcher: Matcher, candidate: Candidate) -> bool:
    """Whether a sentence can be trusted to answer: its words, its subject and its kind."""
    foreign = candidate.article.language != asked.language
    if candidate.trust < (_TRUSTED_FOREIGN if foreign else _TRUSTED):
        return False
    if candidate.at_hand < (_AT_HAND_LOOSE if asked.kind in _LOOSE else _AT_HAND):
        return False
    telling = {number for number, term in enumerate(matcher.terms) if not term.frame}
    if telling and not telling & candidate.held:
        return False
    features = candidate.features
    if asked.kind in _MUST_SHOW and not (candidate.answers and features.here + features.names_here):
        return False
    return all(
        is_held(matcher, number, candidate.scope)
        for number, term in enumerate(matcher.terms)
        if term.name
    )


def _items(asked: Question, chosen: Candidate) -> list[Candidate]:
    """The items of the list that a sentence introduces, or carries for a list question."""
    reading = chosen.reading
    lead_in = reading.lead_ins[chosen.number]
    if lead_in is not None and (asked.kind != "list" or chosen.features.carries_itself):
        return []
    introduced = lead_in or chosen.span
    return [
        replace(chosen, number=number, answers=())
        for number, other in enumerate(reading.lead_ins)
        if other == introduced
    ][:_MOST_ITEMS]


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


def _cite(number: int, candidate: Candidate, *, plural: bool) -> Citation:
    start, end = candidate.span
    context = companions(
        candidate.article.text,
        candidate.reading.sentences,
        candidate.reading.lead_ins,
        candidate.number,
        candidate.known,
    )
    marks = tuple(sorted(candidate.answers if plural else candidate.answers[:1]))
    return Citation(number, candidate.article, start, end, candidate.quote, marks, context)


def _unmatched(matcher: Matcher, closest: Sequence[Candidate]) -> tuple[str, ...]:
    """Words of the question, as typed, that the closest articles do not hold."""
    scope = frozenset(number for candidate in closest for number in candidate.scope)
    return tuple(
        term.text
        for number, term in enumerate(matcher.terms)
        if term.folded not in LIGHT and not is_held(matcher, number, scope)
    )
