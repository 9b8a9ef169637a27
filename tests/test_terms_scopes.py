"""Dates, languages and articles that let passages through."""

from __future__ import annotations

import pytest
from made_terms import asked, built
from support import article, entry

from index.terms.queries import Scope
from index.terms.searching import TermIndex
from index.types import PartialDate

DATED = [
    ("d0", "2025-05-21", "fr"),
    ("d1", "2025-05", "fr"),
    ("d2", "2025", "en"),
    ("d3", "2024-12-31", "en"),
    ("d4", "2026-01-01", "fr"),
    ("d5", None, "fr"),
]


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> TermIndex:
    pairs = []
    for number, (name, published, language) in enumerate(DATED):
        one = article(f"wind {name}", published=published, language=language)
        pairs.append((one, [entry(one, number)]))
    return built(tmp_path_factory.mktemp("dated"), pairs)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, {0, 1, 2, 3, 4, 5}),
        ("2025-05-21", None, {0, 1, 2, 4}),
        ("2025-05-22", None, {1, 2, 4}),
        ("2025-06", None, {2, 4}),
        ("2026", None, {4}),
        ("2027", None, set()),
        (None, "2025-05-21", {0, 1, 2, 3}),
        (None, "2025-05-20", {1, 2, 3}),
        (None, "2025-04", {2, 3}),
        (None, "2024", {3}),
        (None, "2023", set()),
        ("2025-05-21", "2025-05-21", {0, 1, 2}),
        ("2025", "2025", {0, 1, 2}),
        ("2024-12-31", "2026-01-01", {0, 1, 2, 3, 4}),
        ("2026", "2024", set()),
        ("0001", "9999", {0, 1, 2, 3, 4}),
    ],
)
def test_an_article_passes_where_one_of_its_possible_days_does(
    dated: TermIndex, since: str | None, until: str | None, expected: set[int]
) -> None:
    scope = Scope(
        since=PartialDate.parse(since) if since else None,
        until=PartialDate.parse(until) if until else None,
    )
    assert dated.vectors_within(scope) == expected
    found = dated.search(asked("wind"), 10, within=scope)
    assert set(dated.vector_ids([key for key, _ in found])) == expected
    scored = dated.scores(asked("wind"), range(len(DATED)), within=scope)
    assert set(dated.vector_ids(list(scored))) == expected


def test_a_scope_changes_no_score(dated: TermIndex) -> None:
    free = dict(dated.search(asked("wind"), 10))
    limited = dict(dated.search(asked("wind"), 10, within=Scope(since=PartialDate(2025))))
    assert limited == {key: free[key] for key in limited}
    scored = dated.scores(asked("wind"), [0, 1], within=Scope(since=PartialDate(2025)))
    assert scored == {key: free[key] for key in scored}


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", {0, 1, 4, 5}), ("en", {2, 3}), ("de", set()), ("", set()), ("fr en", set())],
)
def test_a_language_lets_its_articles_through(
    dated: TermIndex, language: str, expected: set[int]
) -> None:
    assert dated.vectors_within(Scope(language=language)) == expected


def test_article_ids_let_their_articles_through(dated: TermIndex) -> None:
    wanted = frozenset(article(f"wind {name}").article_id for name in ("d1", "d5"))
    assert dated.vectors_within(Scope(article_ids=wanted)) == {1, 5}
    assert dated.vectors_within(Scope(article_ids=wanted, language="en")) == set()
    assert dated.vectors_within(Scope(article_ids=frozenset())) == set()
    assert dated.search(asked("wind"), 5, within=Scope(article_ids=frozenset())) == []


def test_articles_that_are_left_out_leave_the_others(dated: TermIndex) -> None:
    others = frozenset(article(f"wind {name}").article_id for name in ("d1", "d5"))
    everything = dated.vectors_within(Scope())
    assert dated.vectors_within(Scope(without=others)) == everything - {1, 5}
    free = dict(dated.search(asked("wind"), 10))
    limited = dict(dated.search(asked("wind"), 10, within=Scope(without=others)))
    assert limited == {key: free[key] for key in limited}
    assert set(dated.vector_ids(list(limited))) == everything - {1, 5}
