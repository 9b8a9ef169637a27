"""The terms in tantivy, against the published formula of BM25."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_terms import asked, built, by_vector, of_texts
from support import article, entry

from index.analysis import terms
from index.query import QueryTerm
from index.terms.searching import TermIndex

K1, B = 1.2, 0.75
HEADING = 0.5

# Terms that the English stemmer and stop words leave as they are.
WORDS = ["accord", "dam", "fish", "harbor", "island", "storm", "wind", "wolf"]


def bm25(term: str, bags: Sequence[Counter[str]], number: int) -> float:
    """Robertson and Zaragoza 2009, equation 3.15, with an idf that is never negative."""
    holding = sum(term in bag for bag in bags)
    idf = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
    average = sum(bag.total() for bag in bags) / len(bags)
    frequency = bags[number][term]
    norm = K1 * (1 - B + B * bags[number].total() / average)
    return idf * frequency * (K1 + 1) / (frequency + norm) if frequency else 0.0


def expected_scores(
    question: Sequence[QueryTerm], bodies: Sequence[str], headings: Sequence[str]
) -> dict[int, float]:
    fields = [
        (1.0, [Counter(terms(text, "en")) for text in bodies]),
        (HEADING, [Counter(terms(text, "en")) for text in headings]),
    ]
    scores = {
        number: sum(
            boost * max(v.weight * bm25(v.term, bags, number) for v in term.variants)
            for term in question
            for boost, bags in fields
        )
        for number in range(len(bodies))
    }
    return {number: score for number, score in scores.items() if score > 0}


_TEXTS = st.lists(st.sampled_from(WORDS), max_size=38).map(" ".join)  # lengths kept exactly: <= 40

_QUESTIONS = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.dictionaries(
            st.sampled_from(WORDS), st.sampled_from([1.0, 0.8, 0.5]), min_size=1, max_size=3
        ),
    ),
    min_size=1,
    max_size=4,
).map(lambda words: asked(*words))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=6), _QUESTIONS)
def test_scores_are_those_of_the_published_formula(
    texts: list[tuple[str, str]], question: list[QueryTerm]
) -> None:
    bodies = [f"{body} text{number}" for number, (body, _) in enumerate(texts)]
    headings = [f"{heading} title" for _, heading in texts]
    expected = expected_scores(question, bodies, headings)
    with TemporaryDirectory() as folder:
        index = of_texts(Path(folder), bodies, headings)
        assert by_vector(index, question) == pytest.approx(expected, rel=1e-4)
        keys = [key for key, _ in index.search(question, 1000)]
        ids = list(range(len(bodies)))
        scores = index.scores(question, ids)
        assert {
            number: score for (key, score) in scores.items() for number in index.vector_ids([key])
        } == pytest.approx({number: expected.get(number, 0.0) for number in ids}, rel=1e-4)
        assert {key: scores[key] for key in keys} == pytest.approx(
            dict(index.search(question, 1000))
        )


@pytest.fixture(scope="module")
def winds(tmp_path_factory: pytest.TempPathFactory) -> TermIndex:
    texts = [f"wind {'dam ' * number}" for number in range(12)]
    return of_texts(tmp_path_factory.mktemp("winds"), texts)


@pytest.mark.parametrize("k", [-1, 0, 1, 5, 12, 13, 10**9])
def test_the_best_come_first_and_no_more_than_were_asked_for(winds: TermIndex, k: int) -> None:
    found = winds.search(asked("wind"), k)
    # The shorter a text, the higher its score: they were written from short to long.
    assert winds.vector_ids([key for key, _ in found]) == list(range(max(0, min(k, 12))))


def test_equal_scores_come_in_the_order_of_the_index(tmp_path: Path) -> None:
    index = of_texts(tmp_path, [f"wind number{number}" for number in range(5)])
    found = index.search(asked("wind"), 5)
    assert index.vector_ids([key for key, _ in found]) == [0, 1, 2, 3, 4]


def test_what_no_passage_holds_finds_nothing(winds: TermIndex) -> None:
    assert winds.search(asked("wolf"), 5) == []
    assert winds.search(asked({}), 5) == []
    assert winds.search([], 5) == []
    assert winds.scores([], []) == {}
    assert set(winds.scores([], [3, 4]).values()) == {0.0}
    assert winds.scores(asked("wind"), [999]) == {}


@pytest.mark.parametrize(
    "term", ["", " ", "wind dam", '"', "body:wind", "*", "w*", "(", "😀", "AND", "x" * 10_000]
)
def test_a_term_is_a_term_whatever_it_looks_like(winds: TermIndex, term: str) -> None:
    assert winds.search(asked(term), 5) == []
    assert winds.passage_frequency(term) == 0


def test_frequencies_and_prefixes_are_those_of_bodies_and_headings(tmp_path: Path) -> None:
    index = of_texts(
        tmp_path, ["wind storm", "wind", "dam"], ["harbor", "wind harbor", "wolf harbor"]
    )
    assert index.passage_count == 3
    assert index.passage_frequency("wind") == 2
    assert index.passage_frequency("harbor") == 3
    assert index.passage_frequency("island") == 0
    assert sorted(index.terms_with_prefix("w")) == ["wind", "wolf"]
    assert index.terms_with_prefix("island") == []
    assert sorted(index.terms_with_prefix("")) == ["dam", "harbor", "storm", "wind", "wolf"]


def test_a_lead_in_is_searched_with_its_passage(tmp_path: Path) -> None:
    one = article("storm wall", language="en")
    index = built(tmp_path, [(one, [entry(one, 4, lead_in="The island plans:")])])
    assert by_vector(index, asked("island")).keys() == {4}
    (key, _), *_ = index.search(asked("island"), 1)
    assert index.passage(key).text == "storm wall"


def test_an_opened_index_scores_as_the_built_one(tmp_path: Path) -> None:
    index = of_texts(tmp_path, ["wind dam", "wind wind", "wolf"])
    question = asked("wind", "dam")
    assert TermIndex.open(tmp_path).search(question, 5) == index.search(question, 5)
