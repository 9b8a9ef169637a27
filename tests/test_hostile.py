"""Files that are made to harm whoever reads them: bounded time and memory, and the rest read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bounds import BODY, SECONDS, read_in_bounds
from files import read_articles
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

from index.limits import Limits
from index.reading import read_files

READ = None
EITHER = "read, or told"

# What each file is, and a part of the reason for which it is not read, or not whole.
TRAPS: dict[str, tuple[bytes | str, str | None]] = {
    "bomb.docx": (zip_of([("word/document.xml", bytes(101_000_000))]), "unpacks to 101 MB"),
    "crowd.docx": (zip_of((str(n), b"") for n in range(5_000)), "no readable .docx"),
    "nest.docx": (zip_of([("a.docx", zip_of([("b", bytes(9_000_000))]))]), "no readable .docx"),
    "deep.docx": (docx_of_xml("<w:p>" * 50_000 + "</w:p>" * 50_000), "no readable .docx"),
    # Its 600 MB of memory or, on a machine that is slow, its seconds.
    "wide.docx": (wide_docx(), "to read: split it"),
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


def test_a_page_that_breaks_its_parser_costs_that_page(tmp_path: Path) -> None:
    deep = stream(b"[" * 3_000 + LINE)
    broken = (
        b"<< /Length 9 /Filter /ASCII85Decode /DecodeParms 7 >>\nstream\n\xff\xff~~>>>\nendstream"
    )
    (tmp_path / "a.pdf").write_bytes(pdf_of_contents(stream(LINE), broken, deep, stream(LINE)))
    reading = read_articles(tmp_path)
    assert len(reading.articles) == 1
    assert "Vesle" in reading.articles[0].text
