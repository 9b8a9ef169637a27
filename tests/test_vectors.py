"""Vectors in faiss, against a search by brute force in numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import unit

from index.embedding import Vectors
from index.errors import IndexDamagedError
from index.vectors import Ids, VectorIndex

DIMENSION = 24
LARGEST_ID = 2**63 - 1


def sample(count: int, *, seed: int = 0) -> tuple[Ids, Vectors]:
    """Ids of up to 63 bits in no order, and unit vectors that 16 bits hold exactly enough."""
    rng = np.random.default_rng(seed)
    ids = rng.choice(2**62, size=count, replace=False).astype(np.int64) * 2 + 1
    vectors = unit(rng.standard_normal((count, DIMENSION)).astype(np.float32))
    return ids, vectors.astype(np.float16).astype(np.float32)


def question(seed: int = 99) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32))


def by_brute_force(
    ids: Ids, vectors: Vectors, asked: Vectors, k: int, allowed: set[int] | None = None
) -> list[tuple[int, float]]:
    scored = zip(ids.tolist(), (vectors @ asked).tolist(), strict=True)
    kept = [pair for pair in scored if allowed is None or pair[0] in allowed]
    return sorted(kept, key=lambda pair: -pair[1])[: max(k, 0)]


def assert_same(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> None:
    assert [number for number, _ in found] == [number for number, _ in expected]
    assert [score for _, score in found] == pytest.approx(
        [score for _, score in expected], abs=1e-5
    )


@pytest.mark.parametrize("count", [1, 2, 3, 31, 32, 33, 257, 1000])
@pytest.mark.parametrize("k", [-1, 0, 1, 2, 10, 2000])
def test_search_finds_what_brute_force_finds(count: int, k: int) -> None:
    ids, vectors = sample(count)
    found = VectorIndex.build(ids, vectors).search(question(), k)
    assert_same(found, by_brute_force(ids, vectors, question(), k))


@given(st.integers(1, 60), st.integers(0, 70), st.integers(0, 1000), st.data())
def test_search_among_some_ids_finds_what_brute_force_finds(
    count: int, k: int, seed: int, data: st.DataObject
) -> None:
    ids, vectors = sample(count, seed=seed)
    known = data.draw(st.sets(st.sampled_from(ids.tolist())))
    unknown = data.draw(st.sets(st.integers(0, LARGEST_ID), max_size=3))
    found = VectorIndex.build(ids, vectors).search(question(seed), k, allowed=known | unknown)
    assert_same(found, by_brute_force(ids, vectors, question(seed), k, known))


def test_no_allowed_id_means_no_result_and_none_given_means_all() -> None:
    index = VectorIndex.build(*sample(5))
    assert index.search(question(), 5, allowed=set()) == []
    assert len(index.search(question(), 5, allowed=None)) == 5


def test_the_ends_of_the_range_of_ids_are_ids() -> None:
    ids = np.array([LARGEST_ID, 0, 2**62], dtype=np.int64)
    _, vectors = sample(3)
    index = VectorIndex.build(ids, vectors)
    for number, vector in zip(ids.tolist(), vectors, strict=True):
        assert index.search(vector, 1)[0][0] == number
        assert index.search(vector, 3, allowed={number}) == index.search(vector, 1)


def test_a_vector_is_nearest_to_itself_with_a_cosine_of_one() -> None:
    ids, vectors = sample(100)
    index = VectorIndex.build(ids, vectors)
    for number, vector in zip(ids.tolist(), vectors, strict=True):
        best, score = index.search(vector, 1)[0]
        assert best == number
        assert score == pytest.approx(1, abs=2e-3)


def test_an_index_without_vectors_finds_nothing() -> None:
    index = VectorIndex.build(np.zeros(0, np.int64), np.zeros((0, DIMENSION), np.float32))
    assert len(index) == 0
    assert index.search(question(), 3) == []
    assert index.vectors_of([]).shape == (0, DIMENSION)
    with pytest.raises(KeyError):
        index.vectors_of([1])


@pytest.mark.parametrize("ids", [[1, 1], [1, 2, 3], [1]], ids=["twice the same", "more", "fewer"])
def test_every_vector_has_an_id_of_its_own(ids: list[int]) -> None:
    _, vectors = sample(2)
    with pytest.raises(ValueError, match="distinct"):
        VectorIndex.build(np.array(ids, dtype=np.int64), vectors)


@given(st.lists(st.integers(0, 39), max_size=50))
def test_vectors_are_given_back_in_the_order_asked_for(rows: list[int]) -> None:
    ids, vectors = sample(40)
    index = VectorIndex.build(ids, vectors)
    assert (index.vectors_of(ids[rows].tolist()) == vectors[rows]).all()


@pytest.mark.parametrize("unknown", [0, 5, LARGEST_ID], ids=["below", "between", "above"])
def test_the_vector_of_an_unknown_id_is_a_key_error(unknown: int) -> None:
    index = VectorIndex.build(np.array([1, 9], dtype=np.int64), sample(2)[1])
    with pytest.raises(KeyError):
        index.vectors_of([1, unknown])


def test_a_file_that_is_opened_again_is_the_same_index(tmp_path: Path) -> None:
    ids, vectors = sample(300)
    built = VectorIndex.build(ids, vectors)
    built.write(tmp_path / "vectors.faiss")
    opened = VectorIndex.open(tmp_path / "vectors.faiss")
    assert len(opened) == 300
    assert opened.dimension == DIMENSION
    assert (opened.ids == ids).all()
    assert opened.search(question(), 300) == built.search(question(), 300)
    assert (opened.vectors_of(ids.tolist()) == vectors).all()
    some = set(ids[:10].tolist())
    assert opened.search(question(), 20, allowed=some) == built.search(question(), 20, allowed=some)


def test_a_file_is_mapped_not_read(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    VectorIndex.build(*sample(1000)).write(path)
    opened = VectorIndex.open(path)
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("this system does not list its memory maps")
    assert str(path) in maps.read_text(encoding="utf-8")
    assert len(opened) == 1000


def test_an_index_without_vectors_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    VectorIndex.build(np.zeros(0, np.int64), np.zeros((0, DIMENSION), np.float32)).write(path)
    assert len(VectorIndex.open(path)) == 0


@pytest.mark.parametrize("left", [0, 1, 4, 24, 28, 31, 62, 68, 99, 100, 1000, 2000, 2800])
def test_a_file_that_was_cut_is_refused_with_the_remedy(tmp_path: Path, left: int) -> None:
    path = tmp_path / "vectors.faiss"
    VectorIndex.build(*sample(50)).write(path)
    content = path.read_bytes()
    assert len(content) > 50 * (2 * DIMENSION + 8)  # bytes of the vectors and their ids
    path.write_bytes(content[:left])
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss.*sourcier build --full"):
        VectorIndex.open(path)


def test_a_missing_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        VectorIndex.open(tmp_path / "vectors.faiss")


@pytest.mark.parametrize("byte", range(12))
def test_a_file_with_an_altered_head_is_refused(tmp_path: Path, byte: int) -> None:
    # The kind of index, the length of its vectors and their number: faiss reads by them.
    path = tmp_path / "vectors.faiss"
    VectorIndex.build(*sample(50)).write(path)
    content = bytearray(path.read_bytes())
    content[byte] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError):
        VectorIndex.open(path)


def test_a_folder_that_does_not_take_the_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"vectors\.faiss"):
        VectorIndex.build(*sample(5)).write(tmp_path / "nowhere" / "vectors.faiss")
