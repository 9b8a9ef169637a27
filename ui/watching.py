"""Following a folder; the one importer of watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

_QUIET_MS = 400  # without a change before a burst is given, so that a copy is complete
_LONGEST_MS = 4_000  # that a burst may last
_BEGUN_MS = 200  # until the watch has surely begun


def changes_of(folder: Path, *, stop: threading.Event | None = None) -> Iterator[None]:
    """One item once the folder is watched, then one for each burst of changes below it.

    What changes while an item is being used comes with the next one. Ends with the event.
    """
    begun = False
    for changes in watch(
        folder,
        step=_QUIET_MS,
        debounce=_LONGEST_MS,
        rust_timeout=_BEGUN_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        if changes or not begun:
            begun = True
            yield None
