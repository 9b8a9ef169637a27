"""The articles' records: filters by source, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import article

from index.catalogue import Catalogue, Changes

NOTHING = Changes((), (), (), ())


def catalogue(files: Mapping[str, str], **said: str) -> Catalogue:
    """A catalogue of files and their texts; equal texts are one article."""
    paths: dict[str, list[str]] = {}
    for path, text in files.items():
        paths.setdefault(text, []).append(path)
    return Catalogue.of(
        article(text, sources=tuple(where), title=said.get("title", ""), origin=said.get("origin"))
        for text, where in paths.items()
    )


def test_a_catalogue_is_read_as_it_was_written(tmp_path: Path) -> None:
    one = article(
        "texte",
        title="Un « titre »",
        published="2025-07",
        place="Port-Lorméa",
        sources=("é/a.md", "https://exemple.example"),
        origin="Agence",
    )
    two = article("text", language="en", sources=())
    Catalogue.of([one, two]).write(tmp_path)
    read = Catalogue.read(tmp_path)
    assert read.records == Catalogue.of([one, two]).records
    assert list(read.records) == [one.article_id, two.article_id]
    assert read.records[one.article_id].published == "2025-07"


BY_SOURCE = Catalogue.of(
    [
        article("un", sources=("Économie/2025/a.md", "https://www.gazette.example/x")),
        article("deux", sources=("monde/b.md",), origin="Agence de l'Est, d'après la Gazette"),
        article("trois", sources=("MONDE/c.jsonl#3",)),
        article("quatre", sources=()),
    ]
)
IDS = {text: article(text).article_id for text in ("un", "deux", "trois", "quatre")}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("monde", ["deux", "trois"]),
        ("MONDE/", ["deux", "trois"]),
        ("economie", ["un"]),
        ("ÉCONOMIE", ["un"]),
        ("E\u0301conomie", ["un"]),
        ("gazette", ["un", "deux"]),
        (" gazette ", ["un", "deux"]),
        ("agence de l'est", ["deux"]),
        ("#3", ["trois"]),
        ("monde économie", []),
        ("*", []),
        ("", ["un", "deux", "trois", "quatre"]),
    ],
)
def test_a_source_is_any_part_of_a_path_address_or_origin(part: str, expected: list[str]) -> None:
    assert BY_SOURCE.with_source(part) == {IDS[text] for text in expected}


def test_sources_are_named_by_folder_host_and_origin_commonest_first() -> None:
    names = Catalogue.of(
        [
            article("un", sources=("monde/a.md", "monde/b.md")),
            article("deux", sources=("monde/c.md", "https://gazette.example/c")),
            article("trois", sources=("d.md",), origin="Agence"),
            article("quatre", sources=("eco/d.md",), origin="Agence"),
        ]
    ).source_names()
    # An article counts once for a name, and files at the top of the folder have none.
    assert names == ("Agence", "monde", "eco", "gazette.example")


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    return catalogue(now).changes_since(catalogue(before))


def test_nothing_changed_is_no_change() -> None:
    same = changes({"a": "1", "b": "2"}, {"b": "2", "a": "1"})
    assert same == NOTHING
    assert not same


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {"a": "1"}, Changes(("a",), (), (), ())),
        ({"a": "1"}, {}, Changes((), (), (), ("a",))),
        ({"a": "1"}, {"a": "2"}, Changes((), ("a",), (), ())),
        ({"a": "1"}, {"b": "1"}, Changes((), (), ("b",), ())),
        ({"a": "1"}, {"b": "2"}, Changes(("b",), (), (), ("a",))),
        ({"a": "1", "b": "2"}, {"a": "2", "b": "1"}, Changes((), ("a", "b"), (), ())),
        # A copy is added, and taken away again; the first file stays what it was.
        ({"a": "1"}, {"a": "1", "b": "1"}, Changes(("b",), (), (), ())),
        ({"a": "1", "b": "1"}, {"a": "1"}, Changes((), (), (), ("b",))),
        ({"a": "1", "b": "1"}, {"b": "1"}, Changes((), (), (), ("a",))),
        ({"a": "1", "b": "1"}, {"a": "1", "b": "2"}, Changes((), ("b",), (), ())),
        ({"x/a": "1", "b": "2"}, {"y/a": "1", "c": "3"}, Changes(("c",), (), ("y/a",), ("b",))),
    ],
)
def test_changes_are_told_by_path(
    before: Mapping[str, str], now: Mapping[str, str], expected: Changes
) -> None:
    assert changes(before, now) == expected
    assert changes(before, now)


@pytest.mark.parametrize("said", [{"title": "Autre"}, {"origin": "Agence"}])
def test_another_heading_or_origin_is_a_change(said: dict[str, str]) -> None:
    found = catalogue({"a": "1"}, **said).changes_since(catalogue({"a": "1"}))
    assert found == Changes((), ("a",), (), ())


def test_another_address_is_a_change() -> None:
    before = Catalogue.of([article("1", sources=("a", "https://un.example"))])
    now = Catalogue.of([article("1", sources=("a", "https://deux.example"))])
    assert now.changes_since(before) == Changes((), ("a",), (), ())


_FILES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"), max_size=6)


@given(_FILES, _FILES)
def test_there_are_changes_exactly_where_the_files_differ(
    before: dict[str, str], now: dict[str, str]
) -> None:
    found = changes(before, now)
    assert bool(found) == (before != now)
    assert set(found.added) | set(found.moved) == now.keys() - before.keys()
    assert set(found.removed) <= before.keys() - now.keys()
    assert set(found.changed) == {
        path for path in before.keys() & now.keys() if before[path] != now[path]
    }
    for group in (found.added, found.changed, found.moved, found.removed):
        assert_sorted_and_distinct(group)


def assert_sorted_and_distinct(paths: Iterable[str]) -> None:
    assert list(paths) == sorted(set(paths))
