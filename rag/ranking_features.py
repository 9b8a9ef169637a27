"""What a question and its candidate passages give cheaply, all candidates at once.

A question's words are looked for among the numbers of the passages' words (``rag.shelf``). Some
hundred places are left, and all that follows is counted over these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold, stem, tokens
from index.query import QueryTerm
from rag.question import Question
from rag.ranking_kinds import nearness_to, places_of_kind
from rag.ranking_likeness import likeness
from rag.shelf import Floats, Places, Read, Shelf, most, total, weigh

_NEAR = 4  # words within which two neighbours of the question still belong together
_REACH = 12.0  # words over which nearness falls to a third
_NEXT = 8  # places after each that are looked at for how near they are
_FRAME = 0.3  # of the weight of a word that only says what kind of answer is wanted
_RUNS = 4.0  # of three words: few questions have more of them in a passage
_TOKENS = 63  # of a question whose runs are looked for: the bits of a number
_SATURATION = 0.4  # k1 of BM25
# Each is a share of the question's weight, unless it says otherwise.
NAMES = (
    "held",  # words that the passage holds
    "held_names",  # of these, names and numbers
    "held_as_typed",  # held in the very form of the question
    "sentence",  # held by the best sentence
    "sentence_as_typed",
    "opening_defined",  # held by the first sentence, where the question asks what something is
    "repeated",  # log of how often each stands there beyond once
    "saturated",  # held often, whatever the passage's length: BM25 with b = 0, k1 = 0.4
    "near_pairs",  # neighbours in the question that stand within four words
    "nearness",  # how near any two words stand to each other
    "runs",  # runs of two words of the question, word for word, function words among them: a share
    "long_runs",  # runs of three, a fourth for each
    "stemmed_runs",  # weight of the searched words of runs of two in any form
    "family",  # words that only a derivation stands for
    "kind",  # 1 where a word has the kind of the answer
    "kind_in_sentence",  # held by the best sentence with such a word
    "kind_near",  # held, by how near such a word stands
    "length",  # log of the number of words
    "alike",  # words that another of the passage is like in meaning, beyond those held
    "alike_names",  # the same with names
    "alike_in_sentence",  # held by the best sentence, or alike, beyond the best that holds
    "meaning",  # cosine of the sums of word vectors of the question and the passage
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question's words: the rows of ``credits`` and ``typed`` are those of ``slots``.

    ``slots`` maps a word's number to a row of shape (terms,); row 0 is nothing.
    """

    slots: NDArray[np.int16]
    credits: Floats
    typed: Floats
    weights: Floats
    names: NDArray[np.bool_]


def measure(shelf: Shelf, question: Question, terms: Sequence[QueryTerm], read: Read) -> Floats:
    """The features of each passage, shape (passages, NAMES); zeros where no word is searchable."""
    found = np.zeros((read.passages, len(NAMES)), dtype=np.float32)
    if not terms:
        return found
    view = _View(shelf, _ask(shelf, question, terms), question, terms, read)
    columns: dict[str, Any] = {
        **view.coverage(),
        **view.nearness(),
        **view.runs(),
        "family": view.family(),
        **view.kinds(),
        **view.likeness(),
    }
    for column, name in enumerate(NAMES):
        found[:, column] = columns[name]
    return found


def _ask(shelf: Shelf, question: Question, terms: Sequence[QueryTerm]) -> _Asked:
    vocabulary = shelf.vocabulary
    slots = np.zeros(vocabulary.count, dtype=np.int16)
    credits = [np.zeros(len(terms), dtype=np.float32)]
    typed = [np.zeros(len(terms), dtype=np.float32)]

    def meet(numbers: Iterable[int], term: int, weight: float, rows: list[Floats]) -> None:
        for number in numbers:
            if not slots[number]:
                slots[number] = len(credits)
                credits.append(np.zeros_like(credits[0]))
                typed.append(np.zeros_like(credits[0]))
            row = rows[slots[number]]
            row[term] = max(row[term], weight)

    weights = np.zeros(len(terms), dtype=np.float32)
    for number, term in enumerate(terms):
        folded = fold(term.text)
        frame = folded in question.frame and not term.name
        weights[number] = (term.weight + 1e-3) * (_FRAME if frame else 1.0)
        forms = {folded: 1.0} | {variant.term: variant.weight for variant in term.variants}
        for form, weight in forms.items():
            meet(vocabulary.of_form(form), number, weight, credits)
        meet(vocabulary.of_folded(folded), number, 1.0, typed)
    names = np.array([term.name for term in terms])
    return _Asked(slots, np.stack(credits), np.stack(typed), weights / weights.sum(), names)


class _View:
    """One question beside all its candidates."""

    def __init__(
        self,
        shelf: Shelf,
        asked: _Asked,
        question: Question,
        terms: Sequence[QueryTerm],
        read: Read,
    ) -> None:
        self._shelf = shelf
        self._asked = asked
        self._question = question
        self._terms = terms
        self._read = read
        slots = asked.slots[read.numbers]
        self._places: Places = np.flatnonzero(slots)
        self._slots = slots[self._places]
        self._met = asked.credits[self._slots]
        self._owners = read.owners[self._places]
        self._sentences = read.sentences[self._places]
        self._held = most(self._met, self._owners, read.passages)
        self._in_sentence = most(self._met, self._sentences, len(read.owner_of))

    def coverage(self) -> dict[str, Any]:
        """How much of the question the passage and its sentences hold, and how often."""
        weights, names = self._asked.weights, self._asked.weights * self._asked.names
        count, read = self._read.passages, self._read
        often = total(self._met, self._owners, count)
        typed = self._asked.typed[self._slots]
        typed_in_sentence = most(typed, self._sentences, len(read.owner_of))
        first = np.searchsorted(read.owner_of, np.arange(count))
        opening = weigh(self._in_sentence[first], weights)
        return {
            "held": weigh(self._held, weights),
            "held_names": weigh(self._held, names),
            "held_as_typed": weigh(most(typed, self._owners, count), weights),
            "sentence": self._best(weigh(self._in_sentence, weights)),
            "sentence_as_typed": self._best(weigh(typed_in_sentence, weights)),
            "opening_defined": opening * self._question.definition,
            "repeated": weigh(np.log1p(np.maximum(often - 1, 0)), weights),
            "saturated": weigh(often / (often + _SATURATION), weights),
            "length": np.log1p(np.bincount(read.owners, weights=read.numbers > 0)),
        }

    def nearness(self) -> dict[str, Floats]:
        """How near the question's words stand: neighbours in it, and any two."""
        weights, terms = self._asked.weights, len(self._asked.weights)
        count = self._read.passages
        met = self._met > 0
        neighbours = np.zeros((count, max(terms - 1, 0)), dtype=np.float32)
        nearest = np.zeros(count * terms * terms, dtype=np.float32)
        term = self._met.argmax(axis=1)
        for step in range(1, _NEXT + 1):
            together = self._owners[step:] == self._owners[:-step]
            gap = self._places[step:] - self._places[:-step]
            near = together & (gap <= _NEAR) & (self._sentences[step:] == self._sentences[:-step])
            if step <= _NEAR and near.any():
                one, other = met[:-step][near], met[step:][near]
                close = (one[:, :-1] & other[:, 1:]) | (other[:, :-1] & one[:, 1:])
                owners = self._owners[:-step][near]
                neighbours = np.maximum(neighbours, most(close.astype(np.float32), owners, count))
            one_term, other_term = term[:-step], term[step:]
            low, high = np.minimum(one_term, other_term), np.maximum(one_term, other_term)
            pair = (self._owners[:-step] * terms + low) * terms + high
            worth = np.exp(-gap / _REACH) * (low != high) * together
            np.maximum.at(nearest, pair, worth.astype(np.float32))
        pairs = weights[:-1] + weights[1:]
        return {
            "near_pairs": weigh(neighbours, pairs / (float(pairs.sum()) or 1.0)),
            "nearness": weigh(
                nearest.reshape(count, -1), np.minimum.outer(weights, weights).ravel()
            ),
        }

    def runs(self) -> dict[str, Floats]:
        """Runs of words of the question that the passage has word for word, or stem for stem."""
        question, vocabulary = self._question, self._shelf.vocabulary
        folded = [token.folded for token in tokens(question.text)][:_TOKENS]
        searched = {
            fold(term.text): weight
            for term, weight in zip(self._terms, self._asked.weights.tolist(), strict=True)
        }
        told = np.array([searched.get(word, 0.0) for word in folded], dtype=np.float32)
        weighed = told[:-1] + told[1:]
        exact = self._bits(map(vocabulary.of_folded, folded))
        two = exact[:-1] & (exact[1:] >> np.uint64(1))
        three = two[:-1] & (exact[2:] >> np.uint64(2))
        stems = self._bits(vocabulary.of_form(stem(word, question.language)) for word in folded)
        runs = self._runs(two, len(weighed))
        stemmed = self._runs(stems[:-1] & (stems[1:] >> np.uint64(1)), len(weighed))
        return {
            "runs": runs.sum(axis=1) / max(len(weighed), 1),
            "long_runs": self._runs(three, len(weighed)).sum(axis=1) / _RUNS,
            "stemmed_runs": weigh(stemmed, weighed),
        }

    def _bits(self, forms: Iterable[list[int]]) -> NDArray[np.uint64]:
        """For each word of the passages, a bit for each of the forms' words that it is."""
        bits = np.zeros(self._shelf.vocabulary.count, dtype=np.uint64)
        for place, words in enumerate(forms):
            bits[words] |= np.uint64(1 << place)
        return bits[self._read.numbers]

    def _runs(self, bits: NDArray[np.uint64], count: int) -> Floats:
        """Which of the runs that begin with each bit a passage has, shape (passages, count)."""
        places = np.flatnonzero(bits)
        each = bits[places, None] >> np.arange(count, dtype=np.uint64) & np.uint64(1)
        return most(each.astype(np.float32), self._read.owners[places], self._read.passages)

    def family(self) -> Floats:
        """The weight of words that only a derivation stands for, "présidentiel" for "président"."""
        gained = np.zeros(self._read.passages, dtype=np.float32)
        for number, term in enumerate(self._terms):
            kin = [] if term.name else self._shelf.vocabulary.family(fold(term.text))
            if kin:
                among = np.zeros(self._shelf.vocabulary.count, dtype=np.bool_)
                among[kin] = True
                there = self._any(np.flatnonzero(among[self._read.numbers]))
                gained += self._asked.weights[number] * there * (self._held[:, number] == 0)
        return gained

    def kinds(self) -> dict[str, Floats]:
        """Words of the answer's kind that the question does not say; in a sentence, beside those.

        In a sentence they count for what the sentence holds of the question.
        """
        read = self._read
        places = places_of_kind(self._question, self._shelf.vocabulary, read, said=self._places)
        shown = np.zeros(len(self._in_sentence), dtype=np.float32)
        shown[read.sentences[places]] = 1.0
        near = nearness_to(places, self._places, read)
        beside = most((self._met > 0) * near[:, None], self._owners, read.passages)
        return {
            "kind": self._any(places),
            "kind_in_sentence": self._best(weigh(self._in_sentence, self._asked.weights) * shown),
            "kind_near": weigh(beside, self._asked.weights),
        }

    def likeness(self) -> dict[str, Floats]:
        """What word vectors say."""
        return likeness(
            self._shelf,
            self._question,
            [fold(term.text) for term in self._terms],
            self._read,
            names=self._asked.names,
            weights=self._asked.weights,
            held=self._held,
            in_sentence=self._in_sentence,
        )

    def _any(self, places: Places) -> Floats:
        """1 for the passages that hold one of the places."""
        held = np.zeros(self._read.passages, dtype=np.float32)
        held[self._read.owners[places]] = 1.0
        return held

    def _best(self, of_sentences: Floats) -> Floats:
        """The best of each passage's sentences."""
        return most(of_sentences[:, None], self._read.owner_of, self._read.passages)[:, 0]
