"""Segments that are too large to be looked at vector by vector."""

from __future__ import annotations

import threading
from pathlib import Path

import faiss
import numpy as np
import pytest
from made_vectors import assert_same, by_brute_force, clustered, names, question, written
from support import unit

from index.embedding import Vectors
from index.segments import Ids
from index.vectors import VectorIndex


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[VectorIndex, Ids, Vectors]:
    """More than is looked at one by one: 20 MB in one segment."""
    ids, vectors = clustered(40_000, dimension=256)
    return written(tmp_path_factory.mktemp("large") / "v", ids, vectors), ids, vectors


def test_a_large_segment_finds_nearly_what_brute_force_finds(
    large: tuple[VectorIndex, Ids, Vectors],
) -> None:
    index, ids, vectors = large
    assert names(index._segments[0].path.parent, ".coarse") == {"000001.coarse"}
    found = expected = 0
    for seed in range(40):
        asked = unit(vectors[seed * 900] + 0.7 * question(seed, 256))
        near = by_brute_force(ids, vectors, asked, 10)
        got = dict(index.search(asked, 10))
        found += sum(number in got for number, _ in near)
        expected += len(near)
        assert all(got[number] == pytest.approx(score, abs=1e-5)
                   for number, score in near if number in got)  # fmt: skip
    assert found >= 0.99 * expected


def test_a_large_segment_is_exact_among_some_ids(large: tuple[VectorIndex, Ids, Vectors]) -> None:
    index, ids, vectors = large
    some = set(ids[::37].tolist())
    found = index.search(question(3, 256), 20, allowed=some)
    assert_same(found, by_brute_force(ids, vectors, question(3, 256), 20, some))


def test_what_is_removed_from_a_large_segment_is_not_found(
    large: tuple[VectorIndex, Ids, Vectors], tmp_path: Path
) -> None:
    index, _, vectors = large
    asked = vectors[17]
    near = [number for number, _ in index.search(asked, 30)]
    nothing = np.zeros(0, np.int64), np.zeros((0, 256), np.float32)
    later = written(tmp_path / "2", *nothing, before=index, removed=near[:15])
    assert names(tmp_path / "2", ".coarse") == {"000001.coarse"}  # linked, not written anew
    found = [number for number, _ in later.search(asked, 15)]
    assert found == near[15:]
    assert len(later.search(asked, 40_000)) == 40_000 - 15


def test_the_same_vectors_make_the_same_files(
    large: tuple[VectorIndex, Ids, Vectors], tmp_path: Path
) -> None:
    index, ids, vectors = large
    # Otherwise ordered, and a block at a time.
    blocks = (vectors[start : start + 9_999][::1] for start in range(0, 40_000, 9_999))
    again = written(tmp_path / "v", ids, blocks)
    for path in index._segments[0].path.parent.iterdir():
        assert path.read_bytes() == (tmp_path / "v" / path.name).read_bytes()
    asked = question(1, 256)
    assert again.search(asked, 50) == index.search(asked, 50)


def test_many_vectors_are_several_segments_and_one_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors._MOST_ROWS", 1000)
    monkeypatch.setattr("index.segments._SCANNED", 500 * 2 * 256)
    ids, vectors = clustered(3_400, dimension=256)
    several = written(tmp_path / "v", ids, vectors)
    assert names(tmp_path / "v", ".rows") == {f"{n:06d}.rows" for n in (1, 2, 3, 4)}
    assert names(tmp_path / "v", ".coarse") == {f"{n:06d}.coarse" for n in (1, 2, 3)}
    for seed in range(10):
        asked = unit(vectors[seed * 300] + 0.5 * question(seed, 256))
        assert_same(several.search(asked, 10), by_brute_force(ids, vectors, asked, 10))
    assert (several.vectors_of(ids) == vectors).all()
    # A full segment is never written again for what is added.
    more_ids, more = clustered(500, dimension=256, seed=1)
    later = written(tmp_path / "2", more_ids * 7 + 1, more, before=several)
    assert names(tmp_path / "2", ".rows") == {"000001.rows", "000002.rows", "000003.rows",
                                              "000005.rows"}  # fmt: skip
    assert len(later) == 3_900


def test_a_question_takes_one_thread_from_wherever_it_is_asked(
    large: tuple[VectorIndex, Ids, Vectors],
) -> None:
    # The number of threads is a setting of each thread, and all processors in a new one.
    searched, ids, vectors = large
    some = ids[:9].tolist()
    for allowed in (None, some):
        counts: list[int] = []

        def ask(allowed: list[int] | None = allowed, counts: list[int] = counts) -> None:
            faiss.omp_set_num_threads(2)
            searched.search(vectors[0], 3, allowed=allowed)
            counts.append(faiss.omp_get_max_threads())

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        assert counts == [1]
