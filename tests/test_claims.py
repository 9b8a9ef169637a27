"""What a sentence commits itself to, and how quotations are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import tokens
from rag.claims import Claim, bare_words, capitals, read_claim, same_words

WORDS = st.lists(
    st.sampled_from(
        ["Kora", "Minde", "ne", "pas", "signe", "12", "mars", "refuse", "«", "»", ",", "."]
    ),
    max_size=12,
)


def read(sentence: str, language: str = "fr") -> Claim:
    return read_claim(sentence, language)


def test_words_are_what_is_neither_name_nor_number_nor_empty() -> None:
    claim = read("Kora Minde a signé le 4 mars 2024 deux traités sur les ports, deux traités.")
    assert claim.words == ("signe", "traites", "ports")
    assert [party.keys for party in claim.parties] == [("kora", "minde")]
    assert bare_words(claim) == ("kora", "minde")
    assert claim.numbers.years == {2024}


def test_a_name_is_known_by_the_article_it_stands_in() -> None:
    sentence = "Ports et quais ferment."
    assert read(sentence).parties == ()
    (party,) = read_claim(sentence, "fr", frozenset({"ports"})).parties
    assert party.keys == ("ports",)


@pytest.mark.parametrize(
    ("sentence", "language", "denied", "negated"),
    [
        ("Le maire n’a pas signé le traité.", "fr", {"signe"}, {"signe", "traite"}),
        ("Le maire n’a signé aucun traité.", "fr", {"signe"}, {"signe", "traite"}),
        ("The mayor did not sign the treaty.", "en", {"sign"}, {"sign", "treaty"}),
        ("The mayor didn't sign the treaty.", "en", {"sign"}, {"sign", "treaty"}),
        ("Le maire n’a pas parlé, signé ni souri.", "fr", {"parle"}, {"parle"}),  # up to a comma
        ("Le maire signe sans témoin.", "fr", {"temoin"}, {"temoin"}),
    ],
)
def test_a_particle_denies_what_stands_behind_it(
    sentence: str, language: str, denied: set[str], negated: set[str]
) -> None:
    claim = read(sentence, language)
    assert claim.denies
    assert claim.denied == denied
    assert claim.negated == negated


@pytest.mark.parametrize(
    "sentence",
    [
        "Le maire signe le traité.",
        "Le maire ne signe que le traité.",  # he does sign it
        "Nonante ports et un sansonnet.",
        "Il est plus grand que personne.",  # half of a negation is none
    ],
)
def test_what_denies_nothing_is_no_denial(sentence: str) -> None:
    claim = read(sentence)
    assert not claim.denies
    assert not claim.denied


@pytest.mark.parametrize(
    ("sentence", "language", "refused"),
    [
        ("Le maire refuse le traité du port.", "fr", {"traite", "port"}),
        ("The mayor turned down the treaty.", "en", {"down", "treaty"}),
        ("The mayor turned left.", "en", None),
        ("Le maire dément, le traité tient.", "fr", set()),  # not beyond the comma
        ("La démente attend.", "fr", None),
    ],
)
def test_a_verb_of_refusal_governs_what_stands_behind_it(
    sentence: str, language: str, refused: set[str] | None
) -> None:
    claim = read(sentence, language)
    assert claim.refuses == (refused is not None)
    assert claim.refused - {"down"} == (refused or set()) - {"down"}


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("Il a dit : « Le port ferme »", ("Le port ferme",)),
        ('Il a dit “demain” et "peut-être".', ("demain", "peut-être")),
        ("Il a dit « demain et rien.", ()),  # never closed
        ("L’été d’Anna, l’'autre'.", ()),  # apostrophes are no quotation marks
    ],
)
def test_what_stands_between_quotation_marks_is_quoted(
    sentence: str, quoted: tuple[str, ...]
) -> None:
    assert read(sentence).quoted == quoted


def test_capitals_are_those_inside_sentences() -> None:
    text = "Le port de Hal ferme. Demain Hal dort : Rien ne presse, dit Kora."
    assert capitals(text, tokens(text), {0, 22}) == {"hal", "kora"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("« L’été — vite… »", '"l\'été - vite..."'),
        ("le  port\u00a0ferme.", "Le port ferme"),
        ("demain\u00ad", "Demain !"),
    ],
)
def test_quotations_are_the_same_whatever_their_typography(one: str, other: str) -> None:
    assert same_words(one) == same_words(other)


@pytest.mark.parametrize(
    ("one", "other"), [("le port ferme", "le port fermé"), ("12,5", "125"), ("a b", "ab")]
)
def test_quotations_differ_by_a_letter_an_accent_or_a_space(one: str, other: str) -> None:
    assert same_words(one) != same_words(other)


@given(text=st.text(max_size=60))
def test_what_was_made_comparable_stays_as_it_is(text: str) -> None:
    assert same_words(same_words(text)) == same_words(text)


@given(words=WORDS, language=st.sampled_from(["fr", "en"]))
def test_what_a_claim_says_is_in_its_sentence(words: list[str], language: str) -> None:
    sentence = " ".join(words)
    claim = read_claim(sentence, language)
    said = {token.folded for token in tokens(sentence)}
    assert {*claim.words, *claim.negated, *claim.refused} <= said
    assert claim.denied <= claim.negated
    assert all(each in sentence for each in claim.quoted)
