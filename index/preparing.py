"""All that is worked out of an article's text before it is written: by several processes at once.

Sentences, passages, terms and signatures take most of a first build's time, and need nothing but
the article. What a process cannot give, because it was killed, is worked out in this one.
"""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from queue import Empty, SimpleQueue
from typing import cast

from index import preparer
from index.preparer import Given, Prepared, completed, given
from index.processes import GONE, asked, end, started
from index.types import Article

Progress = Callable[[int, int], None]

_AT_ONCE = 64  # articles that a process is given
_FEW = 1_000  # articles that are prepared in the time that processes take to start
_AHEAD = 4  # times what each process is given that may be waiting for its turn


def prepare(
    articles: Sequence[Article], *, progress: Progress | None = None, processes: int | None = None
) -> Iterator[Prepared]:
    """Every article prepared, in order; ``progress`` gets (done, total).

    By as many processes as there are processors where there are more than some hundred articles,
    or by as many as are asked for; by this process where that is fewer than two.
    """
    if processes is None:
        processes = _processors() if len(articles) > _FEW else 1
    parts = [articles[start : start + _AT_ONCE] for start in range(0, len(articles), _AT_ONCE)]
    found = _in_processes(parts, processes) if processes > 1 else map(given, parts)
    done = 0
    for part, answers in zip(parts, found, strict=True):
        for article, answer in zip(part, answers, strict=True):
            yield completed(article, answer)
        done += len(part)
        if progress:
            progress(done, len(articles))


def _in_processes(parts: Sequence[Sequence[Article]], count: int) -> Iterator[list[Given]]:
    """What each part gives, in order; no more is worked out ahead than is soon needed."""
    with ExitStack() as stack:
        team = _Team()
        threads = ThreadPoolExecutor(count, thread_name_prefix="preparing")
        stack.callback(team.close)  # at last, for a process that was just being started
        stack.callback(threads.shutdown, wait=True, cancel_futures=True)
        stack.callback(team.close)  # at first, so that no thread waits for an answer
        waiting: deque[Future[list[Given]]] = deque()
        rest = iter(parts)
        for part in islice(rest, _AHEAD * count):
            waiting.append(threads.submit(team.give, part))
        while waiting:
            answers = waiting.popleft().result()
            waiting.extend(threads.submit(team.give, part) for part in islice(rest, 1))
            yield answers


class _Team:
    """Processes that prepare, each used by one thread at a time."""

    def __init__(self) -> None:
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._closed = False

    def give(self, articles: Sequence[Article]) -> list[Given]:
        """What the articles give, by an idle process or, where that fails, by this one."""
        if self._closed:
            return []
        try:
            process = self._one()
            answers = cast("list[Given]", asked(process, articles))
        except GONE:
            return [] if self._closed else given(articles)
        self._idle.put(process)
        return answers

    def close(self) -> None:
        """End every process."""
        self._closed = True
        for process in self._all:
            end(process)

    def _one(self) -> subprocess.Popen[bytes]:
        try:
            return self._idle.get_nowait()
        except Empty:
            process = started(preparer.__name__)
            self._all.append(process)
            return process


def _processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
