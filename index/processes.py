"""Processes that do a part of the work, as ``python -m``: requests and answers are pickles.

Not ``multiprocessing``, nor a pool upon it: those run the program that uses Sourcier again in each
child, unless it guards itself.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

# What talking to a process raises that is not there any more, or dies over an answer.
GONE = (EOFError, OSError, pickle.UnpicklingError)

# Of numpy's own: with as many processes as processors, more wait for each other at full speed.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def started(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process that runs a module; what it prints is lost. OSError where there can be none."""
    # -P: no module of the folder that the user happens to be in; the path is this process's.
    path = [os.environ.get("PYTHONPATH", ""), *(entry or str(Path.cwd()) for entry in sys.path)]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | _ONE_THREAD | {"PYTHONPATH": os.pathsep.join(filter(None, path))},
    )


def asked(process: subprocess.Popen[bytes], request: object) -> object:
    """The process's answer to a request; one of ``GONE`` where it dies of it."""
    assert process.stdin is not None
    pickle.dump(request, process.stdin, pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()
    return answer_of(process)


def answer_of(process: subprocess.Popen[bytes]) -> object:
    """The next answer of a process; waits for it."""
    assert process.stdout is not None
    answer: object = pickle.load(process.stdout)
    return answer


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it does."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was still to be written
                pipe.close()


@contextmanager
def answering() -> Iterator[Callable[[object], None]]:
    """In the process itself: what gives an answer.

    Nothing that a library prints reaches the answers or the terminal; Ctrl+C is the parent's.
    """
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        with Path(os.devnull).open("wb") as nowhere:
            for descriptor in (1, 2):
                os.dup2(nowhere.fileno(), descriptor)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

        def answer(given: object) -> None:
            pickle.dump(given, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()

        yield answer


def requests() -> Iterator[Any]:
    """In the process itself: each request, until there are no more."""
    while True:
        try:
            yield pickle.load(sys.stdin.buffer)
        except EOFError:
            return
