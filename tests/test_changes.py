"""What a build tells of the files of a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import article

from index.changes import Changes, Move, changes_between
from index.rows import Given, Row

Texts = Mapping[str, str | Sequence[str]]


def rows(files: Texts, **said: str) -> list[Row]:
    """Files and their texts; of a file with several, each goes by its number."""
    return [
        Row(name, None, None, tuple(_given(name, texts, **said)), ())
        for name, texts in files.items()
    ]


def _given(name: str, texts: str | Sequence[str], **said: str) -> Sequence[Given]:
    alone = isinstance(texts, str)
    parts: dict[str, list[str]] = {}
    for number, text in enumerate([texts] if alone else texts, start=1):
        parts.setdefault(str(text), []).append(name if alone else f"{name}#{number}")
    return [
        Given.of(
            article(
                text,
                sources=(*paths, *filter(None, [said.get("url")])),
                title=said.get("title", ""),
                origin=said.get("origin"),
            ),
            name,
        )
        for text, paths in parts.items()
    ]


def changes(before: Texts, now: Texts) -> Changes:
    """As a build has it: without the files that gave what they give now."""
    same = {name for name in before.keys() & now.keys() if before[name] == now[name]}
    old, new = (
        {name: texts for name, texts in files.items() if name not in same}
        for files in (before, now)
    )
    return changes_between(rows(old), rows(new))


def test_nothing_changed_is_no_change() -> None:
    assert changes({"a": "1"}, {"a": "1"}) == Changes()
    assert not Changes()


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {"a": "1"}, Changes(added=("a",))),
        ({"a": "1"}, {}, Changes(removed=("a",))),
        ({"a": "1"}, {"a": "2"}, Changes(changed=("a",))),
        ({"a": "1"}, {"b": "1"}, Changes(moved=(Move("a", "b"),))),
        ({"a": "1"}, {"b": "2"}, Changes(added=("b",), removed=("a",))),
        ({"a": "1", "b": "2"}, {"a": "2", "b": "1"}, Changes(changed=("a", "b"))),
        # A copy is added, and taken away again; the first file stays what it was.
        ({"a": "1"}, {"a": "1", "b": "1"}, Changes(added=("b",))),
        ({"a": "1", "b": "1"}, {"a": "1"}, Changes(removed=("b",))),
        ({"a": "1", "b": "1"}, {"b": "1"}, Changes(removed=("a",))),
        ({"a": "1", "b": "1"}, {"a": "1", "b": "2"}, Changes(changed=("b",))),
        # One path goes and two come: one of them is where it went.
        ({"a": "1"}, {"b": "1", "c": "1"}, Changes(added=("c",), moved=(Move("a", "b"),))),
        ({"a": "1", "b": "1"}, {"c": "1"}, Changes(moved=(Move("a", "c"),), removed=("b",))),
        (
            {"x/a": "1", "b": "2"},
            {"y/a": "1", "c": "3"},
            Changes(added=("c",), moved=(Move("x/a", "y/a"),), removed=("b",)),
        ),
    ],
)
def test_changes_are_told_by_path(before: Texts, now: Texts, expected: Changes) -> None:
    assert changes(before, now) == expected
    assert changes(before, now)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        # A line before the others moves them down their file, and they are where they were.
        (["1", "2"], ["0", "1", "2"], Changes(added=("j#1",))),
        (["1", "2", "3"], ["2", "3"], Changes(removed=("j#1",))),
        (["1", "2"], ["1", "3"], Changes(changed=("j#2",))),
        (["1", "2"], ["2", "1"], Changes()),
        (["1", "2"], "1", Changes(removed=("j#2",))),
        (["1", "1"], ["1", "2"], Changes(added=("j#2",))),
    ],
)
def test_articles_of_one_file_are_told_by_what_came_and_went(
    before: Sequence[str], now: Sequence[str], expected: Changes
) -> None:
    assert changes({"j": before}, {"j": now}) == expected


def test_an_article_that_leaves_a_file_for_another_has_moved() -> None:
    found = changes({"j": ["1", "2"]}, {"j": ["1"], "k": "2"})
    assert found == Changes(moved=(Move("j#2", "k"),))


@pytest.mark.parametrize(
    "said", [{"title": "Autre"}, {"origin": "A"}, {"url": "https://a.example"}]
)
def test_another_heading_origin_or_address_is_a_change(said: dict[str, str]) -> None:
    found = changes_between(rows({"a": "1"}), rows({"a": "1"}, **said))
    assert found == Changes(changed=("a",))


_FILES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"), max_size=6)


@given(_FILES, _FILES)
def test_every_path_that_differs_is_told_once(before: dict[str, str], now: dict[str, str]) -> None:
    found = changes(before, now)
    assert bool(found) == (before != now)
    came = [*found.added, *(move.new for move in found.moved)]
    went = [*found.removed, *(move.old for move in found.moved)]
    assert sorted(came) == sorted(now.keys() - before.keys())
    assert sorted(went) == sorted(before.keys() - now.keys())
    assert list(found.changed) == sorted(
        path for path in before.keys() & now.keys() if before[path] != now[path]
    )
    assert all(before[move.old] == now[move.new] for move in found.moved)
    moved_texts = {now[move.new] for move in found.moved}
    # What is left on one side only has no counterpart on the other.
    left = {before[path] for path in found.removed} & {now[path] for path in found.added}
    assert not left
    assert moved_texts <= set(before.values())
