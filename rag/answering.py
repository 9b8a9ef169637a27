"""From passages to an answer: the sentences that answer, quoted exactly, or silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from index.analysis import terms as terms_of
from index.query import QueryTerm
from index.types import Article, Hit
from rag.companions import companions
from rag.evidence import Candidate, confidence_of, weigh_sentences
from rag.features import Weights, load_weights
from rag.matching import Matcher, is_held
from rag.outlook import Search, Topic, search_of, topic_of
from rag.question import Question, analyse_question
from rag.reading import read
from rag.rules import LIGHT
from rag.shelf import load_shelf
from rag.types import Citation, Draft, Segment
from rag.wording import abstention

MOST_SENTENCES = 3
_MOST_ITEMS = 20
_ALIKE = 0.6  # share of common terms above which two sentences say the same
_TRIED = 5  # sentences whose confidence is looked at
_MARGIN = 2.0  # of score below the best, within which a sentence may still be the one to quote
_LIST_MARGIN = 4.0  # the same for the lead-in of a list, which says little itself
_CLOSE = 1.5  # of score below the first, within which another sentence is quoted too
_CLOSE_PRECISE = 1.0  # the same where one sentence should do
_REASON_MARGIN = 7.0  # of score below the first, within which a reason beside it is quoted too
_RESTATES = 0.8  # asked share of a sentence that says what is asked about, and little more
_REASON_NEAR = 2  # sentences from the first one, within which its reason may stand
_MOST_CONTINUED = 5  # sentences that go on with an enumeration
# Likeness that stands for the words that say what is asked. Of the sentences between this and .45
# that the weights trust, 61 in 154 were right on the questions of ``training``: as many as of
# others on the archive.
_ALIKE_ENOUGH = 0.25
# What opens a sentence that goes on with an enumeration.
_GOES_ON = re.compile(
    r"[-–—•*]?\s*(?:[1-9]\s?[).]|(?:d['’]abord|tout d['’]abord|ensuite|puis|enfin|deuxièmement"
    r"|troisièmement|premièrement|quatrièmement|en outre|de plus|par ailleurs|également"
    r"|(?:l[ae] |les )?(?:premi[eè]re?|deuxième|seconde?|troisième|quatrième|derni[eè]re?)"
    r"|first|second|third|fourth|then|next|finally|lastly|also|in addition|moreover"
    r"|(?:s['’])?(?:il|elle)s? .{0,40}\b(?:aussi|également)|(?:it|they|he|she) .{0,40}\balso)\b)",
    re.IGNORECASE,
)
# What a sentence says of things to come; of a verb, the French future's ending.
_AHEAD = re.compile(
    r"\b(?:prochaine?s?|suivante?s?|prévue?s?|doi(?:t|vent)|devrai(?:t|ent)|à venir|next|upcoming"
    r"|will|shall|due|set|scheduled|planned|should|to be|[a-zà-ÿ]+[eidurv]r(?:a|ont))\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MUST_SHOW = frozenset({"when", "how_many", "how_much", "age"})  # kinds that a figure answers


def compose(
    question: str,
    *,
    language: str,
    terms: Sequence[QueryTerm],
    hits: Sequence[Hit],
    article_of: Callable[[str], Article],
    abstain: bool = True,
    min_confidence: float | None = None,
) -> Draft:
    """Answer from the passages with quoted sentences, or abstain.

    An answer less sure than ``min_confidence`` is not given; none stands for that of the bundled
    weights. Without ``abstain`` the three best sentences are given, however weak, wherever there
    are any.
    """
    asked = analyse_question(question, language)
    matcher = Matcher(asked, terms)
    weights = load_weights()
    shelf = load_shelf()
    readings = read(matcher, hits, article_of, shelf)
    ranked = weigh_sentences(asked, matcher, hits, readings, table=shelf.table, weights=weights)
    least = weights.min_confidence if min_confidence is None else min_confidence
    first, confidence = None, 0.0
    if ranked:
        around = search_of(terms, hits), topic_of(asked, matcher, readings)
        first, confidence = _first(
            asked, matcher, ranked, weights, least if abstain else 0.0, around
        )
    if not abstain:
        chosen = _distinct(ranked, MOST_SENTENCES)
    else:
        chosen = [] if first is None else _worth_saying(asked, matcher, ranked, first)
    unmatched = _unmatched(matcher, chosen or ranked)
    if not chosen:
        return Draft("abstained", abstention(language), (), (), unmatched, confidence)
    citations = tuple(
        _cite(n, candidate, plural=asked.plural) for n, candidate in enumerate(chosen, start=1)
    )
    segments = tuple(Segment(item.quote, (item.number,), "quoted") for item in citations)
    text = " ".join(f"{item.quote} [{item.number}]" for item in citations)
    return Draft("answered", text, segments, citations, unmatched, confidence)


def _first(
    asked: Question,
    matcher: Matcher,
    ranked: Sequence[Candidate],
    weights: Weights,
    least: float,
    around: tuple[Search, Topic],
) -> tuple[Candidate | None, float]:
    """The best sentence that may answer and its confidence, or none and the best one's."""
    best = 0.0
    for number in range(min(len(ranked), _TRIED)):
        if ranked[number].score < ranked[0].score - _MARGIN:
            break
        confidence = confidence_of(asked, ranked, number, weights, *around)
        best = max(best, confidence)
        if confidence >= least and _may_answer(asked, matcher, ranked[number]):
            return ranked[number], confidence
    return None, min(best, least)


def _worth_saying(
    asked: Question, matcher: Matcher, ranked: Sequence[Candidate], first: Candidate
) -> list[Candidate]:
    """The sentences to quote: a list's items, one sentence, or up to three."""
    for item in [] if asked.precise else [first, *_announced(asked, ranked, first)]:
        if items := _items(asked, item):
            return items
    if asked.kind == "list" and (continued := _continued(first)):
        return [first, *continued]
    if asked.kind == "why" and not first.answers and (reason := _reason(ranked, first)):
        return [first, reason]
    margin = _CLOSE_PRECISE if asked.precise or asked.definition else _CLOSE
    others = [
        item
        for item in ranked
        if item is not first
        and item.score >= first.score - margin
        and not item.features.announces
        and (item.answers or not asked.precise)
        and _may_answer(asked, matcher, item)
    ]
    return _distinct([first, *others], 2 if asked.precise else MOST_SENTENCES)


def _announced(
    asked: Question, ranked: Sequence[Candidate], first: Candidate
) -> Iterator[Candidate]:
    """For a list question, what introduces a list in the first one's article and is about it."""
    for item in ranked if asked.kind == "list" else ():
        about = item.features.here > 0 or item.features.head > 0
        near = item.score >= first.score - _LIST_MARGIN
        if about and near and item.features.announces and item.article is first.article:
            yield item


def _continued(first: Candidate) -> list[Candidate]:
    """The sentences right after one that go on with what it began to enumerate."""
    reading = first.reading
    found = []
    last = min(len(reading.sentences), first.number + 1 + _MOST_CONTINUED)
    for number in range(first.number + 1, last):
        if not _GOES_ON.match(reading.quote(number)):
            break
        found.append(replace(first, number=number, answers=()))
    return found


def _reason(ranked: Sequence[Candidate], first: Candidate) -> Candidate | None:
    """What gives a reason beside a sentence that only tells what happened.

    It is the best sentence near it that says "because" or the like; else, where it says nothing
    but what is asked about, the next one of its paragraph: the news gives the reason after it.
    """
    for item in ranked:
        beside = abs(item.number - first.number) <= _REASON_NEAR and item.article is first.article
        if item.score >= first.score - _REASON_MARGIN and item.answers and beside:
            return item
    reading, after = first.reading, first.number + 1
    if first.features.asked_share < _RESTATES or after >= len(reading.sentences):
        return None
    between = reading.article.text[first.span.end : reading.sentences[after].start]
    return replace(first, number=after, answers=()) if "\n\n" not in between else None


def _may_answer(asked: Question, matcher: Matcher, candidate: Candidate) -> bool:
    """Whether nothing that is asked about is missing: its figure, its words, its names.

    These count against a sentence however sure the weights are of it: they know how often such
    sentences answer, and a reader forgives no answer about somebody else.
    """
    features = candidate.features
    if asked.kind in _MUST_SHOW and not candidate.answers:
        return False
    if asked.coming and asked.kind in {"when", "where"} and not _looks_ahead(candidate):
        return False
    telling = candidate.held and features.bare < 1.0
    if not telling and features.alike < _ALIKE_ENOUGH:
        return False
    if asked.precise and _is_of_another_item(matcher, candidate):
        return False
    names = [number for number, term in enumerate(matcher.terms) if term.name]
    scope = candidate.held if asked.kind == "age" else candidate.scope
    return all(is_held(matcher, number, scope) for number in names)


def _looks_ahead(candidate: Candidate) -> bool:
    """Whether a sentence tells of what was still to come when its article was written."""
    published = candidate.article.published
    years = map(int, _YEAR.findall(candidate.quote))
    later = published is not None and any(year > published.year for year in years)
    return later or _AHEAD.search(candidate.quote) is not None


def _is_of_another_item(matcher: Matcher, candidate: Candidate) -> bool:
    """Whether another item of the same list is the one that an asked name stands in."""
    reading = candidate.reading
    lead_in = reading.lead_ins[candidate.number]
    if lead_in is None:
        return False
    names = {number for number, term in enumerate(matcher.terms) if term.name}
    asked = names - candidate.held
    others = (n for n, other in enumerate(reading.lead_ins) if other == lead_in)
    return any((reading.credits[n, list(asked)] > 0).any() for n in others)


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
