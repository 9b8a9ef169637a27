"""Questions to hits, against a computation by brute force from both legs' scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from files import read_articles
from hypothesis import given, settings
from hypothesis import strategies as st
from indexes import DAM, QUESTIONS
from support import ARTICLES, BagEmbedder, write_articles

from index.building import build_index
from index.entries import embedded_text, entries_of
from index.errors import ArticleUnknownError
from index.fusion import fuse
from index.lexicon import load_lexicon
from index.query import analyse_query
from index.searching import Index
from index.terms.writing import build_terms
from index.types import Filters, Hit, PartialDate


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_articles(tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="module")
def index(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    where = tmp_path_factory.mktemp("index")
    build_index(folder, where, embedder=BagEmbedder())
    return Index.open(where, embedder=BagEmbedder())


def title_of(index: Index, hit: Hit) -> str:
    return index.article(hit.passage.article_id).title


def titles(index: Index, question: str, **options: object) -> list[str]:
    return [title_of(index, hit) for hit in index.search(question, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("k", [1, 3, 10, 1000])
def test_the_fused_search_is_that_of_brute_force(
    index: Index, folder: Path, tmp_path: Path, question: str, k: int
) -> None:
    embedder = BagEmbedder()
    articles = read_articles(folder).articles
    split = [(article, entries_of(article)) for article in articles]
    entries = [entry for _, entries in split for entry in entries]
    assert len(entries) <= 50, "every passage must be a candidate"
    terms = build_terms(tmp_path, split)
    asked = analyse_query(question, language="fr", vocabulary=terms, lexicon=load_lexicon())
    scores = terms.scores(asked, [entry.vector_id for entry in entries])
    bm25 = {terms.passage(key): score for key, score in scores.items()}
    term_scores = np.array([bm25[entry.passage] for entry in entries], dtype=np.float32)
    vectors = embedder.embed_passages(
        [embedded_text(entry.heading, entry.lead_in, entry.passage.text) for entry in entries]
    )
    cosines = vectors @ embedder.embed_questions([question])[0]
    fused = fuse(term_scores, cosines, dense_share=index.manifest.fusion.dense_share)
    best = sorted(range(len(entries)), key=lambda row: -fused[row])[:k]

    hits = index.search(question, k=k)
    assert [hit.score for hit in hits] == pytest.approx([fused[row] for row in best], abs=1e-3)
    by_passage = {entry.passage: row for row, entry in enumerate(entries)}
    for hit in hits:
        row = by_passage[hit.passage]
        assert hit.score == pytest.approx(fused[row], abs=1e-3)
        assert hit.terms == pytest.approx(term_scores[row], rel=1e-4)
        assert hit.similarity == pytest.approx(cosines[row], abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40) | st.sampled_from(QUESTIONS), st.integers(-1, 30))
def test_any_text_finds_distinct_passages_best_first(index: Index, question: str, k: int) -> None:
    hits = index.search(question, k=k)
    assert len(hits) <= max(k, 0)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage for hit in hits}) == len(hits)
    for hit in hits:
        assert 0 <= hit.score <= 1
        assert hit.terms >= 0
        assert -1.001 <= hit.similarity <= 1.001
        text = index.article(hit.passage.article_id).text
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize("question", ["", " \n", "?!", "« … »", "😀", "\ud800", "_"])
def test_a_question_without_a_letter_finds_nothing(index: Index, question: str) -> None:
    assert index.search(question) == []


@pytest.mark.parametrize(
    "question",
    [
        "le la les",
        "zorglub",
        "barrage \udcff",
        "x" * 10_000,
        "barrage " * 1_250,
        'titre:"barrage" AND (forêt OR [train',
        "שלום עולם",
        "a\u0000b",
    ],
)
def test_any_other_question_finds_the_closest(index: Index, question: str) -> None:
    assert len(index.search(question, k=4)) == 4


def test_none_at_all_are_found_where_none_are_wanted(index: Index) -> None:
    assert index.search(QUESTIONS[0], k=0) == []
    assert index.search(QUESTIONS[0], k=-3) == []


def test_all_are_found_where_more_are_wanted(index: Index) -> None:
    assert len(index.search(QUESTIONS[0], k=10**9)) == index.manifest.passages


@pytest.mark.parametrize(
    "question",
    [
        "barrage de Lorméa",
        "BARRAGE DE LORMEA",
        "barrages, lormea",
        "le barrage de l’estuaire de\u00a0Lorméa",
        "Lorme\u0301a",
        "barage de Lormea",
        "Lormeaa",
    ],
)
def test_writings_and_typing_errors_do_not_count(index: Index, question: str) -> None:
    assert titles(index, question)[0] == ARTICLE_OF["2025/barrage.md"]


ARTICLE_OF = {
    "2025/barrage.md": DAM,
    "2025/forets.md": "Onze pays s'engagent à replanter la forêt boréale",
    "musee.md": "Le musée de la Mer rend douze sculptures",
    "en/wind.md": "Borland pledges to triple its wind power by 2035",
}

# A title, a date in words and a place that stand in the heading alone.
HEADED = {
    "a.md": "---\ntitle: Zéphyrine\ndate: 2021-02-03\nlanguage: fr\n---\nUn texte sur la ville.",
    "b.md": "---\ntitle: Autre\ndate: 2022-08\nlanguage: fr\n---\nUn texte sur la rivière.",
    "c.txt": "Encore\n\nSorbeck, 5 mars 2023 — Un texte sur la montagne.",
    **{f"d{n}.txt": f"Divers {n}\n\nUn texte sur le sujet numéro {n}." for n in range(10, 16)},
}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Zéphyrine", "Un texte sur la ville."),
        ("zephyrinne", "Un texte sur la ville."),
        ("3 février 2021", "Un texte sur la ville."),
        ("août 2022", "Un texte sur la rivière."),
        ("Sorbeck", "montagne"),
    ],
)
def test_title_date_and_place_count_in_both_legs(tmp_path: Path, question: str, text: str) -> None:
    folder = write_articles(tmp_path / "articles", HEADED)
    build_index(folder, tmp_path / "index", embedder=BagEmbedder())
    opened = Index.open(tmp_path / "index", embedder=BagEmbedder())
    hits = opened.search(question)
    assert text in hits[0].passage.text
    assert hits[0].terms > 0
    assert hits[0].terms == max(hit.terms for hit in hits)
    if question != "zephyrinne":  # the bag of words knows no typing errors
        assert hits[0].similarity == max(hit.similarity for hit in hits)


def passing(index: Index, filters: Filters) -> set[str]:
    return set(titles(index, "le pays", filters=filters, k=100))


def test_filters_let_through_what_they_say(index: Index) -> None:
    everything = passing(index, Filters())
    assert len(everything) == len(ARTICLES)
    assert passing(index, Filters(language="en")) == {
        "Borland pledges to triple its wind power by 2035",
        "A floating library sets out for the islands",
    }
    assert passing(index, Filters(source="NORTHERN wire")) == {ARTICLE_OF["en/wind.md"]}
    assert passing(index, Filters(source="actualites.example")) == {ARTICLE_OF["2025/forets.md"]}
    assert passing(index, Filters(until=PartialDate(2023))) == {ARTICLE_OF["musee.md"]}
    assert passing(index, Filters(since=PartialDate(2025, 7), until=PartialDate(2025, 7, 1))) == {
        ARTICLE_OF["2025/forets.md"]
    }
    assert passing(index, Filters(since=PartialDate(2025), language="en")) == {
        ARTICLE_OF["en/wind.md"]
    }
    assert passing(index, Filters(language="de")) == set()
    assert passing(index, Filters(source="nowhere")) == set()
    assert passing(index, Filters(language="\ud800")) == set()
    assert passing(index, Filters(source="\ud800")) == set()
    assert passing(index, Filters(source="", language="")) == everything


def test_a_filter_changes_no_score_of_what_it_lets_through(index: Index) -> None:
    question = QUESTIONS[0]
    free = {hit.passage: hit for hit in index.search(question, k=100)}
    hits = index.search(question, k=100, filters=Filters(since=PartialDate(2025)))
    assert 1 < len(hits) < len(free)
    for hit in hits:
        assert hit.terms == pytest.approx(free[hit.passage].terms)
        assert hit.similarity == pytest.approx(free[hit.passage].similarity)


def test_a_filter_finds_what_no_other_would_leave_room_for(tmp_path: Path) -> None:
    """Forty better passages in French do not push the one in English out."""
    files = {
        f"{n}.md": f"---\ntitle: T{n}\nlanguage: fr\n---\nWind wind wind {n}." for n in range(70)
    }
    files["en.md"] = "---\ntitle: E\nlanguage: en\n---\nThe wind of the sea and of many harbours."
    build_index(
        write_articles(tmp_path / "articles", files), tmp_path / "index", embedder=BagEmbedder()
    )
    opened = Index.open(tmp_path / "index", embedder=BagEmbedder())
    hits = opened.search("wind", k=3, filters=Filters(language="en"))
    assert [title_of(opened, hit) for hit in hits] == ["E"]
    assert len(opened.search("wind", k=60)) == 60


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since=PartialDate(2025)),
        Filters(until=PartialDate(2025, 7)),
        Filters(language="fr"),
        Filters(source="a"),
        Filters(source="no such"),
    ],
)
def test_a_filter_finds_the_same_among_the_nearest_as_among_all_that_it_lets_through(
    index: Index, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> list[list[Hit]]:
        return [
            index.candidates(question, depth=depth, filters=filters)
            for question in QUESTIONS
            for depth in (1, 2, 50)
        ]

    quick = found()
    monkeypatch.setattr("index.searching._DEEP", 0)
    for one, other in zip(quick, found(), strict=True):
        assert [hit.passage for hit in one] == [hit.passage for hit in other]
        assert [hit.similarity for hit in one] == pytest.approx([hit.similarity for hit in other])


def test_a_source_is_told_by_the_fewer_of_those_that_it_has_and_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.searching._DEEP", 0)
    files = {f"{'agence' if n < 7 else 'lettres'}/{n}.md": f"Wind {n}." for n in range(10)}
    build_index(
        write_articles(tmp_path / "articles", files), tmp_path / "index", embedder=BagEmbedder()
    )
    opened = Index.open(tmp_path / "index", embedder=BagEmbedder())
    for part, count in (("agence", 7), ("lettres", 3), ("e", 10), ("none", 0)):
        assert len(opened.search("wind", k=20, filters=Filters(source=part))) == count
        assert len(opened.search("wind", k=20, filters=Filters(source=part))) == count


def test_terms_that_are_at_hand_give_the_same(index: Index) -> None:
    for question in QUESTIONS:
        terms = index.query_terms(question, "fr")
        assert index.search(question, terms=terms) == index.search(question)


def test_a_question_is_answered_the_same_way_twice(index: Index) -> None:
    for question in QUESTIONS:
        assert index.search(question) == index.search(question)


def test_articles_are_given_whole_and_unknown_ones_refused(index: Index, folder: Path) -> None:
    for article in read_articles(folder).articles:
        assert index.article(article.article_id) == article
        assert index.catalogue.records[article.article_id].title == article.title
    with pytest.raises(ArticleUnknownError, match="0000000000000000"):
        index.article("0" * 16)
