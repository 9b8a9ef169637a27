"""Names in questions, told apart by what stands around them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.mentions import DATE, answered, is_named, mentions, things

ARTICLE = "Le ministre Arno Belk a parlé. Mme Lirova, elle, s’est tue. Hier, Arno Belk est parti."


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Qu’a dit Pavel Orsak ?", {"Pavel Orsak": "person"}),
        ("Qu’a dit le président Orsak ?", {"Orsak": "person"}),
        ("Que fait la Norvège ?", {"Norvège": "country"}),
        ("Quand a lieu le G20 ?", {"G20": "other"}),
        ("Que vaut le franc CFA ?", {"franc CFA": "other"}),
        ("Qui siège au Conseil de sécurité ?", {"Conseil de sécurité": "other"}),
        ("What is the Velt Treaty?", {"Velt Treaty": "other"}),
        ("Qu’a dit Pavel Orsak de l’Italie ?", {"Pavel Orsak": "person", "Italie": "country"}),
        ("Who leads Scotland's parliament?", {"Scotland": "other"}),
        ("Que s’est-il passé en juin 2024 ?", {}),
    ],
)
def test_names_have_kinds(question: str, kinds: dict[str, str]) -> None:
    assert {each.text: each.kind for each in mentions(question)} == kinds


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Belk", True),
        ("Arno Belk", True),
        ("Hier", False),  # it only opens a sentence
        ("Pavel Orsak", True),  # two words are a name wherever they stand
        ("ministre", False),
        ("", False),
    ],
)
def test_a_lone_word_is_a_name_where_a_sentence_holds_it_with_its_capital(
    words: str, named: bool
) -> None:
    assert is_named(words, ARTICLE) is named


def test_an_article_tells_who_a_lone_name_is() -> None:
    alone = mentions("Qu’a fait le dénommé Belk ?")
    told = mentions("Qu’a fait le dénommé Belk ?", article=ARTICLE)
    assert [each.kind for each in alone] == ["other"]
    assert [each.kind for each in told] == ["person"]


def test_a_title_tells_a_woman() -> None:
    found = mentions("Pourquoi Lirova et Belk sont-ils venus ?", article=ARTICLE)
    assert [(each.text, each.feminine) for each in found] == [("Lirova", True), ("Belk", False)]
    assert answered("Lirova", "person", article=ARTICLE).feminine


def test_nouns_behind_an_article_are_things() -> None:
    assert things("And the signing ceremony?") == ("signing ceremony",)
    assert things("Quelle est la parité de Brenn ?") == ("parité",)


@pytest.mark.parametrize("date", ["2024", "juin 2024", "3 mai 2021", "1er mai", "May 5, 2020"])
def test_dates_are_dates_in_both_languages(date: str) -> None:
    assert DATE.fullmatch(date)


@given(st.text(max_size=120), st.text(max_size=120))
def test_mentions_stand_where_they_say_and_apart(question: str, article: str) -> None:
    found = mentions(question, article=article)
    for each in found:
        assert 0 <= each.span.start < each.span.end <= len(question)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
