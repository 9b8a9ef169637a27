"""Files of vectors that were cut, lost or altered are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_vectors import NOTHING, sample, written

from index.errors import IndexDamagedError
from index.vectors import VectorIndex

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
