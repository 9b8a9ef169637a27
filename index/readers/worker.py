"""A process of its own for files that may harm their reader: ``python -m index.readers.worker``.

Parsers of PDF, HTML and Word files are large, and what they are given is anybody's. Here one may
loop, fill the memory or crash, and costs one file. Not ``multiprocessing``, nor a pool upon it:
those run the program that uses Sourcier again in each child, unless it guards itself.

On standard input come pickles of (name, bytes, largest size, seconds of processor time), on
standard output go those of what they gave, after one that says that the worker is there.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

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
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        _hold_still()
        _limit_memory(memory)
        _answer(READY, answers)
        while True:
            try:
                name, data, max_bytes, seconds = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            with _time_limit(seconds):
                answer = _read(name, data, max_bytes)
            _answer(answer, answers)


def _read(name: str, data: bytes, max_bytes: int) -> object:
    """The articles and problems; a sentence's middle where the reader failed."""
    try:
        return articles_of(name, data, max_bytes=max_bytes)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # the border: whatever a parser raises costs this one file
        return one_line(f"{type(error).__name__}: {error}"[:200])


def _answer(answer: object, answers: BinaryIO) -> None:
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _hold_still() -> None:
    """Nothing that a parser prints reaches the answers or the terminal; Ctrl+C is the parent's."""
    with Path(os.devnull).open("wb") as nowhere:
        for descriptor in (1, 2):
            os.dup2(nowhere.fileno(), descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
