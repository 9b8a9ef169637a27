"""Vectors in segments, against a search by brute force in numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_vectors import DIMENSION, NOTHING, assert_same, by_brute_force, question, sample, written

LARGEST_ID = 2**63 - 1


@pytest.mark.parametrize("count", [1, 2, 3, 31, 32, 33, 257, 1000])
@pytest.mark.parametrize("k", [-1, 0, 1, 2, 10, 2000])
def test_search_finds_what_brute_force_finds(tmp_path: Path, count: int, k: int) -> None:
    ids, vectors = sample(count)
    found = written(tmp_path / "v", ids, vectors).search(question(), k)
    assert_same(found, by_brute_force(ids, vectors, question(), k))


@given(st.integers(1, 60), st.integers(0, 70), st.integers(0, 1000), st.data())
def test_search_among_some_ids_finds_what_brute_force_finds(
    tmp_path_factory: pytest.TempPathFactory, count: int, k: int, seed: int, data: st.DataObject
) -> None:
    ids, vectors = sample(count, seed=seed)
    known = data.draw(st.sets(st.sampled_from(ids.tolist())))
    unknown = data.draw(st.sets(st.integers(0, LARGEST_ID), max_size=3))
    index = written(tmp_path_factory.mktemp("v") / "v", ids, vectors)
    found = index.search(question(seed), k, allowed=known | unknown)
    assert_same(found, by_brute_force(ids, vectors, question(seed), k, known))
    as_array = np.array(sorted(known | unknown), dtype=np.int64)
    assert index.search(question(seed), k, allowed=as_array) == found


def test_no_allowed_id_means_no_result_and_none_given_means_all(tmp_path: Path) -> None:
    index = written(tmp_path / "v", *sample(5))
    assert index.search(question(), 5, allowed=set()) == []
    assert len(index.search(question(), 5, allowed=None)) == 5


def test_the_ends_of_the_range_of_ids_are_ids(tmp_path: Path) -> None:
    ids = np.array([LARGEST_ID, 0, 2**62], dtype=np.int64)
    _, vectors = sample(3)
    index = written(tmp_path / "v", ids, vectors)
    for number, vector in zip(ids.tolist(), vectors, strict=True):
        assert index.search(vector, 1)[0][0] == number
        assert index.search(vector, 3, allowed={number}) == index.search(vector, 1)


def test_a_vector_is_nearest_to_itself_with_a_cosine_of_one(tmp_path: Path) -> None:
    ids, vectors = sample(100)
    index = written(tmp_path / "v", ids, vectors)
    for number, vector in zip(ids.tolist(), vectors, strict=True):
        best, score = index.search(vector, 1)[0]
        assert best == number
        assert score == pytest.approx(1, abs=2e-3)


def test_an_index_without_vectors_finds_nothing(tmp_path: Path) -> None:
    index = written(tmp_path / "v", *NOTHING)
    assert len(index) == 0
    assert index.dimension == DIMENSION
    assert index.search(question(), 3) == []
    assert index.search(question(), 3, allowed={1}) == []
    assert index.vectors_of([]).shape == (0, DIMENSION)
    assert index.ids.tolist() == []
    with pytest.raises(KeyError):
        index.vectors_of([1])


@pytest.mark.parametrize("ids", [[1, 1], [1, 2, 3], [1]], ids=["twice the same", "more", "fewer"])
def test_every_vector_has_an_id_of_its_own(tmp_path: Path, ids: list[int]) -> None:
    _, vectors = sample(2)
    with pytest.raises(ValueError, match=r"distinct|vectors"):
        written(tmp_path / "v", np.array(ids, dtype=np.int64), vectors)


@given(st.lists(st.integers(0, 39), max_size=50))
def test_vectors_are_given_back_in_the_order_asked_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[int]
) -> None:
    ids, vectors = sample(40)
    index = written(tmp_path_factory.mktemp("v") / "v", ids, vectors)
    assert (index.vectors_of(ids[rows].tolist()) == vectors[rows]).all()


@pytest.mark.parametrize("unknown", [0, 5, LARGEST_ID], ids=["below", "between", "above"])
def test_the_vector_of_an_unknown_id_is_a_key_error(tmp_path: Path, unknown: int) -> None:
    index = written(tmp_path / "v", np.array([1, 9], dtype=np.int64), sample(2)[1])
    assert index.holds([1, unknown, 9]).tolist() == [True, False, True]
    with pytest.raises(KeyError):
        index.vectors_of([1, unknown])


def test_files_are_mapped_not_read(tmp_path: Path) -> None:
    opened = written(tmp_path / "v", *sample(1000))
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("this system does not list its memory maps")
    mapped = maps.read_text(encoding="utf-8")
    assert str(tmp_path / "v" / "000001.rows") in mapped
    assert str(tmp_path / "v" / "000001.ids") in mapped
    assert len(opened) == 1000
