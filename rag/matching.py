"""The words of a question, and where a text holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.analysis import fold, stem, tokens
from index.query import QueryTerm
from index.types import Span
from rag.kin import is_kin, kin_of
from rag.question import Question

_FRAME_SHARE = 0.2  # of the weight of a word that only says what kind of answer is wanted
_KIN_CREDIT = 0.9  # "turc" for "Turquie"
_JOINTS = frozenset(
    {"", "-", "'", "’", "de", "du", "des", "d'", "d’", "of", "of the", "de la", "al-"}
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question; ``share`` is its part of the question's weight, all adding to 1.

    ``group`` numbers the name that the word is a part of ("Kassym-Jomart Tokaïev"), if any.
    """

    text: str
    folded: str
    share: float
    name: bool
    group: int | None
    variants: dict[str, float]
    kin: frozenset[str]
    frame: bool


class Meeting(NamedTuple):
    """A word of the question met in a text: its number, how surely it is the word, and where."""

    term: int
    credit: float
    span: Span


class Matcher:
    """Finds the words of one question in texts."""

    def __init__(self, question: Question, terms: Sequence[QueryTerm]) -> None:
        self.language = question.language
        self.terms = _prepare(question, terms)
        self._lookup: dict[str, list[tuple[int, float]]] = {}
        for number, term in enumerate(self.terms):
            for variant, weight in term.variants.items():
                self._lookup.setdefault(variant, []).append((number, weight))
        self._kin = [(number, term.kin) for number, term in enumerate(self.terms) if term.kin]

    def meetings(self, text: str, language: str) -> list[Meeting]:
        """Where a text holds words of the question, in order; the spans count its characters.

        A variant may be a term of either language's analysis, so words are read by both.
        """
        return [
            Meeting(number, credit, Span(token.start, token.end))
            for token in tokens(text)
            for number, credit in self._terms_of(token.folded, language).items()
        ]

    def _terms_of(self, folded: str, language: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for variant in {folded, stem(folded, language), stem(folded, self.language)}:
            for number, weight in self._lookup.get(variant, ()):
                found[number] = max(weight, found.get(number, 0.0))
        for number, kin in self._kin:
            if is_kin(folded, kin):
                found[number] = max(_KIN_CREDIT, found.get(number, 0.0))
        return found


def credits_of(meetings: Iterable[Meeting]) -> dict[int, float]:
    """For each word that was met, its best credit."""
    best: dict[int, float] = {}
    for met in meetings:
        best[met.term] = max(met.credit, best.get(met.term, 0.0))
    return best


def _prepare(question: Question, terms: Sequence[QueryTerm]) -> tuple[Term, ...]:
    folded = [fold(term.text) for term in terms]
    frames = [
        word in question.frame and not term.name for word, term in zip(folded, terms, strict=True)
    ]
    weights = [
        max(term.weight, 1e-6) * (_FRAME_SHARE if frame else 1.0)
        for term, frame in zip(terms, frames, strict=True)
    ]
    total = sum(weights) or 1.0
    groups = list(_groups(question.text, terms))
    return tuple(
        Term(
            term.text,
            folded[number],
            weights[number] / total,
            term.name,
            groups[number],
            {variant.term: variant.weight for variant in term.variants},
            kin_of(folded[number]),
            frames[number],
        )
        for number, term in enumerate(terms)
    )


def _groups(question: str, terms: Sequence[QueryTerm]) -> Iterator[int | None]:
    """Numbers names of several words: neighbours that are names, or joined by "de" and the like."""
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
