"""A question as the index sees it: its words, and the terms of the vocabulary that they may mean.

Nothing here parses a query language: any text is a legal question.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis import Token, is_stop_word, stem, tokens

How = Literal["exact", "typo", "translation"]

LANGUAGES = ("fr", "en")
_MOST_TERMS = 64  # of a question; a pasted page asks about its rarest known words
_TYPO_WEIGHT = {1: 0.8, 2: 0.6}
_NAME_WEIGHT = 0.7  # of the other spelling of a name that the vocabulary also holds
_SHORTEST_FUZZY = 5  # letters: below, a typing error is another word
_SHORTEST_TWO_ERRORS = 8  # letters: below, two errors are another word
_SHORTEST_NAME_TWO_ERRORS = 7  # the same of a name: few others look like it


@dataclass(frozen=True, slots=True)
class Variant:
    """A term of the vocabulary that a word of the question may mean, and how surely (0 to 1)."""

    term: str
    weight: float
    how: How


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word of the question: ``question[start:end] == text``.

    ``name``: written as a name (capitalised after the first word, an acronym) or a number.
    ``variants`` are empty where no article holds the word. ``weight`` is the BM25 idf of the
    word's commonest variant, and that of a term in no passage where there is none.
    """

    text: str
    start: int
    end: int
    name: bool
    variants: tuple[Variant, ...]
    weight: float


class Lexicon(Protocol):
    """A word list between French and English."""

    def translations(self, term: str, *, source: str) -> Sequence[tuple[str, float]]:
        """The terms of the other language and their probabilities, best first."""


class Vocabulary(Protocol):
    """What a term index tells about its terms."""

    @property
    def passage_count(self) -> int:
        """How many passages it holds."""

    def passage_frequency(self, term: str) -> int:
        """In how many passages a term stands."""

    def terms_with_prefix(self, prefix: str) -> Sequence[str]:
        """The terms that begin so."""


def analyse_query(
    question: str, *, language: str, vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[QueryTerm, ...]:
    """The searchable words of a question in its order, at most 64: the rarest that are known."""
    seen: set[str] = set()
    found = []
    for token in tokens(question):
        if is_stop_word(token.folded, language) or token.folded in seen or not token.folded:
            continue
        seen.add(token.folded)
        found.append(_query_term(question, token, language, vocabulary, lexicon))
    kept = sorted(found, key=lambda term: (not term.variants, -term.weight))[:_MOST_TERMS]
    return tuple(sorted(kept, key=lambda term: term.start))


def inverse_frequency(passage_frequency: int, passage_count: int) -> float:
    """The idf of BM25 as tantivy counts it (Robertson and Zaragoza 2009, never negative)."""
    rest = passage_count - passage_frequency + 0.5
    return math.log(1 + rest / (passage_frequency + 0.5))


def typing_errors(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or changed places between two words."""
    return int(OSA.distance(one, other))


def _query_term(
    question: str, token: Token, language: str, vocabulary: Vocabulary, lexicon: Lexicon
) -> QueryTerm:
    text = question[token.start : token.end]
    name = _is_name(text, question[: token.start])
    variants = _variants(token.folded, language, vocabulary, lexicon, name=name)
    frequency = max((vocabulary.passage_frequency(item.term) for item in variants), default=0)
    weight = inverse_frequency(frequency, vocabulary.passage_count)
    return QueryTerm(text, token.start, token.end, name, variants, weight)


def _is_name(text: str, before: str) -> bool:
    opens = not before.strip(" \t\n\u00a0«»\"'“”‘’(-–—¿¡")
    acronym = text.isupper() and len(text) > 1
    return text[0].isdigit() or acronym or (text[0].isupper() and not opens)


def _variants(
    folded: str, language: str, vocabulary: Vocabulary, lexicon: Lexicon, *, name: bool
) -> tuple[Variant, ...]:
    stems = dict.fromkeys([stem(folded, language), *(stem(folded, other) for other in LANGUAGES)])
    found = {term: Variant(term, 1.0, "exact") for term in stems if _known(term, vocabulary)}
    for variant in _translations(folded, language, vocabulary, lexicon):
        found.setdefault(variant.term, variant)
    fuzzy = len(folded) >= _SHORTEST_FUZZY and folded.isalpha()
    if fuzzy and (not found or name):
        long_enough = _SHORTEST_NAME_TWO_ERRORS if name else _SHORTEST_TWO_ERRORS
        most = 1 if found or len(folded) < long_enough else 2
        for variant in _near_spellings(stems, vocabulary, most=most, other_spelling=bool(found)):
            found.setdefault(variant.term, variant)
    return tuple(sorted(found.values(), key=lambda item: (-item.weight, item.term)))


def _known(term: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.passage_frequency(term) > 0


def _translations(
    folded: str, language: str, vocabulary: Vocabulary, lexicon: Lexicon
) -> Iterable[Variant]:
    """From the question's language; a word that it lacks may be of the other ("youth capital")."""
    others = [other for other in LANGUAGES if other != language]
    for source in (language, *others):
        found = lexicon.translations(stem(folded, source), source=source)
        for term, probability in found:
            if _known(term, vocabulary):
                # the root found .948 of held-out news sentences first, the probability .930
                yield Variant(term, round(math.sqrt(probability), 4), "translation")
        if found:
            return


def _near_spellings(
    stems: Iterable[str], vocabulary: Vocabulary, *, most: int, other_spelling: bool
) -> Iterable[Variant]:
    """Terms within ``most`` errors that share the first letter; the nearest, then commonest.

    A name that the vocabulary knows still brings its other spelling at one error ("Tokayev" and
    "Tokaïev"): articles of two languages write it in two ways.
    """
    shared = 2 if other_spelling else 1  # letters; two keep a known name cheap
    near: dict[str, int] = {}
    for wanted in stems:
        candidates = vocabulary.terms_with_prefix(wanted[:shared])
        scored = process.extract(
            wanted, candidates, scorer=OSA.distance, score_cutoff=most, limit=None
        )
        for term, distance, _ in scored:
            if distance > 0 and len(term) >= _SHORTEST_FUZZY - 1:
                near[term] = min(int(distance), near.get(term, most))
    if not near:
        return
    closest = min(near.values())
    best = [term for term, distance in near.items() if distance == closest]
    best.sort(key=lambda term: (-vocabulary.passage_frequency(term), term))
    for term in best[:2]:
        yield Variant(term, _NAME_WEIGHT if other_spelling else _TYPO_WEIGHT[closest], "typo")
