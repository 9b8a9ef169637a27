"""The words of a question, and where a text holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from index.analysis import Token, fold, stem
from index.query import QueryTerm
from index.types import Span
from rag.kin import is_kin, kin_of, singular
from rag.question import Question

_FRAME_SHARE = 0.1  # of the weight of a word that only says what kind of answer is wanted
_KIN_CREDIT = 0.9  # "turc" for "Turquie"
_UNTRANSLATED_SHARE = 0.5  # of a word's weight in an article of the other language
_DAMPING = 0.6  # power of the idf: a word that no article of a few holds is not everything
_MOST_OF_A_NAME = 0.6  # of the weight of a name of several words
_LEAST = 1e-3  # a word that every passage holds still weighs something
_FAMILY_CREDIT = 0.5  # "annexée" for "annexion"
_FAMILY_LETTERS = 5  # that such words share at their beginning, at least
_FAMILY_SHARE = 0.65  # of the longer stem that is shared, at least
_JOINTS = frozenset({"", "-", "'", "’", "d'", "d’", "al-"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question.

    ``weight`` is how much it tells; ``foreign``, the same in an article of the other language,
    where a word without translation cannot be met and says little. ``group`` numbers the name that
    the word is a part of ("Kassym-Jomart Tokaïev"), if any; ``frame``: it only frames the question;
    ``indexed``: some article holds it.
    """

    text: str
    folded: str
    weight: float
    foreign: float
    name: bool
    group: int | None
    variants: dict[str, float]
    kin: frozenset[str]
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
            families.setdefault(each[:_FAMILY_LETTERS], []).append(each)
        asked = {stem(word, asked_in) for word in distinct}
        return cls(
            frozenset(map(singular, distinct)) | distinct, distinct | stems | asked, families
        )


class Matcher:
    """Finds the words of one question in texts."""

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
                if len(variant) >= _FAMILY_LETTERS:
                    key = variant[:_FAMILY_LETTERS]
                    self._families.setdefault(key, []).append((number, variant))
        self._kin = [(number, term.kin) for number, term in enumerate(self.terms) if term.kin]

    def shares(self, language: str, met: frozenset[int]) -> tuple[float, ...]:
        """Each word's part of the question's weight in an article of a language; they add to 1.

        A word that only frames the question counts where it was met, and hardly where it was not.
        """
        foreign = language != self.language
        weights = [
            (term.foreign if foreign else term.weight)
            * (_FRAME_SHARE if term.frame and number not in met else 1.0)
            for number, term in enumerate(self.terms)
        ]
        total = sum(weights) or 1.0
        return tuple(weight / total for weight in weights)

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
        found.update(number for number, kin in self._kin if not kin.isdisjoint(vocabulary.words))
        for beginning in self._families.keys() & vocabulary.families.keys():
            for number, variant in self._families[beginning]:
                if any(_is_family(term, variant) for term in vocabulary.families[beginning]):
                    found.add(number)
        return frozenset(found)

    def _terms_of(self, folded: str, language: str) -> tuple[tuple[int, float], ...]:
        stemmed = stem(folded, language)
        own = stemmed if language == self.language else stem(folded, self.language)
        found: dict[int, float] = {}
        for variant in (folded, stemmed, own):
            for number, weight in self._lookup.get(variant, ()):
                found[number] = max(weight, found.get(number, 0.0))
        if not found:
            for number, variant in self._families.get(stemmed[:_FAMILY_LETTERS], ()):
                if _is_family(stemmed, variant):
                    found[number] = _FAMILY_CREDIT
        for number, kin in self._kin:
            if is_kin(folded, kin):
                found[number] = max(_KIN_CREDIT, found.get(number, 0.0))
        return tuple(found.items())


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
    return parts[-1] in met or held >= _MOST_OF_A_NAME * whole


def lacking(matcher: Matcher, shares: Sequence[float], scope: frozenset[int]) -> float:
    """The weight of the names and numbers of the question that ``scope`` does not hold."""
    return sum(
        shares[number]
        for number, term in enumerate(matcher.terms)
        if term.name and not is_held(matcher, number, scope)
    )


def _is_family(one: str, other: str) -> bool:
    """Whether two stems share so long a beginning that they are one word's derivations."""
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    longest = max(len(one), len(other))
    return shared >= _FAMILY_LETTERS and shared >= _FAMILY_SHARE * longest


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
        frame=frame,
    )


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
