"""Following a folder; the one importer of watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

_QUIET_MS = 400  # without a change before a batch is given, so that a copy is complete


def changes_of(folder: Path, *, stop: threading.Event | None = None) -> Iterator[None]:
    """One item for each burst of changes below a folder, until the event is set."""
    for _ in watch(
        folder, step=_QUIET_MS, debounce=10 * _QUIET_MS, stop_event=stop, raise_interrupt=False
    ):
        yield None
