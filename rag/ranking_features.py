"""What a question and its candidate passages give cheaply, all candidates at once.

Each word that was read has a number; a passage is an array of numbers, kept for the next question.
So a question costs a few operations over one array of some 13,000 words: 2 ms for 100 candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold, is_stop_word, stem, tokens, words
from index.query import QueryTerm
from index.types import Passage
from rag.question import Question
from rag.rules import Kind

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

_KEPT_PASSAGES = 20_000  # some 20 MB
_KEPT_WORDS = 500_000
_GAP = 4  # nothings after each sentence: neighbours in the array are neighbours in a sentence
_FAMILY_LETTERS = 6  # that the words of a family share at their beginning
_NEAR = 4  # words within which two neighbours of the question still belong together
_FRAME = 0.3  # of the weight of a word that only says what kind of answer is wanted
_PHRASES = 4.0  # function words beside a searched one weigh little: few questions have more
_SATURATION = 0.4  # k1 of BM25
_BREAK = re.compile(r"(?<=[.!?…;])[»\"”)]*\s+(?=[A-ZÀ-Þ«\"“\d\-–—])|\n+")
_MONTHS = """
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
january february march april may june july august september october november december
"""
_SPELT = """
deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
quarante cinquante soixante cent cents mille million millions milliard milliards dizaine douzaine
vingtaine trentaine cinquantaine centaine centaines millier milliers moitie tiers quart
two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred
thousand billion half dozen
"""
_CAUSES = """
car parce puisque puisqu afin raison cause grace faute suite pour
because due since owing thanks order therefore
"""
_BEFORE_PLACES = "a au aux en dans sur vers pres in at near from"
_CAPITAL, _FIGURE, _YEAR, _MONTH, _SPELT_FIGURE, _CAUSE, _LOCAL = (1 << bit for bit in range(7))
_MEMBERS = {
    _MONTH: frozenset(_MONTHS.split()),
    _SPELT_FIGURE: frozenset(_SPELT.split()),
    _CAUSE: frozenset(_CAUSES.split()),
    _LOCAL: frozenset(_BEFORE_PLACES.split()),
}
# What a word of an answer to a kind of question is. Places are capitals after a preposition.
_WANTED: dict[Kind, int] = {
    "when": _YEAR | _MONTH,
    "how_many": _FIGURE | _SPELT_FIGURE,
    "how_much": _FIGURE | _SPELT_FIGURE,
    "age": _FIGURE | _SPELT_FIGURE,
    "who": _CAPITAL,
    "where": _CAPITAL,
    "why": _CAUSE,
}

# Each is a share of the question's weight, unless it says otherwise.
NAMES = (
    "held",  # words that the passage holds
    "held_names",  # of these, names and numbers
    "held_as_typed",  # held in the very form of the question
    "sentence",  # held by the best sentence
    "sentence_as_typed",
    "repeated",  # log of how often each stands there beyond once
    "saturated",  # held often, whatever the passage's length: BM25 with b = 0, k1 = 0.4
    "near_pairs",  # neighbours in the question that stand within four words
    "phrases",  # runs of two words of the question, word for word, function words among them
    "family",  # words that only a derivation stands for
    "kind",  # 1 where a word has the kind of the answer
    "kind_in_sentence",  # held by the best sentence with such a word
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage's words by number, in order, and the sentence of each, counted from 0."""

    numbers: Ints
    sentences: Ints


class _Numbers(dict[str, int]):
    """Numbers from 1 on, given as they are asked for."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self) + 1
        return number


class Lexicon:
    """The words that were read: the number of each, its forms and its classes."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._forms = _Numbers()
        self.forms = np.zeros((1 << 14, 3), dtype=np.int32)  # folded, French and English stem
        self.family = np.zeros(1 << 14, dtype=np.int32)
        self.classes = np.zeros(1 << 14, dtype=np.uint8)

    def __len__(self) -> int:
        return len(self._words)

    @property
    def form_count(self) -> int:
        """One more than the highest number of a form."""
        return len(self._forms) + 1

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's words, in order."""
        known = self._words
        return [known.get(word) or self._add(word) for word in words(text)]

    def form(self, form: str) -> int:
        """The number of a folded word or a stem."""
        return self._forms[form]

    def _add(self, word: str) -> int:
        number = self._words[word] = len(self._words) + 1
        if number == len(self.classes):
            self.forms = np.concatenate([self.forms, np.zeros_like(self.forms)])
            self.family = np.concatenate([self.family, np.zeros_like(self.family)])
            self.classes = np.concatenate([self.classes, np.zeros_like(self.classes)])
        folded = next((token.folded for token in tokens(word)), "")
        if folded:
            shapes = folded, stem(folded, "fr"), stem(folded, "en")
            self.forms[number] = [self._forms[shape] for shape in shapes]
            self.family[number] = self.form(family_of(folded))
            self.classes[number] = _classes_of(word, folded)
        return number


def family_of(folded: str) -> str:
    """The beginning that the derivations of a word share; a short word is alone."""
    return f"{folded[:_FAMILY_LETTERS]}…" if len(folded) > _FAMILY_LETTERS else f"{folded} "


class Shelf:
    """The passages that were read lately; the oldest go first."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self._read: dict[tuple[str, int, int], _Read] = {}

    def gather(self, passages: Sequence[Passage]) -> tuple[Ints, Ints, Ints]:
        """All words of the passages: number, passage and sentence of each, the latter over all."""
        if len(self.lexicon) > _KEPT_WORDS:
            self.lexicon = Lexicon()
            self._read.clear()
        read = [self._passage(passage) for passage in passages]
        while len(self._read) > _KEPT_PASSAGES:
            del self._read[next(iter(self._read))]
        lengths = [len(each.numbers) for each in read]
        counts = [int(each.sentences[-1]) + 1 if len(each.sentences) else 0 for each in read]
        before = np.cumsum([0, *counts[:-1]])
        owners = np.repeat(np.arange(len(read), dtype=np.int32), lengths)
        numbers = np.concatenate([each.numbers for each in read])
        sentences = np.concatenate([each.sentences for each in read])
        return numbers, owners, (sentences + np.repeat(before, lengths)).astype(np.int32)

    def _passage(self, passage: Passage) -> _Read:
        key = (passage.article_id, passage.start, passage.end)
        read = self._read.pop(key, None) or self._new(passage.text)
        self._read[key] = read
        return read

    def _new(self, text: str) -> _Read:
        numbers: list[int] = []
        sentences: list[int] = []
        for number, sentence in enumerate(_BREAK.split(text)):
            found = self.lexicon.numbers(sentence)
            numbers += [*found, *([0] * _GAP)]
            sentences += [number] * (len(found) + _GAP)
        return _Read(np.array(numbers, dtype=np.int32), np.array(sentences, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question's words in numbers.

    ``slots`` maps a form to a row of ``credits`` of shape (rows, terms); row 0 is nothing.
    """

    slots: NDArray[np.int16]
    credits: Floats
    weights: Floats
    names: NDArray[np.bool_]
    typed: Ints


def measure(
    shelf: Shelf,
    question: Question,
    terms: Sequence[QueryTerm],
    passages: Sequence[Passage],
) -> Floats:
    """The features of each passage, shape (passages, NAMES); zeros where no word is searchable."""
    found = np.zeros((len(passages), len(NAMES)), dtype=np.float32)
    if not terms or not passages:
        return found
    numbers, owners, sentences = shelf.gather(passages)
    asked = _ask(shelf.lexicon, question, terms)
    view = _View(shelf.lexicon, asked, question, numbers, owners, sentences, len(passages))
    columns: dict[str, Any] = {
        **view.coverage(),
        **view.neighbours(),
        "phrases": view.phrases(question),
        "family": view.family(terms),
        **view.kinds(),
    }
    for column, name in enumerate(NAMES):
        found[:, column] = columns[name]
    return found


def _ask(lexicon: Lexicon, question: Question, terms: Sequence[QueryTerm]) -> _Asked:
    credits: dict[int, Floats] = {}
    weights = np.zeros(len(terms), dtype=np.float32)
    for number, term in enumerate(terms):
        folded = fold(term.text)
        frame = folded in question.frame and not term.name
        weights[number] = (term.weight + 1e-3) * (_FRAME if frame else 1.0)
        forms = {folded: 1.0} | {variant.term: variant.weight for variant in term.variants}
        for form, weight in forms.items():
            row = credits.setdefault(lexicon.form(form), np.zeros(len(terms), dtype=np.float32))
            row[number] = max(row[number], weight)
    slots = np.zeros(lexicon.form_count, dtype=np.int16)
    slots[list(credits)] = np.arange(1, len(credits) + 1)
    rows = np.stack([np.zeros(len(terms), dtype=np.float32), *credits.values()])
    names = np.array([term.name for term in terms])
    typed = np.array([lexicon.form(fold(term.text)) for term in terms], dtype=np.int32)
    return _Asked(slots, rows, weights / weights.sum(), names, typed)


class _View:
    """One question beside all its candidates."""

    def __init__(
        self,
        lexicon: Lexicon,
        asked: _Asked,
        question: Question,
        numbers: Ints,
        owners: Ints,
        sentences: Ints,
        count: int,
    ) -> None:
        self._lexicon = lexicon
        self._asked = asked
        self._question = question
        self._numbers = numbers
        self._owners = owners
        self._sentences = sentences
        self._count = count
        self._forms = lexicon.forms[numbers]
        self._met = self._credits(self._forms)  # (words, terms)
        self._places = np.flatnonzero(self._met.any(axis=1))
        shape = (count, len(asked.weights))
        self._held = np.zeros(shape, dtype=np.float32)
        np.maximum.at(self._held, owners[self._places], self._met[self._places])
        last = int(sentences[-1]) + 1 if len(sentences) else 0
        self._in_sentence = np.zeros((last, shape[1]), dtype=np.float32)
        np.maximum.at(self._in_sentence, sentences[self._places], self._met[self._places])
        self._owner_of = np.zeros(last, dtype=np.int32)
        self._owner_of[sentences] = owners

    def coverage(self) -> dict[str, Any]:
        """How much of the question the passage and its best sentence hold, and how often."""
        weights, names = self._asked.weights, self._asked.weights * self._asked.names
        often = np.zeros_like(self._held)
        np.add.at(often, self._owners[self._places], self._met[self._places])
        typed = self._forms[self._places, 0][:, None] == self._asked.typed
        held, in_sentence = np.zeros_like(self._held), np.zeros_like(self._in_sentence)
        np.maximum.at(held, self._owners[self._places], typed)
        np.maximum.at(in_sentence, self._sentences[self._places], typed)
        return {
            "held": self._held @ weights,
            "held_names": self._held @ names,
            "held_as_typed": held @ weights,
            "sentence": self._best(self._in_sentence @ weights),
            "sentence_as_typed": self._best(in_sentence @ weights),
            "repeated": np.log1p(np.maximum(often - 1, 0)) @ weights,
            "saturated": (often / (often + _SATURATION)) @ weights,
        }

    def neighbours(self) -> dict[str, Floats]:
        """Of the question's pairs of neighbours, those that stand close."""
        weights = self._asked.weights
        met = self._met > 0
        near = np.zeros(self._count, dtype=np.float32)
        total = float(weights[:-1].sum() + weights[1:].sum()) or 1.0
        for term in range(len(weights) - 1):
            one, other = met[:, term], met[:, term + 1]
            close = np.zeros(len(one), dtype=np.bool_)
            for gap in range(1, _NEAR + 1):
                close[:-gap] |= (one[:-gap] & other[gap:]) | (other[:-gap] & one[gap:])
            worth = (weights[term] + weights[term + 1]) / total
            near += worth * self._any(np.flatnonzero(close))
        return {"near_pairs": near}

    def phrases(self, question: Question) -> Floats:
        """Runs of two words of the question that the passage has word for word, by the four."""
        folded = [token.folded for token in tokens(question.text)]
        worths = [0.3 if is_stop_word(word, question.language) else 1.0 for word in folded]
        at = [self._forms[:, 0] == self._lexicon.form(word) for word in folded]
        found = np.zeros(self._count, dtype=np.float32)
        for place in range(len(folded) - 1):
            run = at[place][:-1] & at[place + 1][1:]
            found += worths[place] * worths[place + 1] * self._any(np.flatnonzero(run))
        found /= _PHRASES
        return found

    def family(self, terms: Sequence[QueryTerm]) -> Floats:
        """The weight of words that only a derivation stands for, "présidentiel" for "président"."""
        families = self._lexicon.family[self._numbers]
        gained = np.zeros(self._count, dtype=np.float32)
        for number, term in enumerate(terms):
            folded = fold(term.text)
            if term.name or len(folded) <= _FAMILY_LETTERS:
                continue
            places = np.flatnonzero(families == self._lexicon.form(family_of(folded)))
            new = self._any(places) * (self._held[:, number] == 0)
            gained += self._asked.weights[number] * new
        return gained

    def kinds(self) -> dict[str, Any]:
        """Whether a word of the answer's kind is there that the question does not say.

        In a sentence it counts for what the sentence holds of the question.
        """
        wanted = _WANTED.get(self._question.kind, 0)
        if not wanted:
            return {"kind": 0.0, "kind_in_sentence": 0.0}
        classes = self._lexicon.classes[self._numbers]
        fits = (classes & wanted) > 0
        fits[self._places] = False
        if wanted == _CAPITAL:  # the first word of a sentence has one anyway
            fits[1:] &= self._sentences[1:] == self._sentences[:-1]
            fits[:1] = False
        if self._question.kind == "where":
            local = (classes & _LOCAL) > 0
            fits[1:] &= local[:-1] | np.concatenate([[False], local[:-2]])
        places = np.flatnonzero(fits)
        shown = np.zeros(len(self._in_sentence), dtype=np.float32)
        shown[self._sentences[places]] = 1.0
        said = self._in_sentence @ self._asked.weights
        return {"kind": self._any(places), "kind_in_sentence": self._best(said * shown)}

    def _credits(self, forms: Ints) -> Floats:
        """How surely each word is each of the question's, from its forms: (words, terms)."""
        slots = self._asked.slots[forms]
        credits: Floats = np.zeros((len(forms), len(self._asked.weights)), dtype=np.float32)
        places = np.flatnonzero(slots.any(axis=1))
        credits[places] = self._asked.credits[slots[places]].max(axis=1)
        return credits

    def _any(self, places: NDArray[np.intp]) -> Floats:
        """1 for the passages that hold one of the places."""
        held = np.zeros(self._count, dtype=np.float32)
        held[self._owners[places]] = 1.0
        return held

    def _best(self, of_sentences: Floats) -> Floats:
        """The best of each passage's sentences."""
        best = np.zeros(self._count, dtype=np.float32)
        np.maximum.at(best, self._owner_of, of_sentences)
        return best


def _classes_of(word: str, folded: str) -> int:
    classes = _CAPITAL if word[0].isupper() else 0
    if word[0].isdigit():
        year = len(folded) == 4 and folded.isdigit() and "1000" <= folded <= "2199"
        classes |= _YEAR if year else _FIGURE
    for bit, members in _MEMBERS.items():
        classes |= bit if folded in members else 0
    return classes
