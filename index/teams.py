"""Work in parts, by several processes at once, its answers in the order of the parts.

What a process cannot give, because it was killed or failed, is worked out in this one: so nothing
is lost, and an error is raised here, as if there were no processes.
"""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar, cast

from index.processes import GONE, asked, end, started

Part = TypeVar("Part")
Given = TypeVar("Given")

_AHEAD = 4  # times what each process is given that may be waiting for its turn


def in_processes(
    module: str, parts: Iterable[Part], count: int, *, here: Callable[[Part], Given]
) -> Iterator[Given]:
    """What each part gives, in order; no more is worked out ahead than is soon needed.

    ``count`` processes run ``module``, which answers a part as ``here`` does; where that is fewer
    than two, all is worked out here.
    """
    if count < 2:
        yield from map(here, parts)
        return
    with ExitStack() as stack:
        team = _Team(module, here)
        threads = ThreadPoolExecutor(count, thread_name_prefix=module)
        stack.callback(team.close)  # at last, for a process that was just being started
        stack.callback(threads.shutdown, wait=True, cancel_futures=True)
        stack.callback(team.close)  # at first, so that no thread waits for an answer
        waiting: deque[Future[Given]] = deque()
        rest = iter(parts)
        for part in islice(rest, _AHEAD * count):
            waiting.append(threads.submit(team.give, part))
        while waiting:
            answers = waiting.popleft().result()
            waiting.extend(threads.submit(team.give, part) for part in islice(rest, 1))
            yield answers


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Closed(Exception):
    """Nobody waits for the answer any more."""


class _Team(Generic[Part, Given]):
    """Processes that run one module, each used by one thread at a time."""

    def __init__(self, module: str, here: Callable[[Part], Given]) -> None:
        self._module = module
        self._here = here
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._closed = False

    def give(self, part: Part) -> Given:
        """What a part gives, by an idle process or, where that fails, by this one."""
        self._check()
        try:
            process = self._one()
            answer = cast("Given", asked(process, part))
        except GONE:
            self._check()
            return self._here(part)
        self._idle.put(process)
        return answer

    def close(self) -> None:
        """End every process."""
        self._closed = True
        for process in self._all:
            end(process)

    def _check(self) -> None:
        if self._closed:
            raise _Closed

    def _one(self) -> subprocess.Popen[bytes]:
        try:
            return self._idle.get_nowait()
        except Empty:
            process = started(self._module)
            self._all.append(process)
            return process
