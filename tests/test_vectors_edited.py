"""Vectors that are added and removed: segments that stay, and those that are written anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_vectors import (
    DIMENSION,
    NOTHING,
    assert_same,
    by_brute_force,
    names,
    question,
    sample,
    written,
)

from index.embedding import Vectors

# What an edit of an archive may do to the vectors: which to remove, how many to add.
_STEPS = st.lists(
    st.tuples(st.sets(st.integers(0, 30), max_size=12), st.integers(0, 25)), min_size=1, max_size=8
)


@settings(max_examples=60)
@given(_STEPS, st.integers(0, 1000))
def test_a_history_of_additions_and_removals_answers_as_an_index_made_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[int], int]], seed: int
) -> None:
    pool_ids, pool = sample(260, seed=seed)
    alive: dict[int, Vectors] = {}
    spare = list(range(260))
    index = None
    for removed_places, added in steps:
        known = list(alive)
        removed = {known[place] for place in removed_places if place < len(known)}
        rows = [spare.pop() for _ in range(added)]
        index = written(
            tmp_path_factory.mktemp("v") / "v",
            pool_ids[rows],
            pool[rows],
            before=index,
            removed=removed,
        )
        for number in removed:
            spare.insert(0, int(np.flatnonzero(pool_ids == number)[0]))  # it may come again
            del alive[number]
        alive |= {int(pool_ids[row]): pool[row] for row in rows}
        assert len(index) == len(alive)
        assert sorted(index.ids.tolist()) == sorted(alive)
    assert index is not None
    ids = np.array(list(alive), dtype=np.int64)
    vectors = np.array(list(alive.values()), dtype=np.float32).reshape(-1, DIMENSION)
    expected = by_brute_force(ids, vectors, question(seed), 300)
    assert_same(index.search(question(seed), 300), expected)
    assert (index.vectors_of(ids) == vectors).all()
    assert index.holds(pool_ids).tolist() == [number in alive for number in pool_ids.tolist()]


def test_an_id_that_is_removed_may_be_added_again_at_once(tmp_path: Path) -> None:
    ids, vectors = sample(10)
    first = written(tmp_path / "1", ids, vectors)
    other = question(5).astype(np.float16).astype(np.float32)
    second = written(
        tmp_path / "2", ids[:1], other.reshape(1, -1), before=first, removed=ids[:1].tolist()
    )
    assert len(second) == 10
    assert (second.vectors_of(ids[:1])[0] == other).all()
    assert (first.vectors_of(ids[:1]) == vectors[:1]).all()  # the generation before has its own


def test_removing_what_is_not_there_or_adding_what_is_is_refused(tmp_path: Path) -> None:
    ids, vectors = sample(10)
    first = written(tmp_path / "1", ids, vectors)
    with pytest.raises(KeyError):
        written(tmp_path / "2", *NOTHING, before=first, removed=[12])
    with pytest.raises(ValueError, match="already"):
        written(tmp_path / "3", ids[:1], vectors[:1], before=first)
    second = written(tmp_path / "4", *NOTHING, before=first, removed=ids[:1].tolist())
    with pytest.raises(KeyError):
        written(tmp_path / "5", *NOTHING, before=second, removed=ids[:1].tolist())


def test_what_stays_is_linked_and_what_is_removed_is_noted_beside_it(tmp_path: Path) -> None:
    ids, vectors = sample(1000)
    first = written(tmp_path / "1", ids, vectors)
    more_ids, more = sample(3, seed=1)
    second = written(tmp_path / "2", more_ids, more, before=first, removed=ids[:2].tolist())
    third = written(tmp_path / "3", *NOTHING, before=second)
    assert names(tmp_path / "2", "") == names(tmp_path / "3", "")
    assert names(tmp_path / "2", ".rows") == {"000001.rows", "000002.rows"}
    assert names(tmp_path / "2", ".gone") == {"000001.gone"}
    for name in ("000001.rows", "000001.ids"):
        assert (tmp_path / "1" / name).samefile(tmp_path / "2" / name)
    for path in (tmp_path / "2").iterdir():
        assert path.samefile(tmp_path / "3" / path.name)
    assert third.search(question(), 9) == second.search(question(), 9)


def test_a_segment_of_which_a_twentieth_is_gone_is_written_anew(tmp_path: Path) -> None:
    ids, vectors = sample(1000)
    first = written(tmp_path / "1", ids, vectors)
    written(tmp_path / "2", *NOTHING, before=first, removed=ids[:50].tolist())
    assert names(tmp_path / "2", ".gone") == {"000001.gone"}
    third = written(tmp_path / "3", *NOTHING, before=first, removed=ids[:51].tolist())
    assert names(tmp_path / "3", "") == {"000002.rows", "000002.ids"}
    assert third.search(question(), 2000) == first.search(
        question(), 2000, allowed=set(ids[51:].tolist())
    )


def test_single_additions_leave_few_segments_and_write_little(tmp_path: Path) -> None:
    ids, vectors = sample(1200)
    index = written(tmp_path / "0", ids[:1000], vectors[:1000])
    rewritten = 0
    for number in range(200):
        row = 1000 + number
        folder = tmp_path / str(number + 1)
        before = tmp_path / str(number)
        index = written(folder, ids[row : row + 1], vectors[row : row + 1], before=index)
        assert len(names(folder, ".rows")) <= 1 + (number + 1).bit_length()
        new = names(folder, ".rows") - names(before, ".rows")
        rewritten += sum((folder / name).stat().st_size for name in new)
        assert "000001.rows" in names(folder, ".rows")
    assert rewritten < 200 * (8 * 2 * DIMENSION + 100)  # each of 200 is written eight times at most
    assert (index.vectors_of(ids) == vectors).all()
