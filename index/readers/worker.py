"""A process of its own for files that may harm their reader: ``python -m index.readers.worker``.

Parsers of PDF, HTML and Word files are large, and what they are given is anybody's. Here one may
loop, fill the memory or crash, and costs one file.

A request is (name, bytes, largest size, seconds of processor time). The first answer, before any
request, says that the worker is there.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator

from index.processes import answering, requests
from index.readers.encoding import one_line
from index.readers.single import articles_of

try:
    import resource
except ImportError:  # a system without such limits
    resource = None  # type: ignore[assignment]

READY = "ready"
OUT_OF_MEMORY = "memory"


def main(memory: int) -> None:
    """Answer requests until their end, with so many bytes of memory at most."""
    with answering() as answer:
        _limit_memory(memory)
        answer(READY)
        for name, data, max_bytes, seconds in requests():
            with _time_limit(seconds):
                given = _read(name, data, max_bytes)
            answer(given)


def _read(name: str, data: bytes, max_bytes: int) -> object:
    """The articles and problems; a sentence's middle where the reader failed."""
    try:
        return articles_of(name, data, max_bytes=max_bytes)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # the border: whatever a parser raises costs this one file
        return one_line(f"{type(error).__name__}: {error}"[:200])


def _limit_memory(memory: int) -> None:
    if resource is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with contextlib.suppress(OSError, ValueError):  # where the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """End the process by SIGPROF after so much processor time, its parent alive or not."""
    timed = hasattr(signal, "setitimer")
    if timed:
        signal.setitimer(signal.ITIMER_PROF, seconds)
    yield
    if timed:
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
