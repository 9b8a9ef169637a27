"""Following a folder; the one importer of watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from stat import S_ISDIR

from watchfiles import Change, watch

_QUIET_MS = 400  # without a change before a burst is given, so that a copy is complete
_LONGEST_MS = 4_000  # that a burst may last
_TICK_MS = 200  # until the watch has surely begun, and between two looks at the folder itself


def changes_of(
    folder: Path,
    *,
    leaving_out: Collection[Path] = (),
    stop: threading.Event | None = None,
) -> Iterator[None]:
    """One item once the folder is watched, then one for each burst of changes below it.

    What is hidden is passed over, as it is in reading, and so are the folders ``leaving_out``: an
    index changes with each build. What changes while an item is being used comes with the next
    one. A folder that was removed, or replaced by another, is watched again as soon as there is
    one. Ends with the event.
    """
    stop = stop or threading.Event()
    while not stop.is_set():
        root = folder.resolve()
        watched = _identity(root)
        if watched is not None:
            yield from _bursts(root, _filter(root, leaving_out), stop, watched)
            if not stop.is_set() and _identity(root) is None:
                yield None  # whoever follows it is told that it is gone
        stop.wait(_TICK_MS / 1000)


def _bursts(
    root: Path,
    is_shown: Callable[[Change, str], bool],
    stop: threading.Event,
    watched: tuple[int, int],
) -> Iterator[None]:
    """Bursts of changes, until the folder is no longer the one that is watched."""
    begun = False
    for changes in watch(
        root,
        watch_filter=is_shown,
        step=_QUIET_MS,
        debounce=_LONGEST_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    ):
        if _identity(root) != watched:
            return
        if changes or not begun:
            begun = True
            yield None


def _filter(root: Path, leaving_out: Collection[Path]) -> Callable[[Change, str], bool]:
    left_out = [path.resolve() for path in leaving_out]

    def is_shown(change: Change, path: str) -> bool:
        changed = Path(path)
        if any(changed.is_relative_to(other) for other in left_out):
            return False
        return not any(part.startswith(".") for part in changed.relative_to(root).parts)

    return is_shown


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another of its name; none where there is no folder."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if S_ISDIR(status.st_mode) else None
