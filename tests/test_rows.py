"""What each file gave, in segments that never change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.rows import Given, Row, Rows, is_url
from index.walking import Problem, Stamp

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_MAYBE = st.none() | _TEXT
_GIVEN = st.builds(
    Given, *[_TEXT] * 2, _MAYBE, _TEXT, _MAYBE, _MAYBE, *[st.lists(_TEXT).map(tuple)] * 2
)
_STAMPS = st.builds(Stamp, *[st.integers(0, 2**63)] * 4)


def row(name: str, title: str = "Un pont", *, stamp: Stamp | None = None) -> Row:
    one = Given("0" * 16, title, "2025-07", "fr", None, "Agence", ("#3",), ("https://a.example",))
    return Row(name, stamp, "ab" * 32, (one,), (Problem(f"{name}#4", "it has no text: add it"),))


def read(folder: Path) -> Rows:
    return Rows.read({path.name: path.read_bytes() for path in folder.iterdir()})


def written(folder: Path, rows: Rows, new: list[Row], removed: list[str], before: Path) -> Rows:
    folder.mkdir()
    given = rows.write(folder, rows=new, removed=removed, before=before if len(rows) else None)
    assert dict(given.items()) == dict(read(folder).items())
    return given


@given(
    st.builds(
        Row,
        _TEXT,
        st.none() | _STAMPS,
        st.none() | st.from_regex("[0-9a-f]{64}", fullmatch=True),
        st.lists(_GIVEN).map(tuple),
        st.just(()),
    )
)
def test_a_row_comes_back_as_it_was(one: Row) -> None:
    assert Row.of(one.name, one.line()) == one
    assert b"\n" not in one.line()


def test_a_row_goes_by_its_new_name_once_its_file_has_moved() -> None:
    rows = Rows().revised([row("a/b.jsonl")], ())
    moved = rows.get("a/b.jsonl", "c/b.jsonl")
    assert moved == row("c/b.jsonl")
    assert rows.get("c/b.jsonl") is None


def test_a_file_is_surely_the_same_with_the_very_stamp_alone() -> None:
    stamp = Stamp(12, 34, 56, 78)
    rows = Rows().revised([row("a", stamp=stamp), row("b")], ())
    assert rows.has("a", stamp)
    for place in range(4):
        other = Stamp(*(number + (place == at) for at, number in enumerate(stamp)))
        assert not rows.has("a", other)
    assert not rows.has("a", Stamp(1, 34, 56, 78))
    assert not rows.has("b", stamp)  # it had none that could be trusted
    assert not rows.has("c", stamp)


def test_problems_are_told_of_the_files_that_are_asked_for() -> None:
    rows = Rows().revised([row("a"), row("b"), Row("c", None, None, (), ())], ())
    assert [problem.path for problem in rows.problems(["b", "c"])] == ["b#4"]


_STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from('abcdefgh\t\n"é'), st.sampled_from("xyz"), max_size=8),
        st.sets(st.sampled_from("abcdefgh")),
    ),
    max_size=6,
)


@given(steps=_STEPS)
def test_segments_say_what_the_last_step_left(
    steps: list[tuple[dict[str, str], set[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    top = tmp_path_factory.mktemp("rows")
    rows, expected, before = Rows(), dict[str, Row](), top
    for number, (new, removed) in enumerate(steps):
        gone = sorted((removed & expected.keys()) - new.keys())
        changed = [row(name, title) for name, title in new.items()]
        folder = top / str(number)
        rows = written(folder, rows, changed, gone, before)
        for name in gone:
            del expected[name]
        expected |= {one.name: one for one in changed}
        assert dict(rows.items()) == expected
        before = folder


def test_many_small_steps_leave_few_segments_and_touch_none_that_stays(tmp_path: Path) -> None:
    rows, before = Rows(), tmp_path
    for number in range(64):
        folder = tmp_path / f"g{number}"
        rows = written(folder, rows, [row(f"{number}.md")], [], before)
        if number:
            shared = {path.name for path in folder.iterdir()} & {
                path.name for path in before.iterdir()
            }
            assert all((folder / name).samefile(before / name) for name in shared)
        before = folder
    assert len(rows) == 64
    assert len(list(before.iterdir())) <= 7


@pytest.mark.parametrize("content", [b"\xff\n", b"a\n", b'"a"\n', b'"a\tx\n'])
def test_what_is_no_segment_is_refused_with_the_remedy(content: bytes) -> None:
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        Rows.read({"000001.tsv": content})


@pytest.mark.parametrize(
    ("source", "expected"),
    [("https://a.example/x", True), ("http://a", True), ("http/a.md", False), ("a.md#3", False)],
)
def test_addresses_are_told_from_paths(source: str, expected: bool) -> None:
    assert is_url(source) is expected
