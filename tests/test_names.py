from __future__ import annotations

import pytest

from rag.names import person_spans


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("La ministre de la Défense Ada Lunel a signé.", ["Ada Lunel"]),
        ("Le ministre brésilien de l'Education a signé.", []),
        ("Le ministère norrlandais des Affaires étrangères a répondu à Ivo Brac.", []),
        ("Un accord lie la Corée du Nord et Ivo Brac.", ["Ivo Brac"]),
        ("M. Brac a rencontré Ada Lunel.", ["Brac", "Ada Lunel"]),
    ],
)
def test_a_portfolio_and_a_country_are_no_person(text: str, persons: list[str]) -> None:
    assert [text[slice(*span)] for span in person_spans(text)] == persons
