"""What the vectors of words tell of passages: words that are like those of the question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis import tokens
from rag.likeness import WordTable, unit
from rag.question import Question
from rag.shelf import Floats, Ints, Places, Read, Shelf, most, weigh

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
    rows = shelf.vocabulary.rows[read.numbers]
    seen = np.zeros(len(table.vectors), dtype=np.bool_)
    seen[rows] = True
    distinct = np.flatnonzero(seen[1:]) + 1  # row 0 is of words without a vector
    asked = np.array([table.row(word, language) for word in words], dtype=np.int32)
    told = [table.row(token.folded, language) for token in tokens(question.text)]
    sought = np.stack([*table.vectors[asked], unit(table.weights[told] @ table.vectors[told])])
    cosines = table.vectors[distinct] @ sought.T
    alike = _alike(table, distinct, asked, cosines[:, :-1])
    hot = alike.max(axis=1) > _LEAST
    slots = np.zeros(len(table.vectors), dtype=np.int32)
    slots[distinct[hot]] = np.arange(1, hot.sum() + 1)
    credits = np.concatenate([np.zeros_like(alike[:1]), alike[hot]])
    of_words = slots[rows]
    places = np.flatnonzero(of_words)
    met = credits[of_words[places]]
    there = most(met, read.owners[places], read.passages)
    here = np.maximum(in_sentence, most(met * ~names, read.sentences[places], len(in_sentence)))
    best = most(weigh(here, weights)[:, None], read.owner_of, read.passages)[:, 0]
    plain = most(weigh(in_sentence, weights)[:, None], read.owner_of, read.passages)[:, 0]
    return {
        "alike": weigh(np.maximum(held, there * ~names) - held, weights),
        "alike_names": weigh(np.maximum(held, there) - held, weights),
        "alike_in_sentence": best - plain,
        "meaning": _meaning(table, rows, distinct, cosines[:, -1], read),
    }


def _alike(table: WordTable, rows: Places, asked: Ints, cosines: Floats) -> Floats:
    """How like each word is to each of those asked for, 0 to 1, by their cosines."""
    alike = np.zeros_like(cosines)
    near = np.flatnonzero(cosines.max(axis=1) > _KINDRED_UNALIKE)
    beginnings = table.beginnings[asked]
    kindred = (table.beginnings[rows[near], None] == beginnings) & (beginnings > 0)
    low = np.where(kindred, _KINDRED_UNALIKE, _UNALIKE)
    span = np.where(kindred, _KINDRED_ALIKE - _KINDRED_UNALIKE, _ALIKE - _UNALIKE)
    alike[near] = np.clip((cosines[near] - low) / span, 0.0, 1.0)
    return alike


def _meaning(table: WordTable, rows: Ints, distinct: Places, cosines: Floats, read: Read) -> Floats:
    """The cosine of the weighted sums of the question's words and of each passage's.

    The length of a passage's sum is taken as if its words had nothing to do with each other, which
    spares adding up vectors.
    """
    toward = np.zeros(len(table.vectors), dtype=np.float32)
    toward[distinct] = table.weights[distinct] * cosines
    lengths = np.bincount(read.owners, weights=np.square(table.weights)[rows])
    sums = np.bincount(read.owners, weights=toward[rows])
    found: Floats = (sums / np.sqrt(np.maximum(lengths, 1e-12))).astype(np.float32)
    return found
