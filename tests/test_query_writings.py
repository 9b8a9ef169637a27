"""Other writings and typing errors of the words of a question."""

from __future__ import annotations

import pytest
from questions_asked import TEXTS, ask, variants

from index.query import inverse_frequency
from index.terms.searching import TermIndex


@pytest.mark.parametrize(
    "written",
    [
        "Kazakhstan",
        "KAZAKHSTAN",
        "kazakhstan",
        "kazakstan",
        "Kazakstan",
        "kazahkstan",
        "kasakhstan",
        "kazakhstann",
        "kazzakstan",
    ],
)
def test_one_or_two_typing_errors_still_find_a_long_name(
    vocabulary: TermIndex, written: str
) -> None:
    assert "kazakhstan" in variants(vocabulary, written)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("Tokaiev", "tokaiev"),
        ("TOKAÏEV", "tokaiev"),
        ("Tokai\u0308ev", "tokaiev"),
        ("tokaeiv", "tokaiev"),
        ("Orban", "orban"),
        ("Orbann", "orban"),
        ("Obran", "orban"),
        ("Erdogan", "erdogan"),
        ("Erdogann", "erdogan"),
        ("Netanyaou", "netanyahou"),
        ("Netaniaou", "netanyahou"),
        ("astanna", "astan"),
    ],
)
def test_a_name_is_found_in_other_writings(vocabulary: TermIndex, written: str, term: str) -> None:
    assert term in variants(vocabulary, written)


def test_a_name_brings_its_other_spelling_at_a_lower_weight(vocabulary: TermIndex) -> None:
    french = variants(vocabulary, "Tokaïev")
    assert french["tokaiev"].how == "exact"
    assert french["tokaiev"].weight == 1
    assert french["tokayev"].how == "typo"
    assert 0 < french["tokayev"].weight < 1
    english = variants(vocabulary, "Tokayev", language="en")
    assert english["tokayev"].how == "exact"
    assert english["tokaiev"].how == "typo"


def test_a_known_word_that_is_no_name_keeps_to_itself(vocabulary: TermIndex) -> None:
    assert variants(vocabulary, "accord").keys() == {"accord"}


def test_fewer_errors_weigh_more(vocabulary: TermIndex) -> None:
    one = variants(vocabulary, "kazakstan")["kazakhstan"].weight
    two = variants(vocabulary, "kazzakstan")["kazakhstan"].weight
    assert 1 > one > two > 0


@pytest.mark.parametrize("written", ["porc", "pord", "blu", "mor", "pais", "acor"])
def test_a_short_word_is_never_taken_for_another(vocabulary: TermIndex, written: str) -> None:
    assert variants(vocabulary, written) == {}


@pytest.mark.parametrize("written", ["10001", "100000", "2O25", "B2B2B", "10 001"])
def test_a_number_is_never_taken_for_another(vocabulary: TermIndex, written: str) -> None:
    assert variants(vocabulary, written) == {}


@pytest.mark.parametrize("written", ["Poutine", "Macron", "Lukashenko", "Kirghizistan", "Scholz"])
def test_a_name_that_no_article_holds_has_no_variants(vocabulary: TermIndex, written: str) -> None:
    term = ask(vocabulary, f"Qui est {written} ?")[0]
    assert term.variants == ()
    assert term.name
    assert term.weight == pytest.approx(inverse_frequency(0, len(TEXTS)))


def test_two_errors_in_seven_letters_are_forgiven_to_names_alone(vocabulary: TermIndex) -> None:
    assert "tokaiev" in variants(vocabulary, "Tocaief")
    assert "tokaiev" not in variants(vocabulary, "tocaief")
