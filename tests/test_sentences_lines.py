"""Headings, wrapped paragraphs and lists: what the ends of lines say of sentences."""

from __future__ import annotations

import pytest

from index.sentences import lead_ins, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_a_heading_and_each_line_of_a_page_without_stops_end_a_sentence() -> None:
    text = (
        "Le sommet d'Astana renforce les liens entre les deux voisins\n"
        "Astana, 3 mai 2024 — Le ministre Oralbek Sarsenov a ouvert hier la rencontre annuelle des "
        "deux pays, consacrée cette fois au transport des céréales et à l'entretien des ponts\n"
        "Un fonds commun verra le jour. Il sera doté de deux millions d'euros\n"
        "\n"
        "# Suite\n"
        "le calendrier reste à fixer"
    )
    assert sentences(text) == [
        "Le sommet d'Astana renforce les liens entre les deux voisins",
        text.split("\n")[1],
        "Un fonds commun verra le jour.",
        "Il sera doté de deux millions d'euros",
        "# Suite",
        "le calendrier reste à fixer",
    ]


def test_a_paragraph_that_was_wrapped_by_hand_is_read_as_one_line() -> None:
    text = (
        "Le ministre des Transports\n"
        "\n"
        "Le ministre des Transports a présenté mercredi à la presse un plan de M.\n"
        "Tulegenov qui prévoit, d'ici à la fin de l'année, la réfection de trois\n"
        "cents ponts. Le Parlement en débattra lundi. Les députés de la région de\n"
        "Karaganda ont déjà fait savoir qu'ils le voteraient, et cela dès le mois\n"
        "de juin.\n"
        "Le Sénat suivra."
    )
    assert [sentence.replace("\n", " ") for sentence in sentences(text)] == [
        "Le ministre des Transports",
        "Le ministre des Transports a présenté mercredi à la presse un plan de M. Tulegenov qui "
        "prévoit, d'ici à la fin de l'année, la réfection de trois cents ponts.",
        "Le Parlement en débattra lundi.",
        "Les députés de la région de Karaganda ont déjà fait savoir qu'ils le voteraient, et cela "
        "dès le mois de juin.",
        "Le Sénat suivra.",
    ]


def test_headlines_one_a_line_are_not_taken_for_a_wrapped_paragraph() -> None:
    lines = [
        "Le président reçoit le chancelier pour parler de l'énergie",
        "Trois pays menacent de quitter la table des négociations",
        "La réforme des ports est encore repoussée de trois mois",
    ]
    assert sentences("\n".join(lines)) == lines


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "– ", "— ", "-", "▪ "])
def test_an_item_is_a_sentence_with_its_bullet_and_knows_what_introduces_it(mark: str) -> None:
    items = [f"{mark}la paix ;", f"{mark}Le commerce. Il compte.", f"{mark}l'eau"]
    text = "Il est venu. Trois sujets :\n" + "\n".join(items) + "\nTout est dit."
    spans = sentence_spans(text)
    assert [text[start:end] for start, end in spans] == [
        "Il est venu.", "Trois sujets :", items[0], f"{mark}Le commerce.", "Il compte.", items[2],
        "Tout est dit.",
    ]  # fmt: skip
    assert lead_ins(text, spans) == [None, None, spans[1], spans[1], spans[1], spans[1], None]


@pytest.mark.parametrize(
    "marks", [("1. ", "2. "), ("1) ", "2) "), ("a) ", "b) "), ("(1) ", "(2) "), ("1° ", "2° ")]
)
def test_numbers_and_letters_mark_items(marks: tuple[str, str]) -> None:
    text = f"Au menu :\n\n{marks[0]}Le pain.\n\n{marks[1]}Le vin. Du bon.\n\nPuis rien."
    spans = sentence_spans(text)
    assert sentences(text) == [
        "Au menu :", f"{marks[0]}Le pain.", f"{marks[1]}Le vin.", "Du bon.", "Puis rien.",
    ]  # fmt: skip
    assert lead_ins(text, spans) == [None, spans[0], spans[0], spans[0], None]


def test_lines_that_semicolons_end_are_items_after_a_colon() -> None:
    text = "Il veut :\nLa paix ;\nLe commerce ;\nL'eau.\nIl l'aura."
    spans = sentence_spans(text)
    assert len(spans) == 5
    assert lead_ins(text, spans) == [None, spans[0], spans[0], spans[0], None]


def test_a_list_within_a_list_is_introduced_by_the_item_above_it() -> None:
    text = (
        "Il veut :\n- la paix :\n  - au nord ;\n  - au sud ;\n- l'eau ;\n- le rail :\n  1. à l'est"
    )
    spans = sentence_spans(text)
    outer = spans[0]
    assert lead_ins(text, spans) == [None, outer, spans[1], spans[1], outer, outer, spans[5]]


def test_a_wrapped_item_keeps_its_lead_in_to_the_end() -> None:
    text = (
        "Il veut :\n"
        "- la paix, parce que sans elle rien de ce qu'on bâtit ne dure jamais. Il\n"
        "  le répète.\n"
        "  Et il insiste.\n"
        "- l'eau."
    )
    spans = sentence_spans(text)
    assert sentences(text)[2:] == ["Il\n  le répète.", "Et il insiste.", "- l'eau."]
    assert lead_ins(text, spans) == [None, *[spans[0]] * 4]


def test_a_paragraph_with_a_colon_introduces_no_plain_paragraph() -> None:
    text = "Il a dit :\n\n« Je viens. »\n\nElle attend."
    assert lead_ins(text, sentence_spans(text)) == [None, None, None]
