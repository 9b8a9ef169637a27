from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question import analyse_question


@pytest.mark.parametrize(
    ("question", "kind", "unit"),
    [
        ("Quand le sommet a-t-il eu lieu ?", "when", None),
        ("C'est quand le sommet ?", "when", None),
        ("depuis quand le traité est-il en vigueur", "when", None),
        ("À quelle date se tient le sommet ?", "when", None),
        ("en quelle annee a ete signe le traite", "when", "year"),
        ("Quel jour les ministres se voient-ils ?", "when", "day"),
        ("À quelle heure ouvre la séance ?", "when", "hour"),
        ("Combien de pays ont signé ?", "how_many", "figure"),
        ("Quel est le nombre de signataires ?", "how_many", "figure"),
        ("combien coute le pont", "how_much", "money"),
        ("Quel est le montant du prêt ?", "how_much", "money"),
        ("Quel pourcentage des voix a-t-elle obtenu ?", "how_much", "percent"),
        ("Combien de temps a duré la visite ?", "how_much", "duration"),
        ("Quelle est la superficie de l'île ?", "how_much", "measure"),
        ("Quel âge a la ministre ?", "age", None),
        ("quel age a viktor orban", "age", None),
        ("Qui a signé le traité ?", "who", None),
        ("Avec qui le roi a-t-il parlé ?", "who", None),
        ("Comment s'appelle la ministre ?", "who", None),
        ("Quel président a ouvert la séance ?", "who", None),
        ("Où se tient le sommet ?", "where", None),
        ("ou se tient le sommet", "where", None),
        ("Le sommet a lieu où ?", "where", None),
        ("Dans quelle ville se tient le sommet ?", "where", "place"),
        ("Pourquoi a-t-il renoncé ?", "why", None),
        ("Pour quelle raison a-t-il renoncé ?", "why", None),
        ("Comment la paix a-t-elle été conclue ?", "how", None),
        ("Quelles mesures ont été prises ?", "list", None),
        ("Cite les documents adoptés", "list", None),
        ("Le roi a-t-il signé le traité ?", "yes_no", None),
        ("Est-ce que le roi a signé ?", "yes_no", None),
        ("Que prévoit le traité ?", "what", None),
        ("traité commerce Islande", "keywords", None),
        ("Selon le palais, qui a signé ?", "who", None),
        ("D'après la reine, à qui revient le port ?", "who", None),
        ("Que faisait le roi quand il a renoncé ?", "what", None),
        ("Que risque-t-on quand on quitte le port ?", "what", None),
        ("Où était la ministre lorsque le port a fermé ?", "where", None),
        ("Le roi signera-t-il quand la reine aura signé ?", "yes_no", None),
        ("Il arrive quand à Port Aline ?", "when", None),
        ("Sait-on quand le sommet aura lieu ?", "when", None),
        ("La reine a-t-elle dit quand elle signera ?", "when", None),
        ("La reine, qui règne à Kelvik, a-t-elle signé ?", "yes_no", None),
        ("À Kelvik, où la reine règne, le pont est-il ouvert ?", "yes_no", None),
        ("En 2020, ou plus tard, qui a signé ?", "who", None),
        ("Outre le roi, qui a signé ?", "who", None),
        ("La reine est à Kelvik depuis quand ?", "when", None),
        ("Que dit la reine de l'âge de la retraite ?", "what", None),
        ("Combien le pont va-t-il coûter ?", "how_much", "money"),
        ("Combien l'île verse-t-elle à l'Union ?", "how_much", "money"),
        ("Quel a été le taux de participation ?", "how_much", "percent"),
        ("Quelle ancienne députée a rejoint la mission ?", "who", None),
        ("Dans quelle petite ville se tient le sommet ?", "where", "place"),
    ],
)
def test_a_french_question_tells_its_kind(question: str, kind: str, unit: str | None) -> None:
    read = analyse_question(question, "fr")
    assert (read.kind, read.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("question", "kind", "unit"),
    [
        ("When did the summit take place?", "when", None),
        ("What year was the treaty signed?", "when", "year"),
        ("since when has the treaty been in force", "when", None),
        ("How many countries signed?", "how_many", "figure"),
        ("According to the palace, who signed?", "who", None),
        ("Where was the queen when the harbour closed?", "where", "place"),
        ("The queen arrives when in Kelvik?", "when", None),
        ("Did the queen say when the harbour will open?", "when", None),
        ("Before whom did the king speak?", "who", None),
        ("Which former Icelandic minister signed?", "who", None),
        ("In which northern country was the treaty signed?", "where", "place"),
        ("Which island's fleet left the harbour?", "what", None),
        ("What did the minister sign?", "what", None),
        ("What was the island's unemployment rate?", "how_much", "percent"),
        ("How much does the bridge cost?", "how_much", "money"),
        ("What percentage of the vote did she win?", "how_much", "percent"),
        ("How long did the visit last?", "how_much", "duration"),
        ("How tall is the tower?", "how_much", "measure"),
        ("How old is the minister?", "age", None),
        ("Who chairs the council?", "who", None),
        ("With whom did the king speak?", "who", None),
        ("Where was the meeting held?", "where", "place"),
        ("Which city hosts the games?", "where", "place"),
        ("Why did he resign?", "why", None),
        ("How was the peace concluded?", "how", None),
        ("What initiatives were announced?", "list", None),
        ("List the documents that were adopted", "list", None),
        ("Did the king sign the treaty?", "yes_no", None),
        ("What does the treaty provide?", "what", None),
    ],
)
def test_an_english_question_tells_its_kind(question: str, kind: str, unit: str | None) -> None:
    read = analyse_question(question, "en")
    assert (read.kind, read.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("question", "language"),
    [("Qui est Ada Lunel ?", "fr"), ("c'est qui ada lunel", "fr"), ("Who is Ada Lunel?", "en")],
)
def test_who_someone_is_asks_for_a_definition(question: str, language: str) -> None:
    read = analyse_question(question, language)
    assert read.kind == "who"
    assert read.definition


def test_who_holds_an_office_asks_for_a_name_and_no_definition() -> None:
    assert not analyse_question("Qui est le président du conseil ?", "fr").definition
    assert not analyse_question("Who is the president of the council?", "en").definition


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Qu'a dit Lunel sur le pont ?", "fr"),
        ("Que dit Lunel du pont ?", "fr"),
        ("What did Lunel say about the bridge?", "en"),
    ],
)
def test_what_someone_said_asks_for_speech(question: str, language: str) -> None:
    assert analyse_question(question, language).speech


def test_the_counted_noun_is_the_head_in_its_term() -> None:
    assert analyse_question("Combien de documents ont été signés ?", "fr").head == "docu"
    assert analyse_question("How many countries signed?", "en").head == "countri"


def test_ou_inside_a_question_is_no_place() -> None:
    assert analyse_question("Que s'est-il passé le jour où le roi est parti ?", "fr").kind == "what"


def test_a_plural_question_asks_for_several() -> None:
    assert analyse_question("Quels pays ont signé ?", "fr").plural
    assert not analyse_question("Quel pays a signé ?", "fr").plural


def test_an_english_question_is_read_where_french_was_supposed() -> None:
    assert analyse_question("When did the summit take place?", "fr").kind == "when"


@given(st.text(max_size=200), st.sampled_from(["fr", "en", "und", "de"]))
def test_any_text_is_a_question(text: str, language: str) -> None:
    read = analyse_question(text, language)
    assert read.text == text
    assert read.language == language
