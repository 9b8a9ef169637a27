"""Words that name one thing: a country, its people, its capital."""

from __future__ import annotations

import pytest

from rag.kin import is_kin, kin_of, seat_of, singular


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("turquie", {"turkey", "turc", "turque", "turkish"}),
        ("turcs", {"turquie", "turkey"}),
        ("allemands", {"germany", "german"}),
        ("germans", {"allemagne", "allemande"}),
    ],
)
def test_a_country_and_its_people_are_kin_in_either_number_and_language(
    word: str, others: set[str]
) -> None:
    assert others <= kin_of(word)
    assert all(is_kin(word, kin_of(other)) for other in others)


def test_words_of_two_countries_are_no_kin_and_other_words_have_none() -> None:
    assert not kin_of("turc") & kin_of("grec")
    assert not is_kin("grecs", kin_of("turquie"))
    assert kin_of("barrage") == frozenset()


def test_a_capital_stands_for_its_country_and_no_town_does() -> None:
    assert {"turquie", "turc", "turkey"} <= seat_of("ankara")
    assert seat_of("lyon") == frozenset()


@pytest.mark.parametrize(
    ("word", "alone"), [("turcs", "turc"), ("ports", "port"), ("pays", "pays"), ("gaz", "gaz")]
)
def test_only_words_that_are_long_enough_lose_the_s_of_a_plural(word: str, alone: str) -> None:
    assert singular(word) == alone
