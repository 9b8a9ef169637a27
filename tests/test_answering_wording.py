"""Questions that the articles answer in other words, or over several sentences."""

from __future__ import annotations

import pytest
from bookshelf import Shelf, alone, marked_in
from support import article


def test_a_country_is_met_by_the_name_of_its_people() -> None:
    text = "Le ministre turc des Transports, Emir Tan, a signé lundi un accord sur les ports."
    shelf = Shelf([article(text, title="Ports", published="2024")])
    draft = shelf.ask("Qui est le ministre des Transports de la Turquie ?", "fr")
    assert marked_in(draft) == ["Emir Tan"]


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("Quels soldats ont quitté Lorm ?", "Les militaires de Lorm sont partis mardi."),
        ("Qui a démissionné à Lorm ?", "La démission d'Ivo Brac a surpris Lorm, mardi."),
    ],
)
def test_a_question_in_other_words_is_answered(question: str, wording: str) -> None:
    others = " Le temps est resté sec. Les récoltes de pommes seront bonnes cette année."
    shelf = Shelf([article(wording + others, title="Lorm", published="2024")])
    assert shelf.ask(question, "fr", abstain=False).citations[0].quote == wording


def test_a_reason_in_the_next_sentence_is_quoted_with_what_it_explains() -> None:
    text = (
        "La séance du conseil de Lorm a été annulée mardi. Le maire était absent en raison d'une"
        " panne de train. Le temps est resté sec."
    )
    draft = alone(text).ask("Pourquoi la séance du conseil de Lorm a-t-elle été annulée ?", "fr")
    assert any("en raison" in citation.quote for citation in draft.citations)


def test_a_reason_without_because_is_quoted_from_the_next_sentence() -> None:
    text = (
        "Norrland a refusé de signer l'accord. Son ministre Ivo Brac a estimé que le texte allait"
        " trop loin.\n\nLe temps est resté sec à Lorm."
    )
    draft = alone(text).ask("Pourquoi Norrland a-t-il refusé de signer l'accord ?", "fr")
    assert [citation.quote.split()[0] for citation in draft.citations] == ["Norrland", "Son"]


def test_a_list_goes_on_in_the_sentences_that_follow() -> None:
    text = (
        "Le gouvernement de Lorm a annoncé trois mesures pour la pêche. La première interdit les"
        " filets. La deuxième ferme le port en mai. Enfin, les amendes doublent. Il pleut."
    )
    draft = alone(text).ask("Quelles mesures Lorm a-t-il annoncées pour la pêche ?", "fr")
    assert [citation.quote.split()[0] for citation in draft.citations] == [
        "Le",
        "La",
        "La",
        "Enfin,",
    ]


def test_a_listed_name_keeps_the_word_that_the_question_says() -> None:
    text = "Les ports de Port Aline, Kelvik et Cap Sorel sont fermés depuis lundi."
    (mark,) = marked_in(alone(text).ask("Quels ports sont fermés ?", "fr"))
    assert "Port Aline" in mark
    assert mark.endswith("Cap Sorel")


@pytest.mark.parametrize(
    ("question", "language"),
    [("Who funds the library?", "en"), ("Qui finance la bibliothèque ?", "fr")],
)
def test_who_does_something_is_marked_and_not_whose_it_is_done_to(
    question: str, language: str
) -> None:
    text = "La bibliothèque de Lorm est financée par la Banque du Nord depuis 2015. Il pleut."
    assert marked_in(alone(text).ask(question, language)) == ["Banque du Nord"]


def test_a_capital_stands_for_its_government() -> None:
    text = "Le gouvernement turc a dénoncé lundi le blocus des ports. Le temps est resté sec."
    draft = alone(text, title="Ports").ask("Quel blocus Ankara a-t-elle dénoncé ?", "fr")
    assert draft.status == "answered"
    assert draft.citations[0].quote.startswith("Le gouvernement turc")
