"""An index of many articles in one table: building, adding, searching, opening; beside a rival.

    python -m pip install "sourcier[bench]"
    python -m benchmarks.index ARTICLES.jsonl[.xz] [--articles 34113] [--made 388000] [--page]

Rows have ``title`` and ``text``, or ``article`` as in OrangeSum. With ``--made``, as many articles
are made by recombining the sentences of the real ones, and measured too. The rival is LangChain's
EnsembleRetriever (BM25 and FAISS) with the same model on the first 2,000 articles, on which ours is
measured again. Every step runs in a process of its own; times are those on a clock, so let the
machine be idle.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.request import Request, urlopen

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import archive, steps
from index.types import Article, article_id_of

_ROWS = 2_000  # of a file
_TIMES = 3  # the least of so many, of what takes little time
_QUESTION = "Quand le viaduc de Cormelan rouvrira-t-il ?"
_COMMAND = [sys.executable, "-c", "from ui.cli import main; main()"]
# Our figure, its unit, what the rival calls it, and whether it is a time that may be compared.
_SHOWN = (
    ("articles", "", None),
    ("passages", "", "passages"),
    ("build", "s", "seconds"),
    ("build, processors", "s", None),
    ("build, memory", "MB", "memory"),
    ("disk", "MB", "disk"),
    ("build, nothing changed", "s", None),
    ("one article more", "s", "one more"),
    ("one more, memory", "MB", None),
    ("terms, p50", "ms", None),
    ("terms, p95", "ms", None),
    ("vectors, p50", "ms", None),
    ("vectors, p95", "ms", None),
    ("search, p50", "ms", "both, p50"),
    ("search, p95", "ms", "both, p95"),
    ("recall@10 of the vectors", "", None),
    ("reader, memory", "MB", None),
    ("reader, memory, later", "MB", None),
    ("ask, cold", "s", "cold"),
    ("page, to its first answer", "s", None),
)
Figures = dict[str, float]


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows", type=Path, help="JSON lines with titles and texts")
    parser.add_argument("--articles", type=int, help="the first so many rows; all by default")
    parser.add_argument("--made", type=int, default=0, help="articles that are made of them")
    parser.add_argument("--rival", type=int, default=2_000, help="articles for the rival; 0: none")
    parser.add_argument("--page", action="store_true", help="open the page as well")
    parser.add_argument("--keep", type=Path, help="a folder to work in, and to leave as it is")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sourcier-") as temporary:
        place = arguments.keep or Path(temporary)
        _measure(arguments, place, list(islice(_read(arguments.rows), arguments.articles)))


def _measure(arguments: argparse.Namespace, place: Path, rows: list[tuple[str, str]]) -> None:
    print(f"{os.cpu_count()} processors, {Path(arguments.rows).name}")
    with _bar() as bar:
        ours = _ours(_written(place / "real", rows), bar, page=arguments.page)
        columns = {f"{len(rows):,} articles": ours}
        if arguments.made:
            folder = _made(place / "made", rows, arguments.made)
            columns[f"{arguments.made:,} made"] = _ours(folder, bar, page=False)
        if arguments.rival:
            few = _written(place / "few", rows[: arguments.rival])
            columns[f"first {arguments.rival:,}"] = _ours(few, bar, page=False)
            columns["LangChain"] = _rival(few, bar)
    _print(columns)


def _ours(folder: Path, bar: Progress, *, page: bool) -> Figures:
    task = bar.add_task(f"Sourcier, {folder.name}", total=5 + page)

    def step(name: str) -> Figures:
        figures = _step(name, folder)
        bar.advance(task)
        return figures

    built, unchanged, more, read = step("build"), step("build"), step("more"), step("read")
    figures = {
        "articles": built["articles"],
        "passages": built["passages"],
        "build": built["seconds"],
        "build, processors": built["processor seconds"],
        "build, memory": built["memory"],
        "disk": built["disk"],
        "build, nothing changed": unchanged["seconds"],
        "one article more": more["seconds"],
        "one more, memory": more["memory"],
        **{key: read[key] for key in read if key.startswith(("terms", "vectors"))},
        "search, p50": read["both, p50"],
        "search, p95": read["both, p95"],
        "recall@10 of the vectors": read["recall"],
        "reader, memory": read["memory"],
        "reader, memory, later": read["memory, later"],
        "ask, cold": min(_ask(folder / "index") for _ in range(_TIMES)),
    }
    bar.advance(task)
    if page:
        figures["page, to its first answer"] = min(_page(folder / "index") for _ in range(_TIMES))
        bar.advance(task)
    return figures


def _rival(folder: Path, bar: Progress) -> Figures:
    task = bar.add_task("LangChain", total=2)
    try:
        figures = _step("rival", folder)
        bar.advance(task)
        started = time.perf_counter()
        _step("rival_cold", folder)
    except subprocess.CalledProcessError as error:
        print(error.stderr.strip().splitlines()[-1], "- pip install 'sourcier[bench]'")
        return {}
    figures["cold"] = time.perf_counter() - started
    bar.advance(task)
    return {ours: figures[theirs] for ours, _, theirs in _SHOWN if theirs in figures}


def _step(name: str, folder: Path) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", steps.__name__, name, str(folder)],
        stdout=subprocess.PIPE,
        stderr=None if sys.stderr.isatty() and name == "build" else subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _ask(index: Path) -> float:
    """Seconds of a question in a new process, from command to answer."""
    started = time.perf_counter()
    command = [*_COMMAND, "ask", _QUESTION, "--json", "--index", str(index)]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _page(index: Path) -> float:
    """Seconds from the command that opens the page to its first answer, over HTTP."""
    started = time.perf_counter()
    command = [*_COMMAND, "chat", "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        try:
            address = _address(process)
            body = json.dumps({"data": [_QUESTION, None, None, None, None]}).encode()
            call = f"{address}gradio_api/call/ask"
            headers = {"Content-Type": "application/json"}
            with urlopen(Request(call, body, headers), timeout=60) as reply:
                event = json.load(reply)["event_id"]
            with urlopen(f"{call}/{event}", timeout=60) as reply:
                if b"event: complete" not in reply.read():
                    raise RuntimeError("the page gave no answer")
            return time.perf_counter() - started
        finally:
            process.kill()


def _address(process: subprocess.Popen[bytes]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://\S+/", line.decode()):
            return found[0]
    raise RuntimeError("the page did not open")


def _read(path: Path) -> Iterator[tuple[str, str]]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["title"], row["text" if "text" in row else "article"]


def _written(folder: Path, rows: Sequence[tuple[str, str]]) -> Path:
    """A new folder with these rows as articles."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "articles").mkdir(parents=True)
    for start in range(0, len(rows), _ROWS):
        lines = (
            json.dumps({"title": title, "text": text}, ensure_ascii=False)
            for title, text in rows[start : start + _ROWS]
        )
        path = folder / "articles" / f"{start // _ROWS:05d}.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _made(folder: Path, rows: Sequence[tuple[str, str]], count: int) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    articles = [Article(article_id_of(text), title, text, None, (), "fr") for title, text in rows]
    archive.write(articles, folder / "articles", count)
    return folder


def _print(columns: dict[str, Figures]) -> None:
    names = list(columns)
    ratio = "LangChain" in columns and bool(columns["LangChain"])
    print(f"\n{'':<32}" + "".join(f"{name:>18}" for name in names) + ("  times ours" * ratio))
    for key, unit, _ in _SHOWN:
        values = [columns[name].get(key) for name in names]
        if all(value is None for value in values):
            continue
        line = f"{key + (f' ({unit})' if unit else ''):<32}" + "".join(map(_cell, values))
        if ratio and values[-1] is not None and values[-2]:
            line += f"{values[-1] / values[-2]:>12.1f}"
        print(line)


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'':>18}"
    digits = 0 if value >= 1000 or value == int(value) else 4 if value < 1 else 1
    return f"{value:>18,.{digits}f}"


@contextmanager
def _bar() -> Iterator[Progress]:
    console = Console(stderr=True)
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*parts, TimeElapsedColumn(), console=console) as bar:
        yield bar


if __name__ == "__main__":
    main()
