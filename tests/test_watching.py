from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ui.watching import changes_of

LONG_ENOUGH = 2.0  # seconds for a change to be told


def bursts_after(folder: Path, name: str) -> int:
    """How many items a change of one file gives, beside the one that says it has begun."""
    stop = threading.Event()
    told = changes_of(folder, stop=stop)
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
