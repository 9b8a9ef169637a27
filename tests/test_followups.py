"""Follow-up questions, completed from the conversation."""

from __future__ import annotations

import pytest
from exchanges import MEETING, exchange
from hypothesis import given
from hypothesis import strategies as st

from rag.followups import understand


def read(question: str, *before: str) -> str | None:
    """How a question is understood after others that were answered with the story."""
    history = [exchange(each, quote=MEETING) for each in before]
    understood = understand(question, history)
    return understood.text if understood else None


def test_a_first_question_stands_alone() -> None:
    assert understand("Et lui, qu’a-t-il dit ?", ()) is None


@pytest.mark.parametrize(
    "question",
    [
        "Quand la Norvège a-t-elle signé l’accord Velt ?",
        "Pavel Orsak et son ministre sont-ils venus ?",
        "Que dit Mme Lirova de sa visite ?",
        "Quels engagements les pays participants ont-ils pris ?",
        "Y a-t-il eu un sommet à Astana en juin ?",
        "Is it true that Norway signed the Velt treaty last Monday in Oslo?",
        "Quel est le nombre de voix que la Norvège a obtenues ?",
    ],
)
def test_a_question_that_names_its_subject_stands_alone(question: str) -> None:
    assert read(question, "Où Pavel Orsak a-t-il reçu Dana Lirova ?") is None


@pytest.mark.parametrize(
    ("before", "question", "text"),
    [
        ("Quand aura lieu le sommet de Brenn ?", "Et où ?", "où aura lieu le sommet de Brenn ?"),
        (
            "Où Pavel Orsak a-t-il reçu Dana Lirova ?",
            "Quand ?",
            "Quand Pavel Orsak a-t-il reçu Dana Lirova ?",
        ),
        (
            "En quelle année l’accord Velt a-t-il été signé ?",
            "pourquoi",
            "pourquoi l’accord Velt a-t-il été signé ?",
        ),
        ("When did Norway sign the treaty?", "And why?", "why did Norway sign the treaty ?"),
        (
            "Combien de voix la Norvège a-t-elle obtenues ?",
            "Pourquoi ?",
            "Pourquoi (voix la Norvège a-t-elle obtenues) ?",
        ),
    ],
)
def test_a_bare_question_word_asks_the_last_question_anew(
    before: str, question: str, text: str
) -> None:
    assert read(question, before) == text


@pytest.mark.parametrize(
    ("before", "question", "text"),
    [
        (
            "Combien de voix le Canada a-t-il obtenues ?",
            "Et la Norvège ?",
            "Combien de voix la Norvège a-t-il obtenues ?",
        ),
        ("How many seats does Norway have?", "And Chile?", "How many seats does Chile have ?"),
        (
            "How many seats does Norway have?",
            "What about Chile?",
            "How many seats does Chile have ?",
        ),
        (
            "Quels accords la Norvège a-t-elle signés en 2023 ?",
            "Et en 2024 ?",
            "Quels accords la Norvège a-t-elle signés en 2024 ?",
        ),
        (
            "Quels accords la Norvège a-t-elle signés ?",
            "Et en 2024 ?",
            "Quels accords la Norvège a-t-elle signés en 2024 ?",
        ),
        (
            "Qu’a dit Pavel Orsak de la santé ?",
            "Et de l’énergie ?",
            "Qu’a dit Pavel Orsak de l’énergie ?",
        ),
        ("Où se réunira le G20 ?", "Et le G7 ?", "Où se réunira le G7 ?"),
        (
            "When did Norway and Chile meet?",
            "And the signing ceremony?",
            "When the signing ceremony (Norway, Chile) ?",
        ),
    ],
)
def test_an_ellipsis_takes_the_place_of_its_like(before: str, question: str, text: str) -> None:
    assert read(question, before) == text


@pytest.mark.parametrize(
    ("before", "question", "text"),
    [
        (
            "Que souhaite Pavel Orsak ?",
            "Et lui, qu’a-t-il dit de l’énergie ?",
            "Et lui (Pavel Orsak), qu’a-t-il dit de l’énergie ?",
        ),
        (
            "Que souhaite Pavel Orsak ?",
            "Quand commence son mandat ?",
            "Quand commence son (Pavel Orsak) mandat ?",
        ),
        (
            "Où Pavel Orsak a-t-il reçu Dana Lirova ?",
            "Qu’a-t-elle signé ?",
            "Qu’a-t-elle (Dana Lirova) signé ?",
        ),
        (
            "Où Pavel Orsak a-t-il reçu Dana Lirova ?",
            "De quoi ont-ils parlé ?",
            "De quoi ont-ils (Pavel Orsak, Dana Lirova) parlé ?",
        ),
        (
            "When was the Velt Treaty signed?",
            "How many countries ratified it?",
            "How many countries ratified it (Velt Treaty)?",
        ),
        (
            "Why was the Velt Treaty signed?",
            "Why does Norway object to it?",
            "Why does Norway object to it (Velt Treaty)?",
        ),
        (
            "Qui a signé l’accord avec le Mercosur ?",
            "Quels pays sont liés par cet accord ?",
            "Quels pays sont liés par cet accord (Mercosur) ?",
        ),
        (
            "Que fait Pavel Orsak à Brenn ?",
            "Combien de temps reste-t-il là-bas ?",
            "Combien de temps reste-t-il (Pavel Orsak) là-bas ?",
        ),
    ],
)
def test_a_pronoun_is_followed_by_what_it_stands_for(before: str, question: str, text: str) -> None:
    assert read(question, before) == text


def test_what_an_answer_named_can_be_meant() -> None:
    who = exchange("Qui a reçu Mme Lirova ?", quote=MEETING, mark="Pavel Orsak")
    understood = understand("Que souhaite-t-il ?", [who])
    assert understood is not None
    assert understood.text == "Que souhaite-t-il (Pavel Orsak) ?"


def test_somebody_is_remembered_from_some_questions_before() -> None:
    asked = ("Que souhaite Pavel Orsak ?", "Quelle est la capitale du Chili ?")
    assert read("Quel âge a-t-il ?", *asked) == "Quel âge a-t-il (Pavel Orsak) ?"


def test_a_completed_question_is_gone_on_from() -> None:
    completed = exchange("Et en 2023 ?", understood="Quels accords la Norvège a-t-elle en 2023 ?")
    understood = understand("Et en 2024 ?", [completed])
    assert understood is not None
    assert understood.text == "Quels accords la Norvège a-t-elle en 2024 ?"


@pytest.mark.parametrize(
    "question",
    [
        "Donne-moi la source",
        "Quelle est ta source ?",
        "D’où vient cette information ?",
        "Where does that come from?",
        "Which article?",
        "sources ?",
    ],
)
def test_the_source_of_the_last_answer_can_be_asked_for(question: str) -> None:
    understood = understand(question, [exchange("Qui a reçu Mme Lirova ?", quote=MEETING)])
    assert understood is not None
    assert understood.source


def test_a_question_about_another_source_is_no_such_request() -> None:
    understood = understand("Où se trouve la source de la Loire ?", [exchange("Qui est venu ?")])
    assert understood is None or not understood.source


def test_a_short_question_without_a_name_may_be_about_the_same() -> None:
    understood = understand(
        "Quelle est la durée du mandat ?", [exchange("Qui préside la Norvège ?")]
    )
    assert understood is not None
    assert not understood.sure
    assert understood.text == "Quelle est la durée du mandat (Norvège) ?"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_a_legal_follow_up(before: str, question: str) -> None:
    understood = understand(question, [exchange(before, quote=MEETING, mark="Dana Lirova")])
    assert understood is None or understood.text
