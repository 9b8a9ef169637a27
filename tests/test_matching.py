from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stem, tokens
from index.query import QueryTerm, Variant
from rag.matching import Matcher, Vocabulary, credits_of
from rag.question import analyse_question

QUESTION = "Quand la Turquie a-t-elle vu la signature au village de Kelvik en 2025 ?"


def _matcher() -> Matcher:
    terms = []
    for word in ("Turquie", "signature", "village", "Kelvik", "2025"):
        start = QUESTION.index(word)
        (token,) = tokens(word)
        variant = Variant(stem(token.folded, "fr"), 1.0, "exact")
        name = word[0].isupper() or word.isdigit()
        terms.append(QueryTerm(word, start, start + len(word), name, (variant,), 2.0))
    return Matcher(analyse_question(QUESTION, "fr"), terms)


def _met_one_by_one(text: str) -> frozenset[int]:
    return frozenset(credits_of(_matcher().meetings(tokens(text), "fr")))


def _met_at_once(text: str) -> frozenset[int]:
    words = (token.folded for token in tokens(text))
    return _matcher().met_in(Vocabulary.of(words, "fr", "fr"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Les troupes turques sont entrées.", {0}),
        ("Les signataires sont partis.", {1}),
        ("Deux villages de Kelvik, en 2025.", {2, 3, 4}),
        ("Rien de tel.", set()),
        ("", set()),
    ],
)
def test_a_text_holds_words_by_stem_by_people_and_by_family(text: str, numbers: set[int]) -> None:
    assert _met_at_once(text) == numbers
    assert _met_one_by_one(text) == numbers


WORDS = "turc turques Turquie signataire signatures signe village villageois Kelvik 2025 2024 le x"


@given(st.lists(st.sampled_from(WORDS.split())).map(" ".join))
def test_a_vocabulary_holds_what_its_text_holds(text: str) -> None:
    assert _met_at_once(text) == _met_one_by_one(text)


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("Ankara a-t-elle signé ?", True),
        ("Le roi est-il venu à Ankara ?", False),  # the town
    ],
)
def test_a_capital_that_acts_is_met_by_its_people(question: str, met: bool) -> None:
    start = question.index("Ankara")
    term = QueryTerm("Ankara", start, start + 6, True, (), 2.0)
    matcher = Matcher(analyse_question(question, "fr"), [term])
    found = matcher.meetings(tokens("Le gouvernement turc a répondu."), "fr")
    assert bool(found) == met
