"""The words of a question, and where a text holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold, stem, tokens
from index.query import QueryTerm
from index.types import Span
from rag.families import FAMILY_LETTERS, is_family
from rag.kin import kin_of, seat_of, singular
from rag.question import Question
from rag.vocabulary import Vocabulary

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


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """The words of a vocabulary that are words of a question, in texts of one language.

    ``slots`` has for each word a row of the others, 0 for one that is none. ``credits``, shape
    (rows, terms), says how surely it is each; ``held``, whether it shows that an article has the
    term at all; ``meant`` has each row's terms with their credits.
    """

    slots: NDArray[np.int32]
    credits: NDArray[np.float64]
    held: NDArray[np.bool_]
    meant: Sequence[Sequence[tuple[int, float]]]


class Matcher:
    """Finds the words of one question in texts.

    ``weights`` are the words' in an article of the question's language, and in another;
    ``groups`` the numbers of the words of each name.
    """

    FRAME_SHARE = 0.1  # of the weight of a word that only says what is wanted, where it is not met

    def __init__(self, question: Question, terms: Sequence[QueryTerm]) -> None:
        self.language = question.language
        self.terms = _prepare(question, terms)
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

    def met(self, vocabulary: Vocabulary, language: str) -> Met:
        """The words of the vocabulary that are words of the question, in texts of a language.

        A variant may be a term of either language's analysis, so words are read by both.
        """
        found: dict[int, dict[int, float]] = {}
        held: dict[int, set[int]] = {}
        for word, term, credit in self._exact(vocabulary, language):
            own = found.setdefault(word, {})
            own[term] = max(credit, own.get(term, 0.0))
            held.setdefault(word, set()).add(term)
        exact = frozenset(found)
        for word, term in self._derived(vocabulary, language):
            held.setdefault(word, set()).add(term)
            if word not in exact:
                found.setdefault(word, {})[term] = _FAMILY_CREDIT
        for kin, credited in self._kin.items():
            for word in _written(vocabulary, kin):
                own = found.setdefault(word, {})
                for term, credit in credited:
                    own[term] = max(credit, own.get(term, 0.0))
                    # Not what stands for a capital: somewhere in the article, "russe" is not yet
                    # "Moscou".
                    if kin in self.terms[term].kin:
                        held.setdefault(word, set()).add(term)
        return self._as_arrays(vocabulary, found, held)

    def _as_arrays(
        self, vocabulary: Vocabulary, found: dict[int, dict[int, float]], held: dict[int, set[int]]
    ) -> Met:
        slots = np.zeros(vocabulary.count, dtype=np.int32)
        credits = np.zeros((len(found) + 1, len(self.terms)))
        shown = np.zeros(credits.shape, dtype=np.bool_)
        for row, (word, own) in enumerate(found.items(), start=1):
            slots[word] = row
            credits[row, list(own)] = list(own.values())
            shown[row, list(held.get(word, ()))] = True
        return Met(slots, credits, shown, [(), *(tuple(own.items()) for own in found.values())])

    def _exact(self, vocabulary: Vocabulary, language: str) -> Iterator[tuple[int, int, float]]:
        """Words that are a variant as they are, or by their stem in either language."""
        for variant, meant in self._lookup.items():
            for word in vocabulary.of_form(variant):
                folded = vocabulary.folded[word]
                stems = stem(folded, language), stem(folded, self.language)
                if folded == variant or variant in stems:
                    for term, weight in meant:
                        yield word, term, weight

    def _derived(self, vocabulary: Vocabulary, language: str) -> Iterator[tuple[int, int]]:
        """Words of the family of a term."""
        for beginning, members in self._families.items():
            for word in vocabulary.beginning_with(beginning):
                stemmed = stem(vocabulary.folded[word], language)
                for term, variant in members:
                    if is_family(stemmed, variant):
                        yield word, term


def _written(vocabulary: Vocabulary, word: str) -> list[int]:
    """The words that are a folded word or its plural."""
    plural = vocabulary.of_folded(f"{word}s") if singular(f"{word}s") == word else []
    return [*vocabulary.of_folded(word), *plural]


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
