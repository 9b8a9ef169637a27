"""Folders that are made to harm whoever reads them: bounded time and memory, and the rest read."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import ROOT
from traps import (
    LINE,
    branching_pdf,
    docx_of_xml,
    endless_pdf,
    laughing_docx,
    laughing_front_matter,
    long_pdf,
    looping_pdf,
    pdf_of_contents,
    rows,
    scanned_pdf,
    sealed_pdf,
    stream,
    wide_docx,
    zip_of,
)

from index.errors import ArticleError
from index.limits import Limits
from index.reading import read_articles, read_file, read_files

BODY = "Le maire a reçu les délégués dans la grande salle. Ils repartiront lundi."
SECONDS = 3
READ = None
EITHER = "read, or told"

# What a program that is held to 700 MB and a minute of processor time makes of a folder.
PROGRAM = """
import json, resource, sys
from pathlib import Path
from index.limits import Limits
from index.reading import read_articles
resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
limits = Limits(seconds=float(sys.argv[2]), memory=600_000_000)
reading = read_articles(Path(sys.argv[1]), limits=limits)
print(json.dumps({
    "sources": [source for article in reading.articles for source in article.sources],
    "problems": [[problem.path, problem.reason] for problem in reading.problems],
    "seconds": resource.getrusage(resource.RUSAGE_SELF).ru_utime,
    "peak": 1024 * next(
        int(line.split()[1])
        for line in Path("/proc/self/status").read_text().split("\\n")
        if line.startswith("VmHWM")
    ),  # what getrusage gives of itself is its parent's, where that had more
    "peak_of_workers": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
}))
"""


def read_in_bounds(folder: Path) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), str(SECONDS)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stderr == ""
    told: dict[str, Any] = json.loads(run.stdout)
    return told


# What each file is, and a part of the reason for which it is not read, or not whole.
TRAPS: dict[str, tuple[bytes | str, str | None]] = {
    "bomb.docx": (zip_of([("word/document.xml", bytes(101_000_000))]), "unpacks to 101 MB"),
    "crowd.docx": (zip_of((str(n), b"") for n in range(5_000)), "no readable .docx"),
    "nest.docx": (zip_of([("a.docx", zip_of([("b", bytes(9_000_000))]))]), "no readable .docx"),
    "deep.docx": (docx_of_xml("<w:p>" * 50_000 + "</w:p>" * 50_000), "no readable .docx"),
    "wide.docx": (wide_docx(), "600 MB of memory"),
    "laughs.docx": (laughing_docx(), "no readable .docx"),
    "endless.pdf": (endless_pdf(), f"{SECONDS} seconds"),
    "pages.pdf": (long_pdf(400), READ),
    "loop.pdf": (looping_pdf(), "broken"),
    "tree.pdf": (branching_pdf(40), "broken"),
    "cut.pdf": (long_pdf(3)[:400], "broken"),
    "sealed.pdf": (sealed_pdf(), "encrypted"),
    "scan.pdf": (scanned_pdf(b"", b""), "scan"),
    "half.pdf": (scanned_pdf(LINE, b"", b"", LINE, b""), "3 (2-3, 5) of 5 pages"),
    "deep.html": ("<div>" * 100_000 + f"<p>{BODY}</p>" + "</div>" * 100_000, READ),
    "line.html": (f"<p>{BODY} " + "Le pont ouvre. " * 300_000, READ),
    # Whether its memory suffices depends on the machine; that it is read or told does not.
    "links.html": ("<a href=x>y</a>" * 300_000, EITHER),
    "named.html": (b"<meta charset=undefined><p>Le pont de Vesle, \xe9t\xe9 2025.</p>", READ),
    "laughs.md": (laughing_front_matter(), READ),
    "dashes.md": ("---\n" + "a: b\n" * 40_000 + f"---\n\n{BODY}", READ),
    "marks.txt": (f"{BODY} Un a" + "\u0301\u0323" * 60_000 + " fin.", READ),
    "nul.txt": (BODY + "\0" * 50 + BODY, "binary"),
    "half.json": ('{"text": "Le pont \\ud800 de Vesle ouvre."}', "surrogate"),
    "deep.json": ("[" * 100_000, "cannot be read"),
    "number.json": ('{"text": "Le pont ouvre.", "date": 1' + "0" * 9_999 + "}", "cannot be read"),
    "float.json": ('{"text": "Le pont de Vesle ferme.", "date": -1e999}', "left out"),
    "rows.jsonl": (rows(2_000, broken=1_234), "line 1235 is not JSON"),
    "noise.jsonl": ("7\n" * 50_000, "49950 more problems"),
    "good.txt": ("Le texte qui reste est lu malgré tout cela. Fin.", READ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is said of a folder of all the traps, and of a file of 200 MB that holds nothing."""
    folder = tmp_path_factory.mktemp("traps")
    for name, (content, _) in TRAPS.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with (folder / "vast.txt").open("wb") as file:
        file.truncate(200_000_000)
    return read_in_bounds(folder)


@pytest.mark.parametrize("name", TRAPS)
def test_each_trap_is_read_or_reported_by_name_and_reason(name: str, told: dict[str, Any]) -> None:
    reasons = [reason for path, reason in told["problems"] if path.partition("#")[0] == name]
    sources = [source for source in told["sources"] if source.partition("#")[0] == name]
    expected = TRAPS[name][1]
    if expected is None:
        assert reasons == []
        assert sources
    elif expected == EITHER:
        assert sources or any("to read: split it" in reason for reason in reasons)
    else:
        assert any(expected in reason for reason in reasons), reasons
        assert all(": " in reason and "\n" not in reason for reason in reasons)
    if name in ("half.pdf", "half.json", "float.json"):
        assert sources
    if name == "rows.jsonl":
        assert (len(sources), len(reasons)) == (1_999, 1)


def test_a_vast_file_is_not_read_and_its_reason_names_the_setting(told: dict[str, Any]) -> None:
    (reason,) = [reason for path, reason in told["problems"] if path == "vast.txt"]
    assert "20 MB" in reason
    assert "SOURCIER_FILE_MB" in reason


def test_traps_cost_the_reading_process_little(told: dict[str, Any]) -> None:
    assert told["peak"] < 250_000_000
    assert told["peak_of_workers"] < 650_000_000
    assert told["seconds"] < 20


def test_what_the_limits_stopped_is_remembered_and_what_may_turn_out_otherwise_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "endless.pdf").write_bytes(endless_pdf())
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    paths = [tmp_path / "a.txt", tmp_path / "endless.pdf", tmp_path / "gone.txt"]
    stopped = list(read_files(paths, tmp_path, limits=Limits(seconds=0.5)))
    assert [bool(reading.digest and reading.stamp) for reading in stopped] == [True, True, False]
    assert "0.5 seconds" in stopped[1].problems[0].reason
    assert "SOURCIER_FILE_SECONDS" in stopped[1].problems[0].reason
    assert "build again" in stopped[2].problems[0].reason


def test_ten_thousand_files_of_noise_hide_no_article(tmp_path: Path) -> None:
    for number in range(10_000):
        suffix = (".bin", ".txt", ".log", ".json")[number % 4]
        (tmp_path / f"{number:05}{suffix}").write_bytes(bytes([number % 256, 0, 7]) * 9)
    (tmp_path / "05000a.txt").write_text(BODY, "utf-8")
    told = read_in_bounds(tmp_path)
    assert told["sources"] == ["05000a.txt"]
    assert len(told["problems"]) == 5_000
    assert told["peak"] < 150_000_000


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder of a thousand levels that has a path of 2,000 letters; removed without recursion."""
    folder = tmp_path / "deep"
    folder.mkdir()
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_a_folder_of_a_thousand_levels_is_read_to_its_bottom(deep: Path) -> None:
    bottom = deep
    for _ in range(1_000):
        bottom = bottom / "d"
        bottom.mkdir()
    (bottom / "a.txt").write_text(BODY, "utf-8")
    told = read_in_bounds(deep)
    assert told["sources"] == ["d/" * 1_000 + "a.txt"]
    assert told["problems"] == []


def test_a_folder_beyond_the_longest_path_is_reported_and_the_rest_is_read(deep: Path) -> None:
    (deep / "a.txt").write_text(BODY, "utf-8")
    descriptor = os.open(deep, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=descriptor)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    told = read_in_bounds(deep)
    assert told["sources"] == ["a.txt"]
    ((path, reason),) = told["problems"]
    assert path.startswith("d" * 200)
    assert "shorten" in reason


def test_pipes_sockets_devices_and_links_are_reported_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(BODY, "utf-8")
    os.mkfifo("pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    (tmp_path / "round").symlink_to(".")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        told = read_in_bounds(tmp_path)
    assert told["sources"] == ["good.txt"]
    assert {path: reason.split(":")[0] for path, reason in told["problems"]} == {
        "pipe.txt": "this is no plain file",
        "socket.txt": "this is no plain file",
        "zero.txt": "this link leaves the folder",
        "one.txt": "this link leads nowhere",
        "two.txt": "this link leads nowhere",
    }


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ArticleError, match="plain file"):
        read_file(tmp_path / "a.txt", tmp_path)


def test_a_file_that_vanished_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(BODY, "utf-8")
    gone, there = read_files([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path)
    assert "removed or renamed" in gone.problems[0].reason
    assert len(there.articles) == 1


@pytest.mark.parametrize(
    "change",
    [
        "file.seek(0); file.write(text); file.flush()",
        "file.truncate(len(text) // 2); file.seek(0); file.write(text); file.flush()",
        "other.write_bytes(text); os.replace(other, path)",
    ],
)
def test_a_file_that_changes_while_it_is_read_is_never_taken_for_an_article(
    tmp_path: Path, change: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Rien encore.", "utf-8")
    program = (
        "import os, pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1]); other = path.with_suffix('.tmp')\n"
        "file = path.open('r+b')\n"
        "for turn in range(10**9):\n"
        "    text = (b'abcdefghij'[turn % 10:][:1] * 9 + b' ') * 20_000\n"
        f"    {change}\n"
        "    if turn == 3: print('on', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        (changing,) = read_files([path], tmp_path)
        writer.kill()
    assert changing.articles == ()
    assert "changed while it was read" in changing.problems[0].reason
    assert changing.stamp is None
    (after,) = read_files([path], tmp_path)
    assert after.digest  # it stands still now


@pytest.mark.parametrize("seconds", [-(10**10), 0, 10**11, 31_494_784_780_800])  # to 1,000,000
def test_a_file_of_any_age_is_read(tmp_path: Path, seconds: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY, "utf-8")
    try:
        os.utime(path, (seconds, seconds))
    except (OSError, OverflowError):
        pytest.skip("this system keeps no such date")
    (reading,) = read_articles(tmp_path).articles
    assert reading.published is None


def test_a_page_that_breaks_its_parser_costs_that_page(tmp_path: Path) -> None:
    deep = stream(b"[" * 3_000 + LINE)
    broken = (
        b"<< /Length 9 /Filter /ASCII85Decode /DecodeParms 7 >>\nstream\n\xff\xff~~>>>\nendstream"
    )
    (tmp_path / "a.pdf").write_bytes(pdf_of_contents(stream(LINE), broken, deep, stream(LINE)))
    reading = read_articles(tmp_path)
    assert len(reading.articles) == 1
    assert "Vesle" in reading.articles[0].text
