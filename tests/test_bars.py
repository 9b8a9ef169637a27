"""Progress on a terminal: a bar a stage, with how many of how many."""

from __future__ import annotations

import io

from rich.console import Console

from ui.bars import progress_bars


def shown(*, terminal: bool) -> str:
    """What is written while two stages go on."""
    console = Console(file=io.StringIO(), force_terminal=terminal, width=80, color_system=None)
    with progress_bars(console) as report:
        for done in (0, 2, 4):
            report("read", done, 4)
        report("embed", 7, 9)
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


def test_each_stage_has_a_bar_of_its_own_with_what_is_done() -> None:
    last = shown(terminal=True)
    assert "read" in last
    assert "4/4" in last
    assert "embed" in last
    assert "7/9" in last


def test_where_nobody_looks_no_bar_is_drawn() -> None:
    assert "read" not in shown(terminal=False)
