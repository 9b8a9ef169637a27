"""Names of sentences, what they do, and names that are one."""

from __future__ import annotations

import pytest

from rag.aliases import governed_from, name_key, same_name
from rag.claims import Claim, read_claim
from rag.referents import meant


def parts(sentence: str, language: str = "fr") -> dict[str, tuple[str, str | None]]:
    """Each name's last key with its part and verb."""
    return {p.keys[-1]: (p.part, p.verb) for p in read_claim(sentence, language).parties}


@pytest.mark.parametrize(
    ("sentence", "language", "actor", "other"),
    [
        ("Kora Minde accuse Ivo Lund.", "fr", "minde", "lund"),
        ("Ivo Lund a été accusé hier par Kora Minde.", "fr", "minde", "lund"),
        ("Selon Kora Minde, le rapport sur Ivo Lund est faux.", "fr", "minde", "lund"),
        ("Le rapport sur Ivo Lund est faux, a dit Kora Minde.", "fr", "minde", "lund"),
        (
            "Le rapport sur Ivo Lund est faux, a dit hier la maire Kora Minde.",
            "fr",
            "minde",
            "lund",
        ),
        ("Avant le vote, Alexandre Minde accusait Lund.", "fr", "minde", "lund"),
        ("Kora Minde, la maire de Hal, a reçu le ministre Ivo Lund.", "fr", "minde", "lund"),
        ("Selon l’ONU, le rapport sur Ivo Lund est faux.", "fr", "@nations unies", "lund"),
        ("Kora Minde wants Ivo Lund to go.", "en", "minde", "lund"),
        ("Kora Minde told Ivo Lund that it was late.", "en", "minde", "lund"),
        ("Ivo Lund was beaten by Kora Minde.", "en", "minde", "lund"),
    ],
)
def test_who_acts_is_told_from_who_does_not(
    sentence: str, language: str, actor: str, other: str
) -> None:
    found = parts(sentence, language)
    assert found[actor][0] == "acts"
    assert found[other][0] != "acts"


def test_those_who_are_named_together_do_the_same() -> None:
    found = parts("Kora Minde et Ivo Lund ont signé le traité.")
    assert found["minde"] == found["lund"] == ("acts", "signe")


def test_what_is_left_out_is_what_the_one_before_does() -> None:
    found = parts("La Norvège a recueilli 130 voix, la Suède 128.")
    assert set(found.values()) == {("acts", "recueilli")}


@pytest.mark.parametrize(
    ("sentence", "speaking"),
    [
        ("Selon l’ONU, Ivo Lund est malade.", {"@nations unies"}),
        ("Selon Minde, Lund est malade.", {"minde"}),
        ("D’après la maire, Kora Minde, Lund est malade.", {"minde"}),
    ],
)
def test_who_speaks_is_not_who_is_spoken_of(sentence: str, speaking: set[str]) -> None:
    found = read_claim(sentence, "fr", frozenset({"minde", "lund"})).parties
    assert {party.keys[-1] for party in found if party.speaks} == speaking


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Le port ferme, a dit Kora Minde.", "dit"),
        ("Kora Minde était la dernière à Hal.", "etre"),  # what one is, is nothing that one does
        ("Kora Minde a été la dernière.", "etre"),
        ("Kora Minde est accusée.", "accusee"),
    ],
)
def test_the_verb_is_what_a_name_does(sentence: str, verb: str) -> None:
    assert parts(sentence)["minde"][1] == verb


def test_the_first_word_of_a_sentence_is_a_name_where_it_acts() -> None:
    assert parts("Velt rejette le traité.")["velt"] == ("acts", "rejette")
    assert parts("Selon les experts, rien ne presse.") == {}
    assert parts("Experts feared the worst.", "en") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("londres", "london"),
        ("poutine", "putin"),
        ("sotchi", "sochi"),
        ("turc", "turkish"),
        ("onu", "un"),
        ("bresilien", "brazil"),
    ],
)
def test_a_name_is_the_same_in_both_languages(one: str, other: str) -> None:
    assert same_name(name_key(one), "fr", name_key(other), "en")


@pytest.mark.parametrize(
    ("one", "other"), [("paris", "berlin"), ("serbie", "bulgaria"), ("russe", "chinese")]
)
def test_two_names_are_two(one: str, other: str) -> None:
    assert not same_name(name_key(one), "fr", name_key(other), "en")


def test_a_capital_speaks_for_its_country() -> None:
    assert governed_from(name_key("moscow")) == name_key("russie")
    assert governed_from(name_key("macron")) is None


def read(*sentences: str) -> list[Claim]:
    return [read_claim(sentence, "fr") for sentence in sentences]


def test_a_pronoun_means_the_subject_before() -> None:
    claims = read("Kora Minde a reçu Ivo Lund.", "Elle a signé le traité.", "Il pleut, selon elle.")
    nothing = read_claim("", "fr")
    assert meant(claims, 1, nothing).subject == {"kora", "minde"}
    assert meant(claims, 2, nothing).speaker == {"kora", "minde"}
    assert not meant(claims, 0, nothing).leans


def test_a_role_means_whom_the_article_calls_so() -> None:
    claims = read(
        "Kora Minde, la présidente turque, a reçu Ivo Lund, le ministre grec.",
        "Le ministre grec a remercié son hôte.",
        "Le roi des îles est venu.",
    )
    nothing = read_claim("", "fr")
    assert meant(claims, 1, nothing).subject == {"ivo", "lund"}
    assert meant(claims, 2, nothing).unclear
