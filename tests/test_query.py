"""Questions as the index sees them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions_asked import TEXTS, WordList, ask, variants
from support import article, calls_of, entry

from index.analysis import stem, terms
from index.query import inverse_frequency
from index.terms.searching import TermIndex
from index.terms.writing import build_terms


def test_a_number_matches_in_another_writing(vocabulary: TermIndex) -> None:
    for written in ("10 000", "10000", "10\u202f000", "10.000"):
        assert variants(vocabulary, written).keys() == {"10000"}


def test_a_word_is_also_looked_up_as_the_other_language_stems_it(vocabulary: TermIndex) -> None:
    # An English article is indexed with English stems, and asked about in French.
    assert stem("hungary", "en") != stem("hungary", "fr")
    assert variants(vocabulary, "Hungary")[stem("hungary", "en")].how == "exact"


def test_a_word_brings_its_translations_that_the_articles_hold(vocabulary: TermIndex) -> None:
    traite = stem("traite", "fr")
    words = WordList(fr={traite: [("treati", 0.9), ("deal", 0.1)]}, en={"treati": [(traite, 1.0)]})
    (term,) = ask(vocabulary, "un traité", lexicon=words)
    assert [variant.term for variant in term.variants] == ["treati"]
    assert term.variants[0].how == "translation"
    assert 0 < term.variants[0].weight < 1
    [_, unknown] = ask(vocabulary, "un traité", language="und", lexicon=words)
    assert [variant.how for variant in unknown.variants] == ["translation"]


def test_a_word_that_translates_is_not_corrected(vocabulary: TermIndex) -> None:
    words = WordList(fr={stem("acords", "fr"): [("treati", 1.0)]})
    (term,) = ask(vocabulary, "les acords", lexicon=words)
    assert {variant.how for variant in term.variants} == {"translation"}


def test_the_weight_is_the_idf_of_the_commonest_variant(vocabulary: TermIndex) -> None:
    accord, climat, tokaiev = ask(vocabulary, "accord climat Tokaïev")
    # Two, one and one of nine passages hold them; ln(1 + (N - n + .5) / (n + .5)).
    assert accord.weight == pytest.approx(math.log(1 + 7.5 / 2.5))
    assert climat.weight == tokaiev.weight == pytest.approx(math.log(1 + 8.5 / 1.5))
    assert ask(vocabulary, "xylophone")[0].weight > climat.weight > accord.weight


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_rarer_term_weighs_more_and_none_weighs_nothing(first: int, second: int) -> None:
    rarer, commoner = sorted((first, second))
    weights = [inverse_frequency(frequency, 10**6) for frequency in (rarer, commoner)]
    assert weights[0] >= weights[1] > 0


def test_the_question_s_words_keep_their_place_and_its_stop_words_go(
    vocabulary: TermIndex,
) -> None:
    question = "Qu’a dit Viktor Orbán à l'Union ?"
    found = ask(vocabulary, question)
    assert [term.text for term in found] == ["dit", "Viktor", "Orbán", "Union"]
    assert all(question[term.start : term.end] == term.text for term in found)
    assert [term.name for term in found] == [False, True, True, True]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Viktor parle", []),  # the first word is capitalised anyway
        ("« Viktor » parle", []),
        ("OTAN et ONU", ["OTAN", "ONU"]),
        ("le G20 en 2025", ["G20", "2025"]),
        ("combien de 10 000", ["10 000"]),
        ("bonjour viktor", []),
    ],
)
def test_names_are_told_by_their_capitals(
    vocabulary: TermIndex, question: str, names: list[str]
) -> None:
    assert [term.text for term in ask(vocabulary, question) if term.name] == names


def test_a_word_counts_once_however_it_is_repeated(vocabulary: TermIndex) -> None:
    found = ask(vocabulary, "accord, Accord, ACCORD et accord")
    assert [(term.text, term.start) for term in found] == [("accord", 0)]


def test_of_a_pasted_page_the_rarest_known_words_are_kept(tmp_path: Path) -> None:
    rare = [f"rare{number}x" for number in range(63)]
    pairs = []
    for number, text in enumerate([" ".join(rare), "paix accord", "paix accord", "paix accord"]):
        one = article(text + f" texte{number}")
        pairs.append((one, [entry(one, number)]))
    vocabulary = build_terms(tmp_path, pairs)
    unknown = " ".join(f"absent{number}z" for number in range(100))
    found = ask(vocabulary, f"paix {unknown} {' '.join(rare)} paix accord")
    assert [term.text for term in found] == ["paix", *rare]
    assert len(ask(vocabulary, unknown)) == 64


@pytest.mark.parametrize(
    "question",
    [
        "",
        " \n\t",
        "?",
        "« » \" ' ( [ { : ; ! * ~ ^ \\ /",
        "qui que quoi dont où",
        "😀 👩‍👩‍👧",
        "\ud800 \udfff",
        "'; DROP TABLE articles; --",
    ],
)
def test_what_holds_no_word_of_the_articles_is_a_question_without_matches(
    vocabulary: TermIndex, question: str
) -> None:
    assert all(term.variants == () for term in ask(vocabulary, question))


@pytest.mark.parametrize(
    "question",
    [
        'title:"accord"',
        "accord AND (climat OR",
        "+accord -climat^2~",
        "l\u2019accord\u00a0?",
        "accord\ud800",
        "[accord]",
        "accord😀",
    ],
)
def test_marks_of_a_query_language_are_only_marks(vocabulary: TermIndex, question: str) -> None:
    assert "accord" in [v.term for term in ask(vocabulary, question) for v in term.variants]


@given(question=st.text(max_size=60), language=st.sampled_from(["fr", "en", "und", ""]))
def test_any_text_is_a_question(vocabulary: TermIndex, question: str, language: str) -> None:
    found = ask(vocabulary, question, language=language)
    for term in found:
        assert question[term.start : term.end] == term.text
        assert term.weight > 0
        assert all(0 < variant.weight <= 1 for variant in term.variants)
        assert all(vocabulary.passage_frequency(variant.term) for variant in term.variants)
        weights = [variant.weight for variant in term.variants]
        assert weights == sorted(weights, reverse=True)


@given(st.sampled_from(TEXTS))
def test_every_word_of_an_article_is_known_in_its_question(
    vocabulary: TermIndex, text: str
) -> None:
    language = "en" if "treaty" in text else "fr"
    found = ask(vocabulary, text, language=language)
    assert [term.variants[0].weight for term in found] == [1.0] * len(found)
    assert len(found) == len(set(terms(text, language)))


@pytest.mark.parametrize("unit", ["x", "é ", "zorglub", "kazakstan ", "a(b)[c]:", "é\u0301", "😀"])
def test_ten_thousand_characters_take_twice_the_work_of_five(
    vocabulary: TermIndex, unit: str
) -> None:
    question = (unit * 10_000)[:10_000]
    assert len(ask(vocabulary, question)) <= 64
    half = calls_of(lambda: ask(vocabulary, question[:5_000]))
    assert calls_of(lambda: ask(vocabulary, question)) < 2.5 * half


def test_a_page_of_unknown_words_is_no_burden(tmp_path: Path) -> None:
    letters = str.maketrans("0123456789", "abcdefghij")
    words = [f"mot{number:05d}".translate(letters) for number in range(10_000)]
    one = article(" ".join(words))
    vocabulary = build_terms(tmp_path, [(one, [entry(one, 0)])])
    # Hundreds of steps for each, and not one for each of the ten thousand that it may be.
    unknown = [f"motif{word[3:]}" for word in words[:900]]
    assert calls_of(lambda: ask(vocabulary, " ".join(unknown))) < 400 * len(unknown)
