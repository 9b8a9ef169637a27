from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import tokens
from index.types import Article, Passage
from rag.likeness import load_word_table
from rag.shelf import Shelf, most, total
from rag.vocabulary import CAPITAL, FIGURE, MONTH, YEAR


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
    vocabulary = shelf.vocabulary
    assert vocabulary.of_form("barrag") == numbers[:2]
    assert vocabulary.of_folded("barrage") == [numbers[1]]
    assert vocabulary.family("president") == [numbers[2]]
    assert vocabulary.family("presid") == []


def test_words_have_classes(shelf: Shelf) -> None:
    numbers = shelf.gather([passage("Lorméa mai 1994 12 blé")]).numbers[:5]
    assert shelf.vocabulary.classes[numbers].tolist() == [CAPITAL, MONTH, YEAR, FIGURE, 0]


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
            number in shelf.vocabulary.of_folded(word)
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


def _article(number: int, words: int = 20) -> Article:
    text = " ".join(f"mot{number}x{word}" for word in range(words))
    return Article(f"{number:016x}", "Titre", text, None, ("a.txt",), "fr")


def test_articles_are_kept_until_newer_ones_need_their_room(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.shelf._KEPT_ARTICLES", 2 * len(_article(0).text))
    first, second = shelf.open([_article(0), _article(1)])
    assert shelf.open([_article(0)])[0] is first
    shelf.open([_article(2)])  # in the place of the one that was not asked for
    assert shelf.open([_article(0)])[0] is first
    assert shelf.open([_article(1)])[0] is not second


def test_an_article_larger_than_all_room_is_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.shelf._KEPT_ARTICLES", 1)
    assert [len(page.sentences) for page in shelf.open([_article(0), _article(1)])] == [1, 1]


def test_an_article_whose_title_changed_is_read_again(shelf: Shelf) -> None:
    one = _article(0)
    (before,) = shelf.open([one])
    (after,) = shelf.open([replace(one, title="Deux autres mots")])
    title = before.words_of(1), after.words_of(1)
    assert [place.stop - place.start for place in title] == [1, 3]


def test_a_full_vocabulary_begins_anew_with_articles_too(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = shelf.open([_article(0)])
    monkeypatch.setattr("rag.shelf._KEPT_WORDS", 3)
    (after,) = shelf.open([_article(0)])
    assert after is not before
    folded = [shelf.vocabulary.folded[number] for number in after.numbers.tolist()]
    assert folded == [*_article(0).text.split(), "titre"]
