"""Publishing an index whole or not at all."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from index import generations
from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError, IndexWriteError
from index.generations import Generation

SHA = "0" * 64


def written(index: Path, content: str = "whole") -> Generation:
    """A complete generation that is not yet published."""
    folder = generations.new_folder(index)
    (folder / "terms").mkdir()
    (folder / "terms" / "data").write_text(content, encoding="utf-8")
    return Generation(folder, SHA)


def published(index: Path, content: str = "whole") -> Generation:
    generation = written(index, content)
    generations.publish(index, generation)
    return generation


def folders(index: Path) -> set[str]:
    return {path.name for path in index.iterdir() if path.is_dir()}


def test_an_empty_folder_has_no_index_and_says_what_to_run(tmp_path: Path) -> None:
    assert generations.published(tmp_path) == []
    assert generations.published(tmp_path / "nowhere") == []
    with pytest.raises(IndexMissingError, match=rf"{tmp_path}.*sourcier build FOLDER"):
        generations.current(tmp_path)
    with pytest.raises(IndexMissingError, match="sourcier build FOLDER"):
        generations.earlier(tmp_path)


def test_a_folder_that_is_filled_is_not_current_until_it_is_published(tmp_path: Path) -> None:
    first = published(tmp_path)
    second = written(tmp_path)
    assert generations.current(tmp_path) == first
    generations.publish(tmp_path, second)
    assert generations.published(tmp_path) == [second, first]


def test_the_current_generation_and_the_one_before_are_kept(tmp_path: Path) -> None:
    names = [published(tmp_path).name for _ in range(4)]
    assert names == ["g000001", "g000002", "g000003", "g000004"]
    assert folders(tmp_path) == {"g000003", "g000004"}
    assert generations.earlier(tmp_path).name == "g000003"


def test_what_a_dead_build_left_is_cleared_by_the_next_one(tmp_path: Path) -> None:
    published(tmp_path)
    left = written(tmp_path)
    fresh = generations.new_folder(tmp_path)
    assert list(fresh.iterdir()) == []
    assert left.folder == fresh or not left.folder.exists()
    assert folders(tmp_path) == {"g000001", fresh.name}


def test_only_generations_are_ever_removed(tmp_path: Path) -> None:
    # The index's folder may be one that holds other things: a summit's articles, for one.
    for name in ("g20", "g7-2024", "g1", "g00000x", "articles"):
        (tmp_path / name).mkdir()
    (tmp_path / "g20.md").write_text("Un sommet.", encoding="utf-8")
    for _ in range(3):
        published(tmp_path)
    assert folders(tmp_path) == {
        *("g20", "g7-2024", "g1", "g00000x", "articles", "g000002", "g000003")
    }
    assert (tmp_path / "g20.md").exists()


def test_rolling_back_changes_the_two_about(tmp_path: Path) -> None:
    first, second = published(tmp_path), published(tmp_path)
    assert generations.roll_back(tmp_path) == first
    assert generations.published(tmp_path) == [first, second]
    assert generations.roll_back(tmp_path) == second
    assert generations.published(tmp_path) == [second, first]
    assert folders(tmp_path) == {"g000001", "g000002"}


def test_after_rolling_back_a_build_follows_the_one_that_was_chosen(tmp_path: Path) -> None:
    first, second = published(tmp_path), published(tmp_path)
    generations.roll_back(tmp_path)
    third = published(tmp_path)
    assert third.name > second.name
    assert generations.published(tmp_path) == [third, first]
    assert folders(tmp_path) == {first.name, third.name}


def test_one_generation_has_none_before_it(tmp_path: Path) -> None:
    only = published(tmp_path)
    with pytest.raises(IndexMissingError, match="earlier"):
        generations.roll_back(tmp_path)
    assert generations.current(tmp_path) == only


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"g000001\n",
        b"g000001 a b\n",
        b"../g000001 0\n",
        b"/etc 0\n",
        b"g 0\n",
        b"g000001/.. 0\n",
        b"\xff\xfe",
        b"g000002 0\n\ng000001 0\n",
        b"g000002 0\ng000001 0\n",  # without its checksum
    ],
)
def test_a_current_that_makes_no_sense_is_refused_and_removes_nothing(
    tmp_path: Path, content: bytes
) -> None:
    published(tmp_path)
    published(tmp_path)
    (tmp_path / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"CURRENT.*sourcier build --full"):
        generations.current(tmp_path)
    generations.new_folder(tmp_path)
    assert folders(tmp_path) == {"g000001", "g000002", "g000003"}


@pytest.mark.parametrize("checked", [b"g000001\n", b"../g000001 0\n", b"g 0\n", b"\xff 0\n", b"\n"])
def test_a_checksum_alone_makes_no_sense_of_a_current(tmp_path: Path, checked: bytes) -> None:
    published(tmp_path)
    digest = hashlib.sha256(checked).hexdigest()[:16].encode()
    (tmp_path / "CURRENT").write_bytes(checked + digest + b"\n")
    with pytest.raises(IndexDamagedError, match=r"CURRENT.*sourcier build --full"):
        generations.current(tmp_path)


def test_every_byte_of_current_counts(tmp_path: Path) -> None:
    for _ in range(2):
        published(tmp_path)
    path = tmp_path / "CURRENT"
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(IndexDamagedError, match="sourcier build --full"):
            generations.published(tmp_path)
        path.write_bytes(content[:place])
        with pytest.raises(IndexDamagedError, match="sourcier build --full"):
            generations.published(tmp_path)


def test_what_is_laid_beside_current_for_a_moment_is_cleared(tmp_path: Path) -> None:
    published(tmp_path)
    assert generations.takes_links(tmp_path)
    assert not list(tmp_path.glob(".*"))
    (tmp_path / ".CURRENT.new").write_bytes(b"half")
    with generations.writing(tmp_path, wait_seconds=0):
        assert not list(tmp_path.glob(".*"))


def test_a_build_mends_a_damaged_current(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / "CURRENT").write_bytes(b"\x00")
    mended = published(tmp_path)
    assert generations.published(tmp_path) == [mended]
    assert folders(tmp_path) == {mended.name}


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with (
        generations.writing(tmp_path, wait_seconds=0),
        pytest.raises(IndexBusyError, match=rf"{tmp_path}.*wait"),
        generations.writing(tmp_path, wait_seconds=0.05),
    ):
        pytest.fail("two writers")


_HOLD = """
import sys
from pathlib import Path
from index import generations
with generations.writing(Path(sys.argv[1]), wait_seconds=0):
    generations.new_folder(Path(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_a_killed_writer_is_free_again(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"held\n"
        with (
            pytest.raises(IndexBusyError),
            generations.writing(tmp_path, wait_seconds=0),
        ):
            pytest.fail("two writers")
        writer.kill()
    with generations.writing(tmp_path, wait_seconds=0):
        fresh = generations.new_folder(tmp_path)
    assert folders(tmp_path) == {fresh.name}


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_failed_writer_frees_the_lock_and_leaves_nothing(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    first = published(tmp_path)

    def fail() -> None:
        with generations.writing(tmp_path, wait_seconds=0):
            written(tmp_path)
            raise failure

    with pytest.raises(failure):
        fail()
    assert generations.published(tmp_path) == [first]
    assert folders(tmp_path) == {first.name}
    with generations.writing(tmp_path, wait_seconds=0):
        pass


def test_what_the_disk_does_not_take_is_told_with_what_to_do(tmp_path: Path) -> None:
    def fail() -> None:
        with generations.writing(tmp_path, wait_seconds=0):
            raise OSError(28, "No space left on device")

    with pytest.raises(IndexWriteError, match=r"No space left on device.*free disk space"):
        fail()


def test_an_index_s_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("", encoding="utf-8")
    with (
        pytest.raises(IndexWriteError, match="File exists"),
        generations.writing(tmp_path / "index", wait_seconds=0),
    ):
        pytest.fail("a file is no folder")


def test_the_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    index = tmp_path / "some" / "where"
    with generations.writing(index, wait_seconds=0):
        first = published(index)
    assert generations.current(index) == first
