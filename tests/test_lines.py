"""Lines that were broken at a width are joined, and others are not."""

from __future__ import annotations

from index.readers.lines import unwrap, unwrap_ragged


def test_lines_broken_at_a_width_are_joined_and_others_are_not() -> None:
    wrapped = (
        "Le maire de la ville a reçu mardi matin les dix délégués de\n"
        "la Grande Assemblée dans la salle des fêtes, où il leur a\n"
        "parlé du pont que la République leur doit depuis longtemps,\n"
        "et des travaux.\n"
        "- un pont\n"
        "- une route"
    )
    assert unwrap(wrapped).split("\n")[1:] == ["- un pont", "- une route"]
    assert unwrap(wrapped).replace("\n", " ") == wrapped.replace("\n", " ")
    short = "Pain\nLait\nDeux pommes\n\nFin"
    assert unwrap(short) == short
    assert unwrap("") == ""


def test_a_page_s_lines_become_paragraphs_and_broken_words_whole() -> None:
    page = (
        "Le vice-président a parlé longuement des ponts et de la poli-\n"
        "tique de la ville devant une salle comble, puis le vice-\n"
        "président est parti sans un mot.\n"
        "Un autre paragraphe commence ici et se poursuit sur la ligne\n"
        "suivante."
    )
    assert unwrap_ragged(page) == (
        "Le vice-président a parlé longuement des ponts et de la politique de la ville devant une "
        "salle comble, puis le vice-président est parti sans un mot.\n"
        "Un autre paragraphe commence ici et se poursuit sur la ligne suivante."
    )
