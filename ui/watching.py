"""Following a folder; the one importer of watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

_QUIET_MS = 400  # without a change before a burst is given, so that a copy is complete
_LONGEST_MS = 4_000  # that a burst may last
_BEGUN_MS = 200  # until the watch has surely begun


def changes_of(folder: Path, *, stop: threading.Event | None = None) -> Iterator[None]:
    """One item once the folder is watched, then one for each burst of changes below it.

    What is hidden is passed over, as it is in reading: an index in ``.sourcier`` among it, which
    each build changes. What changes while an item is being used comes with the next one. Ends
    with the event.
    """
    root, begun = folder.resolve(), False

    def is_shown(change: Change, path: str) -> bool:
        return not any(part.startswith(".") for part in Path(path).relative_to(root).parts)

    for changes in watch(
        root,
        watch_filter=is_shown,
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
