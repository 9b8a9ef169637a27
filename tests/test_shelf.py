from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import tokens
from index.types import Passage
from rag.likeness import load_word_table
from rag.shelf import CAPITAL, FIGURE, MONTH, YEAR, Shelf, most, total


def passage(text: str, number: int = 0) -> Passage:
    return Passage(f"{number:016x}", 0, len(text), text)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(load_word_table())


def test_a_zero_ends_each_sentence_and_no_sentence_is_of_two_passages(shelf: Shelf) -> None:
    read = shelf.gather([passage("Le blé pousse. La pluie tombe."), passage("Rien", 1)])
    assert [number == 0 for number in read.numbers.tolist()] == [
        *[False] * 3,
        True,
        *[False] * 3,
        True,
        False,
        True,
    ]
    assert read.sentences.tolist() == [0] * 4 + [1] * 4 + [2] * 2
    assert read.owners.tolist() == [0] * 8 + [1] * 2
    assert read.owner_of.tolist() == [0, 0, 1]


def test_one_word_has_one_number_wherever_it_stands(shelf: Shelf) -> None:
    first, second = (
        shelf.gather([passage(text, number)]).numbers.tolist()
        for number, text in enumerate(("Le blé pousse", "On sème le blé"))
    )
    assert first[1] == second[3]
    assert len({*first, *second}) == 7  # "Le" and "le" are two, the break is one


def test_words_are_found_by_their_stems_their_folded_form_and_their_family(shelf: Shelf) -> None:
    numbers = shelf.gather([passage("barrages Barrage présidentiel")]).numbers.tolist()
    lexicon = shelf.lexicon
    assert lexicon.by_form["barrag"] == numbers[:2]
    assert lexicon.by_folded["barrage"] == [numbers[1]]
    assert lexicon.family("president") == [numbers[2]]
    assert lexicon.family("presid") == []


def test_words_have_classes(shelf: Shelf) -> None:
    numbers = shelf.gather([passage("Lorméa mai 1994 12 blé")]).numbers[:5]
    assert shelf.lexicon.classes[numbers].tolist() == [CAPITAL, MONTH, YEAR, FIGURE, 0]


def test_a_shelf_that_forgot_its_words_gives_the_same_shape(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.shelf._KEPT_WORDS", 3)
    monkeypatch.setattr("rag.shelf._KEPT_PASSAGES", 1)
    texts = [passage("Un deux trois quatre. Cinq six.", 1), passage("Sept huit neuf", 2)]
    shapes = [
        [(array > 0).tolist() for array in (read.numbers, read.sentences, read.owners)]
        for read in (shelf.gather(texts) for _ in range(3))
    ]
    assert shapes[0] == shapes[1] == shapes[2]


@given(st.lists(st.text(max_size=120), min_size=1, max_size=5))
def test_any_texts_keep_their_words_in_order(texts: list[str]) -> None:
    shelf = Shelf(load_word_table())
    read = shelf.gather([passage(text, number) for number, text in enumerate(texts)])
    for owner, text in enumerate(texts):
        numbers = [n for n in read.numbers[read.owners == owner].tolist() if n]
        folded = [token.folded for token in tokens(text)]
        assert len(numbers) == len(folded)
        assert all(
            number in shelf.lexicon.by_folded[word]
            for number, word in zip(numbers, folded, strict=True)
        )
    assert (np.diff(read.sentences) >= 0).all()
    assert read.numbers[-1] == 0


def test_groups_give_their_greatest_and_their_sum() -> None:
    rows = np.array([[1, 5], [2, 4], [7, 0]], dtype=np.float32)
    groups = np.array([0, 0, 2], dtype=np.int32)
    assert most(rows, groups, 4).tolist() == [[2, 5], [0, 0], [7, 0], [0, 0]]
    assert total(rows, groups, 4).tolist() == [[3, 9], [0, 0], [7, 0], [0, 0]]
    assert most(rows[:0], groups[:0], 2).tolist() == [[0, 0], [0, 0]]
