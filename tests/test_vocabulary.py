"""The words that were read, by number: what is known of each, however many there are."""

from __future__ import annotations

import pytest

from rag.likeness import load_word_table
from rag.vocabulary import Vocabulary

TABLE = load_word_table()


@pytest.fixture(scope="module")
def full() -> Vocabulary:
    """Words that it has room for from the start, and as many again."""
    vocabulary = Vocabulary(TABLE)
    assert vocabulary.numbers["Soldats"] == 1
    for number in range(2 * len(vocabulary.classes)):
        assert vocabulary.numbers[f"mot{number}"] == number + 2
    assert vocabulary.numbers["soldiers"] == vocabulary.count - 1
    return vocabulary


def test_a_word_keeps_its_number_and_what_is_no_word_has_none(full: Vocabulary) -> None:
    assert full.numbers["Soldats"] == 1
    assert full.folded[1] == "soldats"
    assert full.folded[full.numbers["mot20000"]] == "mot20000"
    assert full.numbers[". "] == full.numbers["\n"] == 0


def test_what_is_known_of_the_first_words_is_known_when_there_are_many(full: Vocabulary) -> None:
    fresh = Vocabulary(TABLE)
    for word in ("Soldats", "soldiers", "mot20000"):
        old, new = full.numbers[word], fresh.numbers[word]
        assert full.classes[old] == fresh.classes[new]
        assert full.rows[old] == fresh.rows[new]
        for language, rows in full.rows_in.items():
            assert rows[old] == fresh.rows_in[language][new]
    assert full.rows_in["fr"][1] == TABLE.row("soldats", "fr") > 0
    assert full.rows_in["en"][full.count - 1] == TABLE.row("soldiers", "en") > 0


def test_words_are_found_by_their_forms_and_beginnings(full: Vocabulary) -> None:
    assert full.of_folded("soldats") == [1]
    assert 1 in full.of_form("soldat")
    assert 1 in full.beginning_with("solda")
    assert full.of_folded("soldat") == []
    assert full.of_folded("xyzzy") == full.of_form("xyzzy") == full.beginning_with("xyzzy") == []
