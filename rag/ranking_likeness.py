"""What the vectors of words tell of passages: words that are like those of the question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis import tokens
from rag.likeness import WordTable, unit
from rag.question import Question
from rag.shelf import Floats, Ints, Places, Read, Shelf, most

_UNALIKE, _ALIKE = 0.3, 0.75  # cosines of words that chance brings together, and that say the same
_KINDRED_UNALIKE, _KINDRED_ALIKE = 0.1, 0.5  # the same where the words share a beginning
_LEAST = 0.05  # likeness below which a word is left out


def likeness(
    shelf: Shelf,
    question: Question,
    words: Sequence[str],
    read: Read,
    *,
    names: NDArray[np.bool_],
    weights: Floats,
    held: Floats,
    in_sentence: Floats,
) -> dict[str, Floats]:
    """Features by their names; ``words`` are the searched ones, folded."""
    table, language = shelf.table, question.language
    rows = shelf.lexicon.rows[read.numbers]
    seen = np.zeros(len(table.vectors), dtype=np.bool_)
    seen[rows] = True
    distinct = np.flatnonzero(seen[1:]) + 1  # row 0 is of words without a vector
    asked = np.array([table.row(word, language) for word in words], dtype=np.int32)
    alike = _alike(table, distinct, asked)
    hot = alike.max(axis=1) > _LEAST
    slots = np.zeros(len(table.vectors), dtype=np.int32)
    slots[distinct[hot]] = np.arange(1, hot.sum() + 1)
    credits = np.concatenate([np.zeros_like(alike[:1]), alike[hot]])
    of_words = slots[rows]
    places = np.flatnonzero(of_words)
    met = credits[of_words[places]]
    there = most(met, read.owners[places], read.passages)
    here = np.maximum(in_sentence, most(met * ~names, read.sentences[places], len(in_sentence)))
    best = most((here @ weights)[:, None], read.owner_of, read.passages)[:, 0]
    plain = most((in_sentence @ weights)[:, None], read.owner_of, read.passages)[:, 0]
    whole, of_sentence = _meaning(table, question, rows, distinct, read)
    return {
        "alike": (np.maximum(held, there * ~names) - held) @ weights,
        "alike_names": (np.maximum(held, there) - held) @ weights,
        "alike_in_sentence": best - plain,
        "meaning": whole,
        "meaning_of_sentence": of_sentence,
    }


def _alike(table: WordTable, rows: Places, asked: Ints) -> Floats:
    """How like each word is to each of those asked for, 0 to 1."""
    cosines = table.vectors[rows] @ table.vectors[asked].T
    beginnings = table.beginnings[asked]
    kindred = (table.beginnings[rows, None] == beginnings) & (beginnings > 0)
    low = np.where(kindred, _KINDRED_UNALIKE, _UNALIKE)
    span = np.where(kindred, _KINDRED_ALIKE - _KINDRED_UNALIKE, _ALIKE - _UNALIKE)
    alike: Floats = np.clip((cosines - low) / span, 0.0, 1.0).astype(np.float32)
    return alike


def _meaning(
    table: WordTable, question: Question, rows: Ints, distinct: Places, read: Read
) -> tuple[Floats, Floats]:
    """Cosines of the weighted sum of the question's words and those of passages and sentences.

    The length of a sum is taken as if its words had nothing to do with each other, which spares
    adding up vectors.
    """
    told = [table.row(token.folded, question.language) for token in tokens(question.text)]
    asked = unit(table.weights[told] @ table.vectors[told])
    toward = np.zeros(len(table.vectors), dtype=np.float32)
    toward[distinct] = table.weights[distinct] * (table.vectors[distinct] @ asked)
    along, squares = toward[rows], np.square(table.weights)[rows]

    def cosines(groups: Ints, count: int) -> Floats:
        length = np.sqrt(np.bincount(groups, weights=squares, minlength=count))
        sums = np.bincount(groups, weights=along, minlength=count)
        found: Floats = (sums / np.maximum(length, 1e-6)).astype(np.float32)
        return found

    of_sentences = np.maximum(cosines(read.sentences, len(read.owner_of)), 0.0)
    best = most(of_sentences[:, None], read.owner_of, read.passages)[:, 0]
    return cosines(read.owners, read.passages), best
