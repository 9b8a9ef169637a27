"""Vectors in segments, against a search by brute force in numpy."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import unit

from index.embedding import Vectors
from index.errors import IndexDamagedError
from index.segments import Ids
from index.vectors import VectorIndex

DIMENSION = 24
LARGEST_ID = 2**63 - 1
NOTHING = np.zeros(0, np.int64), np.zeros((0, DIMENSION), np.float32)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Path]:
    """A new folder at each step, for Hypothesis too."""

    def one_after_another() -> Iterable[Path]:
        number = 0
        while True:
            yield tmp_path_factory.mktemp("vectors") / f"{number}"
            number += 1

    return one_after_another()


def next_of(folders: Iterable[Path]) -> Path:
    return next(iter(folders))


def sample(count: int, *, seed: int = 0, dimension: int = DIMENSION) -> tuple[Ids, Vectors]:
    """Ids of up to 63 bits in no order, and unit vectors that 16 bits hold exactly enough."""
    rng = np.random.default_rng(seed)
    ids = rng.choice(2**62, size=count, replace=False).astype(np.int64) * 2 + 1
    vectors = unit(rng.standard_normal((count, dimension)).astype(np.float32))
    return ids, vectors.astype(np.float16).astype(np.float32)


def clustered(count: int, *, dimension: int, seed: int = 0) -> tuple[Ids, Vectors]:
    """Vectors in a hundred groups, as those of texts are: near ones differ in small things."""
    rng = np.random.default_rng(seed)
    middles = rng.standard_normal((100, dimension))
    around = rng.standard_normal((count, dimension)) * rng.uniform(0.3, 1.5, (count, 1))
    vectors = unit((middles[rng.integers(0, 100, count)] + around).astype(np.float32))
    ids = rng.permutation(count).astype(np.int64) * 7
    return ids, vectors.astype(np.float16).astype(np.float32)


def question(seed: int = 99, dimension: int = DIMENSION) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal(dimension).astype(np.float32))


def written(
    folder: Path,
    ids: Ids,
    vectors: Vectors | Iterable[Vectors],
    *,
    before: VectorIndex | None = None,
    removed: Iterable[int] = (),
) -> VectorIndex:
    VectorIndex.write(
        folder, before=before, added_ids=ids, added_vectors=vectors, removed_ids=list(removed)
    )
    return VectorIndex.open(folder)


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
def test_search_finds_what_brute_force_finds(tmp_path: Path, count: int, k: int) -> None:
    ids, vectors = sample(count)
    found = written(tmp_path / "v", ids, vectors).search(question(), k)
    assert_same(found, by_brute_force(ids, vectors, question(), k))


@given(st.integers(1, 60), st.integers(0, 70), st.integers(0, 1000), st.data())
def test_search_among_some_ids_finds_what_brute_force_finds(
    folders: Iterable[Path], count: int, k: int, seed: int, data: st.DataObject
) -> None:
    ids, vectors = sample(count, seed=seed)
    known = data.draw(st.sets(st.sampled_from(ids.tolist())))
    unknown = data.draw(st.sets(st.integers(0, LARGEST_ID), max_size=3))
    index = written(next_of(folders), ids, vectors)
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
    folders: Iterable[Path], rows: list[int]
) -> None:
    ids, vectors = sample(40)
    index = written(next_of(folders), ids, vectors)
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


# What an edit of an archive may do to the vectors: which to remove, how many to add.
_STEPS = st.lists(
    st.tuples(st.sets(st.integers(0, 30), max_size=12), st.integers(0, 25)), min_size=1, max_size=8
)


@settings(max_examples=60)
@given(_STEPS, st.integers(0, 1000))
def test_a_history_of_additions_and_removals_answers_as_an_index_made_at_once(
    folders: Iterable[Path], steps: list[tuple[set[int], int]], seed: int
) -> None:
    pool_ids, pool = sample(260, seed=seed)
    alive: dict[int, Vectors] = {}
    spare = list(range(260))
    index = None
    for removed_places, added in steps:
        known = list(alive)
        removed = {known[place] for place in removed_places if place < len(known)}
        rows = [spare.pop() for _ in range(added)]
        index = written(next_of(folders), pool_ids[rows], pool[rows], before=index, removed=removed)
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


def names(folder: Path, ending: str) -> set[str]:
    return {path.name for path in folder.glob(f"*{ending}")}


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


ENDINGS = ["rows", "ids", "coarse", "gone"]


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A segment with each of its four files."""
    monkeypatch.setattr("index.segments._SCANNED", 1000)
    ids, vectors = sample(50)
    first = written(tmp_path / "1", ids, vectors)
    second = written(tmp_path / "2", *NOTHING, before=first, removed=ids[:2].tolist())
    assert {path.suffix[1:] for path in (tmp_path / "2").iterdir()} == set(ENDINGS)
    assert len(second) == 48
    return tmp_path / "2"


@pytest.mark.parametrize("share", [0, 0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_was_cut_is_refused_with_the_remedy(
    whole: Path, ending: str, share: float
) -> None:
    path = whole / f"000001.{ending}"
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(IndexDamagedError, match=rf"000001\.{ending}.*sourcier build --full"):
        VectorIndex.open(whole)


@pytest.mark.parametrize("ending", ["rows", "ids"])
def test_a_missing_file_is_refused_with_the_remedy(whole: Path, ending: str) -> None:
    (whole / f"000001.{ending}").unlink()
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        VectorIndex.open(whole)


def test_a_missing_folder_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        VectorIndex.open(tmp_path / "nowhere")


@pytest.mark.parametrize("byte", range(12))
@pytest.mark.parametrize("ending", ["rows", "coarse"])
def test_a_file_with_an_altered_head_is_refused(whole: Path, ending: str, byte: int) -> None:
    # The kind of index, the length of its vectors and their number: faiss reads by them.
    path = whole / f"000001.{ending}"
    content = bytearray(path.read_bytes())
    content[byte] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError):
        VectorIndex.open(whole)


def test_a_folder_that_does_not_take_the_files_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        written(tmp_path / "nowhere" / "v", *sample(5))
