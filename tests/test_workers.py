"""The processes that read heavy files: their deaths, their limits, and when there are none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from support import ROOT
from traps import LINE, endless_pdf, pdf_of_contents, stream, wide_docx

from index.errors import ArticleError
from index.limits import DEFAULT_LIMITS, Limits
from index.reading import read_files
from index.workers import Worker, Workers

ENDLESS = endless_pdf()
STARTED: dict[int, int] = {}  # by process, its work until it was at rest
PAGE = b"<p>Le pont de Vesle est ouvert depuis hier.</p>"


def children() -> set[int]:
    """The processes that this one has started and that have not ended."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = status.read_text().rpartition(") ")
        except OSError:
            continue  # it has ended meanwhile
        state, parent = rest.split()[:2]
        if parent == str(os.getpid()) and state != "Z":
            found.add(int(status.parent.name))
    return found


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def busy(process: int) -> bool:
    """Whether a process has done a fifth of a second's work more than to start."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return int(fields[11]) > STARTED[process] + 20  # hundredths of a second of its own


def worker_of(before: set[int]) -> int:
    """The one process that has been started since, at rest."""
    (process,) = children() - before
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    STARTED[process] = int(fields[11])
    return process


@pytest.fixture
def before() -> set[int]:
    return children()


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_crash_costs_one_file_and_names_the_signal(number: int, before: set[int]) -> None:
    worker = Worker(DEFAULT_LIMITS)
    assert len(worker.read("a.html", PAGE)[0]) == 1
    process, given = worker_of(before), []
    reading = Thread(target=lambda: given.append(worker.read("b.pdf", ENDLESS)))
    reading.start()
    eventually(lambda: busy(process))
    os.kill(process, number)
    reading.join()
    ((articles, problems),) = given
    assert articles == ()
    assert f"exit {-number}" in problems[0].reason
    assert len(worker.read("a.html", PAGE)[0]) == 1
    worker.close()
    assert children() == before


def test_a_killed_reader_may_not_be_the_file_s_fault(before: set[int]) -> None:
    worker = Worker(DEFAULT_LIMITS)
    worker.read("a.html", PAGE)
    process = worker_of(before)
    errors: list[ArticleError] = []

    def read() -> None:
        try:
            worker.read("b.pdf", ENDLESS)
        except ArticleError as error:
            errors.append(error)

    reading = Thread(target=read)
    reading.start()
    eventually(lambda: busy(process))
    os.kill(process, signal.SIGKILL)
    reading.join()
    assert "memory" in str(errors[0])
    worker.close()


def test_a_worker_that_died_at_rest_is_replaced_unnoticed(before: set[int]) -> None:
    worker = Worker(DEFAULT_LIMITS)
    first = worker.read("a.html", PAGE)
    (process,) = children() - before
    os.kill(process, signal.SIGKILL)
    eventually(lambda: process not in children())
    assert worker.read("a.html", PAGE) == first
    worker.close()


def test_one_process_reads_many_files_and_a_limit_costs_only_its_file(before: set[int]) -> None:
    worker = Worker(Limits(seconds=1, memory=250_000_000))
    seen = set()
    for _ in range(3):
        assert len(worker.read("a.pdf", pdf_of_contents(stream(LINE)))[0]) == 1
        seen |= children() - before
    assert len(seen) == 1
    assert "1 seconds" in worker.read("b.pdf", ENDLESS)[1][0].reason
    assert (
        "250 MB of memory"
        in Worker(Limits(memory=250_000_000)).read("c.docx", wide_docx())[1][0].reason
    )
    assert len(worker.read("a.html", PAGE)[0]) == 1
    worker.close()
    worker.close()


def test_larger_files_may_take_longer_in_proportion() -> None:
    limits = Limits(file_bytes=200_000_000, seconds=10)
    assert limits.seconds_for(1) == 10
    assert limits.seconds_for(20_000_000) == 10
    assert limits.seconds_for(100_000_000) == 50


def test_the_processes_end_with_the_iterator(tmp_path: Path, before: set[int]) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.html").write_bytes(PAGE)
    (tmp_path / "20.pdf").write_bytes(ENDLESS)
    readings = read_files(sorted(tmp_path.iterdir()), tmp_path)
    assert len(next(readings).articles) == 1
    assert children() > before
    readings.close()
    assert children() == before


def test_plain_files_start_no_process_and_one_heavy_file_starts_one(
    tmp_path: Path, before: set[int]
) -> None:
    (tmp_path / "a.txt").write_text("Le pont de Vesle est ouvert.", "utf-8")
    (tmp_path / "b.md").write_text("# Un pont\n\nLe pont de Vesle est ouvert.", "utf-8")
    (tmp_path / "c.html").write_bytes(PAGE)
    (tmp_path / "d.txt").write_text("Le pont de Vesle est fermé.", "utf-8")
    started = []
    for reading in read_files(sorted(tmp_path.iterdir())[:2], tmp_path):
        assert reading.articles
        started.append(len(children() - before))
    assert started == [0, 0]
    counts = [len(children() - before) for _ in read_files(sorted(tmp_path.iterdir()), tmp_path)]
    assert max(counts) == 1


def test_readings_come_in_the_order_of_the_files_whatever_each_takes(tmp_path: Path) -> None:
    for number in range(30):
        suffix, content = [(".html", PAGE), (".txt", b"Le pont."), (".pdf", b"%PDF-")][number % 3]
        (tmp_path / f"{number:02}{suffix}").write_bytes(content)
    paths = sorted(tmp_path.iterdir())
    steps: list[tuple[int, int]] = []
    readings = read_files(paths, tmp_path, progress=lambda *step: steps.append(step))
    assert [reading.name for reading in readings] == [path.name for path in paths]
    assert steps == [(done, 30) for done in range(1, 31)]


def test_workers_are_shared_between_threads_and_none_is_left(before: set[int]) -> None:
    workers = Workers(DEFAULT_LIMITS)
    given: list[object] = []
    threads = [Thread(target=lambda: given.append(workers.read("a.html", PAGE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 4
    assert len({str(each) for each in given}) == 1
    assert 1 <= len(children() - before) <= 4
    workers.close()
    assert children() == before


def test_a_program_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.html").write_bytes(PAGE)
    (tmp_path / "index.py").write_text("raise SystemExit('the wrong module')")
    program = tmp_path / "program.py"
    program.write_text(
        "import sys; sys.path.pop(0)\n"
        "from pathlib import Path\n"
        "from index.rows import Rows\n"
        "from index.survey import survey\n"
        "print('running', len(survey(Path('articles'), Rows()).articles))\n"
    )
    run = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=False, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (run.stdout, run.stderr) == ("running 1\n", "")


def test_a_worker_whose_parent_is_killed_ends(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    program = (
        "import sys, time; from pathlib import Path; from index.reading import read_files\n"
        "folder = Path(sys.argv[1])\n"
        "for _ in read_files([folder / 'a.html'] * 2, folder):\n"
        "    print('read', flush=True); time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        inner = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        pids = [int(pid) for pid in inner.read_text().split()] or [
            int(pid)
            for task in Path(f"/proc/{parent.pid}/task").iterdir()
            for pid in (task / "children").read_text().split()
        ]
        assert pids
        parent.kill()
    eventually(lambda: not any(Path(f"/proc/{pid}/status").exists() for pid in pids))
