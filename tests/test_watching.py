from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from ui.watching import changes_of

LONG_ENOUGH = 2.0  # seconds for a change to be told


def bursts_after(folder: Path, name: str, *, leaving_out: Sequence[Path] = ()) -> int:
    """How many items a change of one file gives, beside the one that says it has begun."""
    stop = threading.Event()
    told = changes_of(folder, leaving_out=leaving_out, stop=stop)
    next(told)
    (folder / name).write_text("Le traité de Riga a été signé lundi.", encoding="utf-8")
    timer = threading.Timer(LONG_ENOUGH, stop.set)
    timer.start()
    count = sum(1 for _ in told)
    timer.join()
    return count


@pytest.mark.parametrize("name", ["un.txt", "2025/un.txt"])
def test_a_change_below_the_folder_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    assert bursts_after(tmp_path, name) == 1


@pytest.mark.parametrize("name", [".sourcier/CURRENT", ".un.txt.swp", "2025/.cache/x"])
def test_what_is_hidden_wakes_nobody(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    assert bursts_after(tmp_path, name) == 0


def test_a_folder_within_a_hidden_one_is_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".local/articles").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / ".local")
    assert bursts_after(Path("articles"), "un.txt") == 1


def test_what_is_left_out_wakes_nobody(tmp_path: Path) -> None:
    (tmp_path / "index" / "g000001").mkdir(parents=True)
    (tmp_path / "index-notes").mkdir()
    left_out = [tmp_path / "index"]
    assert bursts_after(tmp_path, "index/g000001/manifest.json", leaving_out=left_out) == 0
    assert bursts_after(tmp_path, "index-notes/un.txt", leaving_out=left_out) == 1


class Watched:
    """Counts the bursts of a folder, from a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(folder,))
        self._thread.start()
        self.wait_for(1)

    def _run(self, folder: Path) -> None:
        for _ in changes_of(folder, stop=self._stop):
            self.count += 1

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + 20
        while self.count < count and time.monotonic() < end:
            time.sleep(0.05)
        assert self.count >= count

    def end(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)
        assert not self._thread.is_alive()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Watched, Path]]:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "un.txt").write_text("Un.")
    watched = Watched(folder)
    yield watched, folder
    watched.end()


def test_edits_moves_and_deletions_are_told(watched: tuple[Watched, Path]) -> None:
    bursts, folder = watched
    steps: list[Callable[[], object]] = [
        lambda: (folder / "un.txt").write_text("Deux."),
        lambda: (folder / "un.txt").rename(folder.parent / "un.txt"),
        lambda: (folder.parent / "un.txt").rename(folder / "deux.txt"),
        lambda: (folder / "deux.txt").rename(folder / ".deux.txt"),
        lambda: (folder / ".deux.txt").rename(folder / "trois.txt"),
        lambda: (folder / "trois.txt").unlink(),
    ]
    for step in steps:
        before = bursts.count
        step()
        bursts.wait_for(before + 1)


def test_a_thousand_files_at_once_are_few_bursts(watched: tuple[Watched, Path]) -> None:
    bursts, folder = watched
    (folder / "2025").mkdir()
    for number in range(1000):
        (folder / "2025" / f"{number}.txt").write_text("Un.")
    bursts.wait_for(2)
    time.sleep(LONG_ENOUGH)
    assert bursts.count <= 4


def test_a_folder_that_is_removed_or_replaced_is_watched_again(
    watched: tuple[Watched, Path],
) -> None:
    bursts, folder = watched
    shutil.rmtree(folder)
    bursts.wait_for(2)  # that it is gone
    folder.mkdir()
    bursts.wait_for(3)
    other = folder.parent / "other"
    other.mkdir()
    folder.rename(folder.parent / "before")
    other.rename(folder)
    bursts.wait_for(4)
    before = bursts.count
    (folder / "un.txt").write_text("Un.")
    bursts.wait_for(before + 1)
