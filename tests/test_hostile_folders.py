"""Folders of noise, of a thousand levels, of pipes and links, and files that change meanwhile."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bounds import BODY, read_in_bounds
from files import read_articles

from index.reading import read_files


def test_ten_thousand_files_of_noise_hide_no_article(tmp_path: Path) -> None:
    for number in range(10_000):
        suffix = (".bin", ".txt", ".log", ".json")[number % 4]
        (tmp_path / f"{number:05}{suffix}").write_bytes(bytes([number % 256, 0, 7]) * 9)
    (tmp_path / "05000a.txt").write_text(BODY, "utf-8")
    told = read_in_bounds(tmp_path)
    assert told["sources"] == ["05000a.txt"]
    assert len(told["problems"]) == 5_000
    assert told["peak"] < 150_000_000


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder of a thousand levels that has a path of 2,000 letters; removed without recursion."""
    folder = tmp_path / "deep"
    folder.mkdir()
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_a_folder_of_a_thousand_levels_is_read_to_its_bottom(deep: Path) -> None:
    bottom = deep
    for _ in range(1_000):
        bottom = bottom / "d"
        bottom.mkdir()
    (bottom / "a.txt").write_text(BODY, "utf-8")
    told = read_in_bounds(deep)
    assert told["sources"] == ["d/" * 1_000 + "a.txt"]
    assert told["problems"] == []


def test_a_folder_beyond_the_longest_path_is_reported_and_the_rest_is_read(deep: Path) -> None:
    (deep / "a.txt").write_text(BODY, "utf-8")
    descriptor = os.open(deep, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=descriptor)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    told = read_in_bounds(deep)
    assert told["sources"] == ["a.txt"]
    ((path, reason),) = told["problems"]
    assert path.startswith("d" * 200)
    assert "shorten" in reason


def test_pipes_sockets_devices_and_links_are_reported_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(BODY, "utf-8")
    os.mkfifo("pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    (tmp_path / "round").symlink_to(".")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        told = read_in_bounds(tmp_path)
    assert told["sources"] == ["good.txt"]
    assert {path: reason.split(":")[0] for path, reason in told["problems"]} == {
        "pipe.txt": "this is no plain file",
        "socket.txt": "this is no plain file",
        "zero.txt": "this link leaves the folder",
        "one.txt": "this link leads nowhere",
        "two.txt": "this link leads nowhere",
    }


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (reading,) = read_files([tmp_path / "a.txt"], tmp_path)
    assert "plain file" in reading.problems[0].reason


def test_a_file_that_vanished_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(BODY, "utf-8")
    gone, there = read_files([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path)
    assert "removed or renamed" in gone.problems[0].reason
    assert len(there.articles) == 1


@pytest.mark.parametrize(
    "change",
    [
        "file.seek(0); file.write(text); file.flush()",
        "file.truncate(len(text) // 2); file.seek(0); file.write(text); file.flush()",
        "other.write_bytes(text); os.replace(other, path)",
    ],
)
def test_a_file_that_changes_while_it_is_read_is_never_taken_half_written(
    tmp_path: Path, change: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Rien encore.", "utf-8")
    program = (
        "import os, pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1]); other = path.with_suffix('.tmp')\n"
        "file = path.open('r+b')\n"
        "for turn in range(10**9):\n"
        "    text = (b'abcdefghij'[turn % 10:][:1] * 9 + b' ') * 20_000\n"
        f"    {change}\n"
        "    if turn == 3: print('on', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        for _ in range(1_000):
            (changing,) = read_files([path], tmp_path)
            if not changing.articles:
                break
            # The writer had no turn meanwhile: the file stood still.
            assert len(set(changing.articles[0].text.split())) == 1
        writer.kill()
    assert changing.articles == ()
    assert "changed while it was read" in changing.problems[0].reason
    assert changing.stamp is None
    (after,) = read_files([path], tmp_path)
    assert after.digest  # it stands still now


@pytest.mark.parametrize("seconds", [-(10**10), 0, 10**11, 31_494_784_780_800])  # to 1,000,000
def test_a_file_of_any_age_is_read(tmp_path: Path, seconds: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY, "utf-8")
    try:
        os.utime(path, (seconds, seconds))
    except (OSError, OverflowError):
        pytest.skip("this system keeps no such date")
    (reading,) = read_articles(tmp_path).articles
    assert reading.published is None
