"""What an answer must hold, and silence where the articles do not hold it."""

from __future__ import annotations

import pytest
from bookshelf import SHELF, Shelf, alone, marked_in
from support import article


@pytest.mark.parametrize(
    ("question", "language", "unmatched"),
    [
        ("Quel âge a Ada Lunel ?", "fr", None),
        ("Quel âge a Ivo Maréchal ?", "fr", None),
        ("How old is Nora Feld?", "en", None),
        ("Que pense Bertrand Osmont du pont ?", "fr", ("pense", "Bertrand", "Osmont")),
        ("Qui est Bertrand Osmont ?", "fr", ("Bertrand", "Osmont")),
        ("Quand le pont de Sorel a-t-il été inauguré en 2019 ?", "fr", ("2019",)),
        ("Where did the pact of 1987 apply?", "en", ("1987", "apply")),
        ("Quelle est la recette du gratin de courge ?", "fr", ("recette", "gratin", "courge")),
        ("Combien d'habitants compte Kelvik ?", "fr", None),
        ("Combien Nora Feld a-t-elle payé le pont de Sorel ?", "fr", None),
        ("What is the salary of Nora Feld?", "en", ("salary",)),
        ("le la les des", "fr", ()),
        ("", "fr", ()),
        ("   ", "fr", ()),
        ("🙂🙂", "fr", ()),
        ("?!«»", "fr", ()),
    ],
)
def test_silence_where_the_articles_do_not_hold_the_answer(
    question: str, language: str, unmatched: tuple[str, ...] | None
) -> None:
    draft = SHELF.ask(question, language)
    assert draft.status == "abstained"
    assert draft.segments == ()
    assert draft.citations == ()
    if unmatched is not None:
        assert draft.unmatched == unmatched


def test_an_answer_is_surer_than_a_trap_about_the_same() -> None:
    answer = SHELF.ask("Quand se tiendra le prochain sommet ?", "fr")
    trap = SHELF.ask("Quand se tiendra le prochain marathon de Brumeval ?", "fr")
    assert 0 < trap.confidence < answer.confidence < 1


def test_more_confidence_than_there_is_means_silence() -> None:
    question = "Quand se tiendra le prochain sommet ?"
    sure = SHELF.ask(question, "fr").confidence
    assert SHELF.ask(question, "fr", min_confidence=sure).status == "answered"
    assert SHELF.ask(question, "fr", min_confidence=min(1.0, sure + 1e-6)).status == "abstained"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Quel âge a Ada Lunel ?", "fr"),
        ("Que pense Bertrand Osmont du pont ?", "fr"),
        ("Quand le pont de Sorel a-t-il été inauguré en 2019 ?", "fr"),
        ("How old is Nora Feld?", "en"),
    ],
)
def test_what_is_asked_about_must_be_there_however_little_confidence_is_asked_for(
    question: str, language: str
) -> None:
    assert SHELF.ask(question, language, min_confidence=0.0).status == "abstained"


def test_a_figure_must_count_what_is_asked() -> None:
    text = "Les chefs d'État se sont réunis lundi à Brumeval, pour la première fois en six mois."
    asked = "Combien de chefs d'État se sont réunis à Brumeval ?"
    assert alone(text).ask(asked, "fr").status == "abstained"
    assert marked_in(alone(text.replace("Les chefs", "Sept chefs")).ask(asked, "fr")) == ["Sept"]


def test_the_date_of_a_dispatch_is_not_that_of_its_news() -> None:
    assert marked_in(SHELF.ask("Quand le pont de Sorel a-t-il été inauguré ?", "fr")) == [
        "dimanche"
    ]


def test_the_age_of_a_namesake_is_no_answer() -> None:
    text = "Le maire Ivo Brac a salué Ada Brac (37 ans), venue lundi à Lorm."
    assert alone(text).ask("Quel âge a Ivo Brac ?", "fr").status == "abstained"
    assert marked_in(alone(text).ask("Quel âge a Ada Brac ?", "fr")) == ["37 ans"]


def test_an_item_about_another_name_is_no_answer() -> None:
    text = (
        "Les pays ont promis à Lorm des camions :\n- Tarnland : 40 camions ;\n"
        "- Norrland : 25 camions.\n"
    )
    asked = "Combien de camions Norrland a-t-il promis à Lorm ?"
    draft = alone(text).ask(asked, "fr", min_confidence=0.0)
    assert marked_in(draft) == ["25"]


@pytest.mark.parametrize(
    ("text", "question", "language"),
    [
        (
            "Les ministres du pacte de Kelvik se sont réunis en sommet le 3 mai 2021 à Lorm.",
            "Quand aura lieu le prochain sommet du pacte de Kelvik ?",
            "fr",
        ),
        (
            "The ministers of the Kelvik pact met for a summit on 3 May 2021 in Lorm.",
            "When will the next summit of the Kelvik pact be held?",
            "en",
        ),
    ],
)
def test_what_is_over_is_not_the_next_of_its_kind(text: str, question: str, language: str) -> None:
    shelf = Shelf([article(text, title="Pacte", published="2021-05-04", language=language)])
    assert shelf.ask(question, language, min_confidence=0.0).status == "abstained"


@pytest.mark.parametrize(
    "told",
    [
        "Le sommet du pacte de Kelvik se tiendra le 9 juin à Lorm.",
        "Le sommet du pacte de Kelvik est prévu le 9 juin à Lorm.",
        "Sommet du pacte de Kelvik : rendez-vous le 9 juin 2022 à Lorm.",
    ],
)
def test_what_is_to_come_is_the_next_of_its_kind(told: str) -> None:
    shelf = Shelf([article(told, title="Pacte", published="2021-05-04")])
    asked = "Quand aura lieu le prochain sommet du pacte de Kelvik ?"
    assert marked_in(shelf.ask(asked, "fr", min_confidence=0.0))[0].startswith("9 juin")


def test_how_much_is_no_word_that_could_be_missing() -> None:
    draft = SHELF.ask("How much did Nora Feld spend on lighthouses?", "en")
    assert draft.status == "abstained"
    assert "much" not in draft.unmatched
    assert "lighthouses" in draft.unmatched


def test_no_word_that_a_found_passage_holds_is_said_to_be_missing() -> None:
    draft = SHELF.ask("Quand Ada Lunel visitera-t-elle le jardin botanique de Lirac ?", "fr")
    assert draft.status == "abstained"
    assert draft.unmatched == ("visitera",)


def test_an_abstention_speaks_the_language_of_the_question() -> None:
    assert "articles ne" in SHELF.ask("Qui est Bertrand Osmont ?", "fr").text
    assert "do not" in SHELF.ask("Who is Bertrand Osmont?", "en").text


def test_the_date_of_the_article_is_no_answer_of_its_text() -> None:
    text = "Les ministres ont signé le traité de pêche à Kelvik."
    shelf = Shelf([article(text, title="Pêche", published="2024-06-01")])
    assert shelf.ask("Quand le traité de pêche a-t-il été signé ?", "fr").status == "abstained"


def test_the_year_of_the_article_is_held_against_no_question() -> None:
    text = "Les ministres ont signé le traité de pêche à Kelvik."
    shelf = Shelf([article(text, title="Pêche", published="2024-06-01")])
    asked = "Où le traité de pêche a-t-il été signé en 2024 ?"
    assert marked_in(shelf.ask(asked, "fr")) == ["Kelvik"]
    assert shelf.ask(asked.replace("2024", "2019"), "fr").status == "abstained"
