"""The words of a question, and where a text holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np

from index.analysis import Token, fold, stem, tokens
from index.query import QueryTerm
from index.types import Span
from rag.families import FAMILY_LETTERS, is_family
from rag.kin import kin_of, seat_of, singular
from rag.question import Question

_KIN_CREDIT = 0.9  # "turc" for "Turquie"
_SEAT_CREDIT = 0.5  # "turc" for "Ankara"
_UNTRANSLATED_SHARE = 0.5  # of a word's weight in an article of the other language
_DAMPING = 0.6  # power of the idf: a word that no article of a few holds is not everything
MOST_OF_A_NAME = 0.6  # of the weight of a name of several words
_LEAST = 1e-3  # a word that every passage holds still weighs something
_FAMILY_CREDIT = 0.5  # "annexée" for "annexion"
_TO_A_PLACE = frozenset({"a", "de", "en", "in", "at", "from", "to", "of", "vers", "depuis"})
_JOINTS = frozenset({"", "-", "'", "’", "d'", "d’", "al-"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question.

    ``weight`` is how much it tells; ``foreign``, the same in an article of the other language,
    where a word without translation cannot be met and says little. ``kin`` are words that name the
    same thing, ``seats`` what stands for it in the news ("Ankara": "turc"). ``group`` numbers the
    name that the word is a part of ("Kassym-Jomart Tokaïev"), if any; ``frame``: it only frames
    the question; ``indexed``: some article holds it.
    """

    text: str
    folded: str
    weight: float
    foreign: float
    name: bool
    group: int | None
    variants: dict[str, float]
    kin: frozenset[str]
    seats: frozenset[str]
    frame: bool
    indexed: bool


class Meeting(NamedTuple):
    """A word of the question met in a text: its number, how surely it is the word, and where."""

    term: int
    credit: float
    span: Span


class Vocabulary(NamedTuple):
    """The distinct words of a text, in the forms that a question's words are met by."""

    words: frozenset[str]  # folded, and without the s of a plural
    terms: frozenset[str]  # folded, and stemmed in the text's language and the question's
    families: dict[str, list[str]]  # stems by their beginnings

    @classmethod
    def of(cls, words: Iterable[str], language: str, asked_in: str) -> Self:
        """The vocabulary of folded words."""
        distinct = frozenset(words)
        stems = {stem(word, language) for word in distinct}
        families: dict[str, list[str]] = {}
        for each in stems:
            families.setdefault(each[:FAMILY_LETTERS], []).append(each)
        asked = {stem(word, asked_in) for word in distinct}
        return cls(
            frozenset(map(singular, distinct)) | distinct, distinct | stems | asked, families
        )


class Matcher:
    """Finds the words of one question in texts.

    ``weights`` are the words' in an article of the question's language, and in another;
    ``groups`` the numbers of the words of each name.
    """

    FRAME_SHARE = 0.1  # of the weight of a word that only says what is wanted, where it is not met

    def __init__(self, question: Question, terms: Sequence[QueryTerm]) -> None:
        self.language = question.language
        self.terms = _prepare(question, terms)
        self._seen: dict[str, dict[str, tuple[tuple[int, float], ...]]] = {}
        self._lookup: dict[str, list[tuple[int, float]]] = {}
        for number, term in enumerate(self.terms):
            for variant, weight in term.variants.items():
                self._lookup.setdefault(variant, []).append((number, weight))
        self._families: dict[str, list[tuple[int, str]]] = {}
        for number, term in enumerate(self.terms):
            for variant in () if term.name else term.variants:
                if len(variant) >= FAMILY_LETTERS:
                    key = variant[:FAMILY_LETTERS]
                    self._families.setdefault(key, []).append((number, variant))
        self.weights = (
            np.array([term.weight for term in self.terms]),
            np.array([term.foreign for term in self.terms]),
        )
        self.frames = np.array([term.frame for term in self.terms], dtype=bool)
        names = sorted({term.group for term in self.terms if term.group is not None})
        self.groups = [
            [number for number, term in enumerate(self.terms) if term.group == name]
            for name in names
        ]
        self._kin: dict[str, list[tuple[int, float]]] = {}
        for number, term in enumerate(self.terms):
            for words, credit in ((term.kin, _KIN_CREDIT), (term.seats, _SEAT_CREDIT)):
                for word in words:
                    self._kin.setdefault(word, []).append((number, credit))

    def number_of(self, stemmed: str | None) -> int | None:
        """The first of the words that has that term in the question's language."""
        found = (n for n, t in enumerate(self.terms) if stem(t.folded, self.language) == stemmed)
        return next(found, None)

    def meetings(self, words: Iterable[Token], language: str) -> list[Meeting]:
        """Where a text's words are words of the question, in order; spans as the words have them.

        A variant may be a term of either language's analysis, so words are read by both.
        """
        known = self._seen.setdefault(language, {})
        found = []
        for word in words:
            terms = known.get(word.folded)
            if terms is None:
                terms = known[word.folded] = self._terms_of(word.folded, language)
            for number, credit in terms:
                found.append(Meeting(number, credit, Span(word.start, word.end)))
        return found

    def met_in(self, vocabulary: Vocabulary) -> frozenset[int]:
        """The words of the question that a text's words are, without looking at each of these."""
        found = {
            number
            for variant in self._lookup.keys() & vocabulary.terms
            for number, _ in self._lookup[variant]
        }
        # Not what stands for a capital: somewhere in the article, "russe" is not yet "Moscou".
        found.update(n for n, t in enumerate(self.terms) if not t.kin.isdisjoint(vocabulary.words))
        for beginning in self._families.keys() & vocabulary.families.keys():
            for number, variant in self._families[beginning]:
                if any(is_family(term, variant) for term in vocabulary.families[beginning]):
                    found.add(number)
        return frozenset(found)

    def _terms_of(self, folded: str, language: str) -> tuple[tuple[int, float], ...]:
        forms = _forms_of(folded, language, self.language)
        found: dict[int, float] = {}
        for variant in forms.variants:
            if variant in self._lookup:
                for number, weight in self._lookup[variant]:
                    found[number] = max(weight, found.get(number, 0.0))
        if not found and forms.beginning in self._families:
            for number, variant in self._families[forms.beginning]:
                if is_family(forms.stemmed, variant):
                    found[number] = _FAMILY_CREDIT
        for word in forms.kin if self._kin else ():
            for number, credit in self._kin.get(word, ()):
                found[number] = max(credit, found.get(number, 0.0))
        return tuple(found.items())


class _Forms(NamedTuple):
    """The forms of a text's word that a question's words are met by."""

    variants: tuple[str, ...]
    stemmed: str
    beginning: str
    kin: tuple[str, ...]


@lru_cache(maxsize=100_000)
def _forms_of(folded: str, language: str, asked_in: str) -> _Forms:
    stemmed = stem(folded, language)
    variants = tuple(dict.fromkeys((folded, stemmed, stem(folded, asked_in))))
    kin = tuple(dict.fromkeys((folded, singular(folded))))
    return _Forms(variants, stemmed, stemmed[:FAMILY_LETTERS], kin)


def is_held(matcher: Matcher, number: int, met: frozenset[int]) -> bool:
    """Whether a word was met, or its name was: the last word of it, or three fifths of it."""
    if number in met:
        return True
    group = matcher.terms[number].group
    if group is None:
        return False
    parts = [n for n, term in enumerate(matcher.terms) if term.group == group]
    whole = sum(matcher.terms[part].weight for part in parts)
    held = sum(matcher.terms[part].weight for part in parts if part in met)
    return parts[-1] in met or held >= MOST_OF_A_NAME * whole


def credits_of(meetings: Iterable[Meeting]) -> dict[int, float]:
    """For each word that was met, its best credit."""
    return best_of({met.term: met.credit} for met in meetings)


def best_of(places: Iterable[dict[int, float]]) -> dict[int, float]:
    """The best credit of each word in any of the places."""
    best: dict[int, float] = {}
    for credits in places:
        for number, credit in credits.items():
            if credit > best.get(number, 0.0):
                best[number] = credit
    return best


def _prepare(question: Question, terms: Sequence[QueryTerm]) -> tuple[Term, ...]:
    return tuple(
        _prepare_one(question, term, group)
        for term, group in zip(terms, _groups(question.text, terms), strict=True)
    )


def _prepare_one(question: Question, term: QueryTerm, group: int | None) -> Term:
    folded = fold(term.text)
    frame = folded in question.frame and not term.name
    weight = max(term.weight, _LEAST) ** _DAMPING
    kin = kin_of(folded)
    crosses = term.name or bool(kin) or any(v.how == "translation" for v in term.variants)
    return Term(
        text=term.text,
        folded=folded,
        weight=weight,
        foreign=weight * (1.0 if crosses else _UNTRANSLATED_SHARE),
        name=term.name,
        group=group,
        # The word itself too: an article's date may hold a year that no passage does.
        variants={folded: 1.0, **{variant.term: variant.weight for variant in term.variants}},
        indexed=bool(term.variants),
        kin=kin,
        seats=seat_of(folded) if _acts(question.text, term) else frozenset(),
        frame=frame,
    )


def _acts(question: str, term: QueryTerm) -> bool:
    """Whether a name may stand for a government: "à Moscou" is the town."""
    before = tokens(question[: term.start])
    return term.name and (not before or before[-1].folded not in _TO_A_PLACE)


def _groups(question: str, terms: Sequence[QueryTerm]) -> Iterator[int | None]:
    """Numbers names of several words: neighbours that are names, but for a hyphen or the like."""
    group = -1
    before: QueryTerm | None = None
    for term in terms:
        if not term.name or term.text[0].isdigit():
            before = None
            yield None
            continue
        joined = before is not None and question[before.end : term.start].strip() in _JOINTS
        group += 0 if joined else 1
        before = term
        yield group
