"""Where a claim and a sentence of an article agree, point by point."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, PartialDate, article_id_of
from rag.agreement import coverage, disagreement, opposed
from rag.claims import read_claim
from rag.testimony import Evidence, evidence_of

SENTENCE = "Kora Minde a promis 300 millions d’euros au port de Hal le 4 mars 2024."


def evidence(text: str, number: int = 0, *, date: str | None = None, title: str = "") -> Evidence:
    published = PartialDate.parse(date) if date else None
    return evidence_of(Article(article_id_of(text), title, text, published, (), "fr"), number)


def doubt(claim: str, text: str, number: int = 0, *, date: str | None = None) -> str | None:
    return disagreement(read_claim(claim, "fr"), evidence(text, number, date=date))


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Kora Minde a promis 300 millions d’euros au port de Hal.", None),
        ("Kora Minde a promis 400 millions d’euros au port de Hal.", "number"),
        ("Kora Minde a promis 300 millions de dollars, soit 5 %.", "number"),
        ("Kora Minde a promis de l’argent le 5 mars.", "date"),
        ("Kora Minde a promis de l’argent en mars 2023.", "date"),
        ("Kora Minde a promis de l’argent en avril.", "date"),
        ("Ivo Lund a promis de l’argent au port de Hal.", "name"),
        ("Hal a promis de l’argent à Kora Minde.", "name"),
        ("Kora Minde n’a pas promis d’argent au port de Hal.", "negation"),
        ("Kora Minde a refusé 300 millions d’euros au port de Hal.", "negation"),
    ],
)
def test_the_first_point_that_does_not_agree_is_told(claim: str, reason: str | None) -> None:
    assert doubt(claim, SENTENCE) == reason


@pytest.mark.parametrize(
    ("claim", "agrees"),
    [
        ("Le port a près de 300 quais.", True),
        ("Le port a près de 295 quais.", True),  # within three in a hundred
        ("Le port a près de 280 quais.", False),
        ("Le port a 295 quais.", False),  # without "près de", to the unit
    ],
)
def test_a_figure_that_is_said_to_be_near_may_be_near(claim: str, agrees: bool) -> None:
    assert (doubt(claim, "Le port a 300 quais.") is None) == agrees


def test_a_date_that_was_said_just_before_holds_on() -> None:
    text = "Le conseil a siégé le 4 mars 2024. Il a voté le budget du port."
    assert doubt("Le conseil a voté le budget du port le 4 mars 2024.", text, 1) is None
    assert doubt("Le conseil a voté le budget du port le 5 mars 2024.", text, 1) == "date"


def test_an_articles_own_date_is_that_of_what_it_dates_otherwise_not() -> None:
    text = "Le conseil a voté le budget. En mai 2022, le maire a fermé le port."
    claims = "Le conseil a voté le budget en mars 2024.", "Le maire a fermé le port en mars 2024."
    assert doubt(claims[0], text, 0, date="2024-03-04") is None
    assert doubt(claims[0], text, 0) == "date"
    assert doubt(claims[1], text, 1, date="2024-03-04") == "date"


@pytest.mark.parametrize(
    ("claim", "text", "reason"),
    [
        ("Le maire n’a pas signé le traité.", "Le maire n’a pas signé le traité.", None),
        ("Le maire a signé le traité.", "Le maire n’a pas signé le traité.", "negation"),
        ("Le maire a signé le traité.", "Le maire a refusé de signer le traité.", "negation"),
        ("Le maire n’a pas signé le traité.", "Le maire a refusé de signer le traité.", None),
        ("Le maire n’a pas lu le traité.", "Le maire n’a pas vendu le port.", "negation"),
        ("Le maire a fermé le port.", "Le maire a ouvert le port.", "negation"),
        ("Le maire a acheté le port.", "Le maire a vendu le port.", "negation"),
        ("La ville a rejoint la ligue.", "La ville a quitté la ligue.", "negation"),
        ("Les prix sont en baisse à Hal.", "Les prix sont en hausse à Hal.", "negation"),
    ],
)
def test_what_one_denies_the_other_may_not_say(claim: str, text: str, reason: str | None) -> None:
    assert doubt(claim, text) == reason


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("Le maire accepte le prêt.", "Le maire rejette le prêt.", True),
        ("Le maire accepte le prêt.", "The mayor rejects the loan.", True),
        ("Le maire accepte le prêt.", "Le maire rend le prêt.", False),
        ("Le maire accepte et rejette.", "Le maire rejette et accepte.", False),  # both say both
        ("Le prix augmente.", "Le prix monte.", False),
    ],
)
def test_opposites_are_words_that_stand_in_each_others_place(
    one: str, other: str, are: bool
) -> None:
    language = "en" if other.startswith("The") else "fr"
    assert opposed(read_claim(one, "fr"), read_claim(other, language)) == are


def test_a_sentence_covers_itself_and_nothing_covers_what_is_unsaid() -> None:
    claim = read_claim(SENTENCE, "fr")
    assert coverage(claim, evidence(SENTENCE)) == pytest.approx((1.0, 1.0))
    covered, words = coverage(claim, evidence("Un chat dort."))
    assert covered < 0.2
    assert words < 0.2


def test_what_is_missing_weighs_on_what_is_covered() -> None:
    part = evidence("Kora Minde a promis 300 millions d’euros.")
    whole = read_claim(SENTENCE.replace("Hal", "Velt"), "fr")
    less = read_claim("Kora Minde a promis 300 millions d’euros.", "fr")
    assert coverage(whole, part)[0] < coverage(less, part)[0] == pytest.approx(1.0)


def test_a_name_that_only_the_title_has_counts_for_half() -> None:
    claim = read_claim("Kora Minde a promis une aide.", "fr")
    text = "Une aide a été promise."
    without, _ = coverage(claim, evidence(text))
    titled, _ = coverage(claim, evidence(text, title="Kora Minde à Hal"))
    named, _ = coverage(claim, evidence("Kora Minde a promis une aide."))
    assert without < titled < named


@given(
    claim=st.lists(st.sampled_from(SENTENCE.rstrip(".").split()), max_size=8),
    text=st.lists(st.sampled_from(SENTENCE.rstrip(".").split()), min_size=1, max_size=8),
)
def test_a_share_is_a_share(claim: list[str], text: list[str]) -> None:
    shares = coverage(read_claim(" ".join(claim), "fr"), evidence(" ".join(text)))
    assert all(0.0 <= share <= 1.0 + 1e-9 for share in shares)


@given(
    words=st.lists(
        st.sampled_from(["port", "quai", "prêt", "maire", "conseil", "budget"]), min_size=1
    )
)
def test_any_line_of_words_covers_itself_and_does_not_disagree(words: list[str]) -> None:
    line = " ".join(words)
    claim = read_claim(line, "fr")
    assert coverage(claim, evidence(line)) == pytest.approx((1.0, 1.0))
    assert disagreement(claim, evidence(line)) is None
