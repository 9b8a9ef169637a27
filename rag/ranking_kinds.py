"""Words that may answer the kind of a question: dates for "quand", capitals for "qui"."""

from __future__ import annotations

import numpy as np

from rag.question import Question
from rag.rules import Kind
from rag.shelf import Floats, Places, Read
from rag.vocabulary import CAPITAL, CAUSE, FIGURE, LOCAL, MONTH, SPELT_FIGURE, YEAR, Vocabulary

_REACH = 8.0  # words over which nearness falls to a third
# What a word of an answer to a kind of question is. Places are capitals after a preposition.
_WANTED: dict[Kind, int] = {
    "when": YEAR | MONTH,
    "how_many": FIGURE | SPELT_FIGURE,
    "how_much": FIGURE | SPELT_FIGURE,
    "age": FIGURE | SPELT_FIGURE,
    "who": CAPITAL,
    "where": CAPITAL,
    "why": CAUSE,
}


def places_of_kind(
    question: Question, vocabulary: Vocabulary, read: Read, *, said: Places
) -> Places:
    """Where words of the kind stand; none at ``said``, where the question's own words do."""
    wanted = _WANTED.get(question.kind, 0)
    if not wanted:
        return said[:0]
    classes = vocabulary.classes[read.numbers]
    fits = (classes & wanted) > 0
    fits[said] = False
    if wanted == CAPITAL:  # the first word of a sentence has one anyway
        fits[1:] &= read.numbers[:-1] > 0
        fits[:1] = False
    if question.kind == "where":
        local = (classes & LOCAL) > 0
        fits[1:] &= local[:-1] | np.concatenate([[False], local[:-2]])
    return np.flatnonzero(fits)


def nearness_to(others: Places, places: Places, read: Read) -> Floats:
    """How near each place is to one of the others in its sentence: 1 down to 0; both go upwards."""
    near = np.zeros(len(places), dtype=np.float32)
    after = np.searchsorted(others, places)
    for which in (after - 1, after):
        known = (which >= 0) & (which < len(others))
        other, place = others[which[known]], places[known]
        same = read.sentences[other] == read.sentences[place]
        near[known] = np.maximum(near[known], np.exp(-np.abs(other - place) / _REACH) * same)
    return near
