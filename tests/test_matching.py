from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stem, tokens
from index.query import QueryTerm, Variant
from index.types import Article, Hit, Passage, article_id_of
from rag.likeness import load_word_table
from rag.matching import Matcher
from rag.question import analyse_question
from rag.reading import Reading, read
from rag.shelf import Shelf

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


def _reading(matcher: Matcher, text: str, language: str = "fr") -> Reading:
    article = Article(article_id_of(text), "", text, None, ("a.txt",), language)
    hit = Hit(Passage(article.article_id, 0, len(text), text), 1.0, 1.0, 1.0)
    return read(matcher, [hit], lambda _: article, Shelf(load_word_table()))[0]


def _met(matcher: Matcher, text: str, language: str = "fr") -> set[int]:
    credits = _reading(matcher, text, language).credits
    return set(np.flatnonzero((credits > 0).any(axis=0)).tolist())


def _held(matcher: Matcher, text: str) -> set[int]:
    return set(np.flatnonzero(_reading(matcher, text).held).tolist())


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
    assert _met(_matcher(), text) == numbers
    assert _held(_matcher(), text) == numbers


def test_a_word_that_is_met_by_its_stem_is_not_met_by_its_family_too() -> None:
    reading = _reading(_matcher(), "Le village. Une villageoise.")
    assert [row[2] for row in reading.credits.tolist()] == [1.0, 0.5]


def test_words_that_an_article_reads_in_its_language_are_met_by_that_of_the_question_too() -> None:
    assert _met(_matcher(), "Two villages, Kelvik.", "en") == {2, 3}
    assert _met(_matcher(), "Zwei village, Kelvik.", "de") == {2, 3}


def test_what_is_met_stands_where_the_sentence_has_it() -> None:
    reading = _reading(_matcher(), "Rien. À Kelvik,  en 2025, le village dort.")
    assert [(each.term, reading.quote(1)[slice(*each.span)]) for each in reading.meetings(1)] == [
        (3, "Kelvik"),
        (4, "2025"),
        (2, "village"),
    ]
    assert reading.meetings(0) == []
    assert reading.said.tolist() == [0, 3]
    assert reading.lengths.tolist() == [1, 7]


WORDS = "turc turques Turquie signataire signatures signe village villageois Kelvik 2025 2024 le x"


@given(st.lists(st.lists(st.sampled_from(WORDS.split()), min_size=1), min_size=1, max_size=5))
def test_an_article_holds_what_its_sentences_hold(sentences: list[list[str]]) -> None:
    matcher = _matcher()
    alone = [_met(matcher, " ".join(words)) for words in sentences]
    text = "\n\n".join(" ".join(words) for words in sentences)
    reading = _reading(matcher, text)
    assert [set(np.flatnonzero(row > 0).tolist()) for row in reading.credits] == alone
    assert set(np.flatnonzero(reading.held).tolist()) == set().union(*alone)


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
    text = "Le gouvernement turc a répondu."
    assert bool(_met(matcher, text)) == met
    assert not _held(matcher, text)  # somewhere in the article, it need not stand for the capital
