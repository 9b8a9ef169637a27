"""A process that has imported all that builds need, and forks one child a build, to be killed.

Spoken to in lines of JSON: where the articles and the index are, and what befalls the build.
``{"after": 0.1}`` kills it after so many seconds, ``{"kill_at": 7}`` at its seventh write,
``{"fail_at": 7}`` lets that write fail, ``{"room": 3000}`` leaves no file more bytes; anything else
lets it go on. The answer says how it ended (the signal as a negative number) and after how many
seconds.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from support import BagEmbedder

from index.building import build_index
from index.errors import IndexWriteError

EMBEDDER = BagEmbedder(dimension=16)
REFUSED, IN_SPITE = 3, 4  # how builds end: with IndexWriteError, well though a write failed
_WRITES = ("os.link", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate")


def answer(order: dict[str, object]) -> dict[str, float]:
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os._exit(_build(order))
    if "after" in order:
        time.sleep(float(str(order["after"])))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    return {"ended": ended, "seconds": time.perf_counter() - started}


def _build(order: dict[str, object]) -> int:
    if "room" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(str(order["room"])),) * 2)
    fault = _Fault(order)
    if "kill_at" in order or "fail_at" in order:
        sys.addaudithook(fault)
    try:
        build_index(
            Path(str(order["articles"])),
            Path(str(order["index"])),
            embedder=EMBEDDER,
            full=bool(order.get("full")),
        )
    except IndexWriteError:
        return REFUSED
    return IN_SPITE if fault.left <= 0 else 0


class _Fault:
    """Befalls the n-th thing that the build does to the disk through Python."""

    def __init__(self, order: dict[str, object]) -> None:
        self.left = int(str(order.get("kill_at") or order.get("fail_at") or 1))
        self._kills = "kill_at" in order
        self._place = str(order["index"])

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._is_write(event, arguments):
            return
        self.left -= 1
        if self.left == 0 and self._kills:
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _is_write(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open":
            path, _, flags = arguments
            if not isinstance(flags, int) or not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return False
            return str(path).startswith(self._place)
        return event in _WRITES and any(str(one).startswith(self._place) for one in arguments)


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
