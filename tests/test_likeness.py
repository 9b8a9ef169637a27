from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.analysis import stem
from index.lexicon import Lexicon
from rag.likeness import Likeness, WordTable, load_word_table, unit

BUNDLED = load_word_table()


def _table() -> WordTable:
    """Three terms: two that mean the same, and one at a right angle; "army" is the first."""
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    terms = [stem(word, "fr") for word in ("armee", "troupes", "pommes")]
    lexicon = Lexicon({stem("army", "en"): [(terms[0], 0.9), ("unknown", 0.1)]}, {})
    return WordTable(terms, vectors, lexicon)


def _rows(table: WordTable, words: Sequence[str], language: str) -> NDArray[np.int32]:
    return np.array([table.row(word, language) for word in words], dtype=np.int32)


def _alike(table: WordTable, asked: str, sentence: str, *, languages: str = "fr fr") -> float:
    of_question, of_sentence = languages.split()
    likeness = Likeness(table, [asked], [asked], of_question)
    best, _ = likeness.of_sentences([_rows(table, sentence.split(), of_sentence)], of_sentence)
    return float(best[0, 0])


def test_the_closest_word_of_a_sentence_counts() -> None:
    assert _alike(_table(), "troupes", "pommes armee") == 1.0
    assert _alike(_table(), "troupes", "pommes") == 0.0


def test_an_english_word_is_like_what_its_translations_are_like() -> None:
    assert _alike(_table(), "army", "troupes", languages="en fr") == 1.0
    assert _alike(_table(), "army", "pommes", languages="en fr") == 0.0


def test_a_word_of_a_third_language_is_like_nothing() -> None:
    assert _alike(_table(), "troupes", "armee", languages="fr de") == 0.0


def test_stop_words_and_unknown_words_are_like_nothing() -> None:
    assert _alike(_table(), "les", "les") == 0.0
    assert _alike(_table(), "xyzzy", "xyzzy") == 0.0


def test_words_that_share_their_beginning_need_less_likeness() -> None:
    slanted = unit(np.array([[1, 0], [1, 3.5], [1, 3.5]], dtype=np.float32))  # cosine .27
    table = WordTable(
        [stem(word, "fr") for word in ("promesse", "promis", "autruche")], slanted, Lexicon({}, {})
    )
    assert _alike(table, "promesse", "promis") > 0.3
    assert _alike(table, "promesse", "autruche") == 0.0


def test_the_whole_of_a_sentence_is_compared_by_its_direction() -> None:
    table = _table()
    likeness = Likeness(table, ["armee"], ["armee"], "fr")
    sentences = [["troupes"], ["troupes", "troupes"], ["pommes"], []]
    _, sums = likeness.of_sentences([_rows(table, each, "fr") for each in sentences], "fr")
    assert likeness.whole(sums) == pytest.approx([1.0, 1.0, 0.0, 0.0])


def test_a_question_without_words_is_like_nothing() -> None:
    table = _table()
    likeness = Likeness(table, [], [], "fr")
    best, sums = likeness.of_sentences([_rows(table, ["armee"], "fr")], "fr")
    assert best.shape == (1, 0)
    assert likeness.whole(sums) == pytest.approx([0.0])


@pytest.mark.parametrize(
    ("near", "far", "languages"),
    [
        (("militaires", "soldats"), ("militaires", "fromage"), "fr fr"),
        (("hausse", "augmentation"), ("hausse", "musique"), "fr fr"),
        (("promesse", "promis"), ("promesse", "poisson"), "fr fr"),
        (("soldiers", "soldats"), ("soldiers", "fromage"), "en fr"),
        (("soldats", "army"), ("soldats", "cheese"), "fr en"),
    ],
)
def test_the_bundled_words_that_mean_much_the_same_are_alike(
    near: tuple[str, str], far: tuple[str, str], languages: str
) -> None:
    assert _alike(BUNDLED, *near, languages=languages) > 0.2
    assert _alike(BUNDLED, *far, languages=languages) < 0.1


WORDS = st.lists(st.sampled_from(["les", "soldats", "army", "xyzzy", "2025", "é", "promis"]))


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["fr", "en", "de"]))
def test_likeness_is_a_share_and_no_sentence_changes_another(
    asked: list[str], sentences: list[list[str]], language: str
) -> None:
    likeness = Likeness(BUNDLED, asked, asked, "fr")
    rows = [_rows(BUNDLED, sentence, language) for sentence in sentences]
    best, sums = likeness.of_sentences(rows, language)
    assert ((best >= 0) & (best <= 1)).all()
    for number, sentence in enumerate(rows):
        alone, alone_sum = likeness.of_sentences([sentence], language)
        assert best[number] == pytest.approx(alone[0], abs=1e-5)
        assert sums[number] == pytest.approx(alone_sum[0], abs=1e-4)
