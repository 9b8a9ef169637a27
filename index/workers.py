"""The processes that read files which may harm their reader, and what becomes of them."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from threading import Timer
from typing import cast

from index.errors import ArticleError
from index.limits import Limits
from index.processes import GONE, answer_of, asked, end, started
from index.readers import worker
from index.types import Article
from index.walking import Problem

Given = tuple[tuple[Article, ...], tuple[Problem, ...]]

# Seconds on the clock for each of processor time, which a busy machine may take; where a process
# cannot count its own, the clock alone ends it.
_PATIENCE = 20 if hasattr(signal, "setitimer") else 2


class Worker:
    """One process at a time: started at the first file, and again after one that it died of."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str, data: bytes) -> Given:
        """The articles and problems of a file; ArticleError where another try may give others."""
        process = self._running()
        seconds = self._limits.seconds_for(len(data))
        timer = Timer(_PATIENCE * seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            request = (name, data, self._limits.file_bytes, seconds)
            answer = cast("str | Given", asked(process, request))
        except GONE as error:
            return (), (Problem(name, self._fate(seconds, error)),)
        finally:
            timer.cancel()
        if answer == worker.OUT_OF_MEMORY:
            self.close()  # what it still holds is not worth knowing
            return (), (Problem(name, self._too_large()),)
        if isinstance(answer, str):
            reason = f"its reader failed ({answer}): save it again, or as .txt"
            return (), (Problem(name, reason),)
        return answer

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            end(process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        try:
            self._process = started(worker.__name__, str(self._limits.memory))
            answer_of(self._process)  # that it is there
        except GONE as error:
            self.close()
            raise ArticleError(
                f"no process could be started to read it ({error}): free memory and build again"
            ) from error
        return self._process

    def _fate(self, seconds: float, error: Exception) -> str:
        """Why the process died, as a sentence for its file; raised where it may not be the file."""
        process = self._process
        code = process.wait() if process else 0
        self.close()
        if code == -getattr(signal, "SIGPROF", 0):
            return (
                f"it takes more than {seconds:g} seconds to read: split it, or raise "
                "SOURCIER_FILE_SECONDS and run `sourcier build --full`"
            )
        if code == -getattr(signal, "SIGKILL", 0):
            raise ArticleError(
                "its reader was stopped, by the system for want of memory, or because it took too "
                "long: build again when the machine has less to do, or split it"
            ) from error
        return f"its reader broke down over it (exit {code}): save it again, or as .txt"

    def _too_large(self) -> str:
        return (
            f"it takes more than {self._limits.memory / 1e6:g} MB of memory to read: split it, or "
            "raise SOURCIER_FILE_MEMORY_MB and run `sourcier build --full`"
        )


class Workers:
    """As many workers as are ever needed at once, the last used first: one file starts one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._idle: LifoQueue[Worker] = LifoQueue()
        self._all: list[Worker] = []

    def read(self, name: str, data: bytes) -> Given:
        """As Worker.read; from any thread."""
        with self._taken() as one:
            return one.read(name, data)

    def close(self) -> None:
        """End every process; what they were reading fails."""
        for one in self._all:
            one.close()

    @contextmanager
    def _taken(self) -> Iterator[Worker]:
        try:
            one = self._idle.get_nowait()
        except Empty:
            one = Worker(self._limits)
            self._all.append(one)
        try:
            yield one
        finally:
            self._idle.put(one)
