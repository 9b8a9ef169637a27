"""What is searched of a passage."""

from __future__ import annotations

import pytest
from support import article

from index.entries import date_in_words, embedded_text, entries_of, vector_id_of
from index.types import PartialDate


@pytest.mark.parametrize(
    ("date", "language", "expected"),
    [
        ("2025-05-21", "fr", "21 mai 2025"),
        ("2025-05-01", "fr", "1 mai 2025"),
        ("2025-08", "fr", "août 2025"),
        ("2025-12-31", "en", "31 December 2025"),
        ("2025-01", "en", "January 2025"),
        ("2025", "fr", "2025"),
        ("2025-05-21", "de", "2025-05-21"),
        ("2025-05", "und", "2025-05"),
    ],
)
def test_a_date_is_written_as_a_question_would(date: str, language: str, expected: str) -> None:
    assert date_in_words(PartialDate.parse(date), language) == expected


def test_a_heading_holds_title_place_and_date() -> None:
    (entry,) = entries_of(
        article("Un texte.", title="Le titre", place="Almina", published="2025-07")
    )
    assert entry.heading == "Le titre, Almina, juillet 2025"
    assert entry.lead_in == ""
    (bare,) = entries_of(article("Un texte."))
    assert bare.heading == ""


def test_a_title_is_left_out_of_the_passage_that_begins_with_it_alone() -> None:
    text = "Le pont ouvre. " + "Il est long. " * 55 + "\n\n" + "La ville attend. " * 45
    first, *others = entries_of(article(text, title="Le pont ouvre."))
    assert first.heading == ""
    assert others
    assert {entry.heading for entry in others} == {"Le pont ouvre."}


def test_an_item_of_a_list_keeps_the_sentence_that_introduces_it() -> None:
    items = "\n".join(f"- {'une mesure pour la ville ' * 6}numéro {n} ;" for n in range(12))
    entries = entries_of(article(f"Le conseil retient ces mesures :\n{items}"))
    assert len(entries) > 1
    assert entries[0].lead_in == ""
    assert {entry.lead_in for entry in entries[1:]} == {"Le conseil retient ces mesures :"}


def test_what_is_embedded_tells_passages_apart_by_heading_and_lead_in() -> None:
    texts = [embedded_text(*parts) for parts in (("a", "b", "c"), ("a", "", "c"), ("", "", "c"))]
    assert texts == ["a\nb\nc", "a\nc", "c"]
    assert len({vector_id_of(text) for text in texts}) == 3


def test_a_vector_id_is_63_bits_of_the_hash() -> None:
    # The SHA-256 of "abc" begins with ba7816bf8f01cfea (FIPS 180-2, appendix B.1).
    assert vector_id_of("abc") == 0xBA7816BF8F01CFEA >> 1
    assert vector_id_of("abc") < 2**63
