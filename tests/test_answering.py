"""The answers below are expected from reading the articles, which are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bookshelf import ARTICLES, BRIDGE, SHELF, Shelf, alone, marked_in
from hypothesis import given, settings
from hypothesis import strategies as st
from support import article, calls_of

from index.types import Hit
from rag.types import Draft


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("Quand se tiendra le prochain sommet ?", "9 juin 2025"),
        ("c'est quand le prochain sommet", "9 juin 2025"),
        ("Quel jour se tient le prochain sommet ?", "9 juin 2025"),
        ("En quelle année se tiendra le prochain sommet ?", "2025"),
        ("Combien d'entreprises ont participé à la construction ?", "Quatorze"),
        ("Combien a coûté l'ouvrage ?", "2,5 milliards d'euros"),
        ("Combien mesure l'ouvrage ?", "4 200 mètres"),
        ("Combien de temps a duré la construction ?", "six ans"),
        ("De quel pourcentage le commerce a-t-il progressé ?", "12 %"),
        ("Où se tiendra le prochain sommet ?", "Kelvik"),
        ("Le prochain sommet se tient où ?", "Kelvik"),
        ("Dans quelle ville sera créé un tribunal commun ?", "Brumeval"),
        ("Qui a inauguré le pont de Sorel ?", "Ivo Maréchal"),
        ("Qui a annoncé l'ouverture d'un consulat ?", "Ada Lunel"),
        ("Qui est Ada Lunel ?", "Première ministre norrlandaise"),
        ("qui est ada lunel", "Première ministre norrlandaise"),
        ("Quel âge a Paul Aubrac ?", "61 ans"),
        ("Qui dirige le jardin de Lirac ?", "Paul Aubrac"),
    ],
)
def test_a_french_question_gets_one_sentence_with_the_answer_marked(
    question: str, marked: str
) -> None:
    draft = SHELF.ask(question, "fr")
    assert draft.status == "answered"
    assert len(draft.citations) == 1
    assert marked_in(draft) == [marked]


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("When was the pact signed?", "4 May 2022"),
        ("What year was the pact signed?", "2022"),
        ("How much money was promised to the villages?", "90 million crowns"),
        ("What percentage of the woodland does the pact cover?", "45 percent"),
        ("Who promised to stop logging?", "Nora Feld"),
        ("Who is Nora Feld?", "environment minister"),
        ("How old is Halvard?", "aged 82"),
        ("Where is the foresters' union?", "Osterby"),
    ],
)
def test_an_english_question_gets_one_sentence_with_the_answer_marked(
    question: str, marked: str
) -> None:
    draft = SHELF.ask(question, "en")
    assert draft.status == "answered"
    assert len(draft.citations) == 1
    assert marked_in(draft) == [marked]


def test_why_marks_the_reason() -> None:
    draft = SHELF.ask("Pourquoi la construction a-t-elle duré si longtemps ?", "fr")
    assert marked_in(draft) == ["parce\nque la roche du détroit était fissurée"]


def test_what_someone_said_marks_the_speech() -> None:
    draft = SHELF.ask("Qu'a dit M. Maréchal du péage ?", "fr")
    assert "péage" in draft.citations[0].quote
    assert marked_in(draft)[0].startswith("le péage resterait")


def test_a_list_question_gets_every_item_with_its_lead_in() -> None:
    draft = SHELF.ask("Quelles mesures facilitent les échanges ?", "fr")
    assert [citation.quote.lstrip("- ").split()[1] for citation in draft.citations] == [
        "suppression",
        "création",
        "d'une",
    ]
    for citation in draft.citations:
        (lead_in,) = citation.context
        assert BRIDGE[slice(*lead_in)].endswith("faciliter les échanges :")


def test_one_item_answers_alone_when_the_question_is_about_it() -> None:
    draft = SHELF.ask("Quand ouvre la ligne de train de nuit ?", "fr")
    assert len(draft.citations) == 1
    assert marked_in(draft) == ["septembre"]
    assert len(draft.citations[0].context) == 1


def test_a_pronoun_brings_the_sentence_that_names_it() -> None:
    draft = SHELF.ask("Que promet Ivo Maréchal sur le péage des pêcheurs ?", "fr")
    (citation, *_) = draft.citations
    assert citation.quote.startswith("Il a promis")
    assert ["Maréchal" in BRIDGE[slice(*span)] for span in citation.context] == [True]


def test_a_name_at_the_head_needs_no_other_sentence() -> None:
    draft = SHELF.ask("Qui a annoncé l'ouverture d'un consulat ?", "fr")
    assert draft.citations[0].context == ()


def test_an_english_question_is_answered_from_a_french_article() -> None:
    draft = SHELF.ask("When will the next summit be held in Kelvik?", "en")
    assert marked_in(draft) == ["9 juin 2025"]


@pytest.mark.parametrize(
    ("text", "question", "language", "marked"),
    [
        (
            "Nora Feld est la ministre des Ports. Il pleut.",
            "Qui est Nora Feld ?",
            "fr",
            "la ministre des Ports",
        ),
        (
            "Nora Feld is the minister of ports. It rains.",
            "Who is Nora Feld?",
            "en",
            "the minister of ports",
        ),
        (
            "L'Organisation des Ports Unis (OPU) siège à Lorm. Il pleut.",
            "Qu'est-ce que l'OPU ?",
            "fr",
            "Organisation des Ports Unis",
        ),
    ],
)
def test_what_a_name_is_said_to_be_is_marked(
    text: str, question: str, language: str, marked: str
) -> None:
    assert marked_in(alone(text).ask(question, language, min_confidence=0.0)) == [marked]


@pytest.mark.parametrize(
    ("text", "question", "language"),
    [
        ("Le sommet sera accueilli par Kelvik.", "Quelle ville accueillera le sommet ?", "fr"),
        ("The summit will be hosted by Kelvik.", "Which city will host the summit?", "en"),
    ],
)
def test_a_town_is_known_by_its_name_where_no_word_says_that_it_is_a_place(
    text: str, question: str, language: str
) -> None:
    draft = alone(f"{text} Il pleut.").ask(question, language, min_confidence=0.0)
    assert "Kelvik" in marked_in(draft)


def test_without_abstention_three_different_sentences_are_given() -> None:
    draft = SHELF.ask("Que dit Bertrand Osmont du pont de Sorel ?", "fr", abstain=False)
    assert draft.status == "answered"
    assert len({citation.quote for citation in draft.citations}) == 3


def test_two_articles_that_say_the_same_are_quoted_once() -> None:
    said = "Le barrage de Lorm fournira de l'électricité à toute la vallée de Brume."
    twins = [
        article(said, title="Un", published="2024"),
        article(said + " Il pleut.", title="Deux", published="2024"),
    ]
    draft = Shelf(twins).ask("Que fournira le barrage de Lorm ?", "fr")
    assert len(draft.citations) == 1


def test_the_text_is_the_quotations_with_their_numbers() -> None:
    draft = SHELF.ask("Quelles mesures facilitent les échanges ?", "fr")
    expected = " ".join(f"{item.quote} [{item.number}]" for item in draft.citations)
    assert draft.text == expected
    assert [segment.text for segment in draft.segments] == [c.quote for c in draft.citations]


def _check(draft: Draft) -> None:
    assert (draft.status == "abstained") == (draft.segments == ())
    assert draft.text
    assert [citation.number for citation in draft.citations] == list(
        range(1, len(draft.citations) + 1)
    )
    assert [segment.citations for segment in draft.segments] == [
        (citation.number,) for citation in draft.citations
    ]
    for citation in draft.citations:
        text = citation.article.text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip() == citation.quote != ""
        for start, end in citation.marks:
            assert 0 <= start < end <= len(citation.quote)
        for start, end in citation.context:
            assert 0 <= start < end <= len(text)
            assert (start, end) != (citation.start, citation.end)


SOME_WORDS = """
Quand qui où combien pourquoi quel âge quelles mesures who when how many Ada Lunel Maréchal pont
Sorel sommet 2025 2019 12 % traité pact forests Kelvik Il elle : - « » a-t-il dit ? . , Turquie
turc millions d'euros le la 3 mars né en aged 82 OET ( )
"""

WORDS = st.sampled_from([*SOME_WORDS.split(), "\n"])
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=3), st.sampled_from(["fr", "en", "de"]), st.booleans())
def test_whatever_is_asked_of_whatever_text_each_quotation_is_exact(
    question: str, texts: list[str], language: str, abstain: bool
) -> None:
    articles = [
        article(text, title="Titre", published="2024", language=language)
        for text in dict.fromkeys(texts)
    ]
    shelf = Shelf([*articles, ARTICLES[0]])
    asked, _ = shelf.look_up(question, language)
    hits = [Hit(passage, 0.5, 1.0, 0.0) for passage in shelf.passages[:10]]
    _check(shelf.answer(question, language, asked, hits, abstain=abstain))


def test_no_hit_at_all_is_an_abstention() -> None:
    assert SHELF.answer("Où ?", "fr", (), ()).status == "abstained"


def test_a_question_twice_as_long_takes_twice_the_work() -> None:
    def answered(times: int) -> Callable[[], None]:
        question = "Quand se tiendra le prochain sommet ? " * times
        asked, hits = SHELF.look_up(question, "fr")
        return lambda: _check(SHELF.answer(question, "fr", asked, hits))

    answered(1)()  # what is read once is read
    half, whole = (calls_of(answered(times)) for times in (130, 260))
    assert whole < 2.5 * half
