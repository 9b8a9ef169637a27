"""A folder compared with what is known of it: what is read again, and what is not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import survey as module
from index.errors import FolderError
from index.reading import FileReading, read_files
from index.rows import Rows
from index.survey import Pending, Survey, compare, pending, survey

TEXT = "Le pont est fermé depuis lundi."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt", "x/c.txt"):
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TEXT} {name}", encoding="utf-8")
    return tmp_path / "articles"


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, by the reader itself."""
    names: list[str] = []

    def noting(*arguments: object, **options: object) -> Iterator[FileReading]:
        for reading in read_files(*arguments, **options):  # type: ignore[arg-type]
            names.append(reading.name)
            yield reading

    monkeypatch.setattr(module, "read_files", noting)
    return names


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock by which the files were all written long ago."""
    monkeypatch.setattr(module, "_DOUBTFUL_NS", -60_000_000_000)


def rows_of(found: Survey, rows: Rows | None = None) -> Rows:
    return (rows or Rows()).revised((*found.rows, *found.refreshed), found.gone)


def test_all_is_read_of_a_folder_that_nothing_is_known_of(folder: Path, read: list[str]) -> None:
    found = survey(folder, Rows())
    assert read == [row.name for row in found.rows] == ["a.txt", "b.txt", "x/c.txt"]
    assert [article.sources for article in found.articles.values()] == [
        ("a.txt",),
        ("b.txt",),
        ("x/c.txt",),
    ]


@pytest.mark.usefixtures("trusting")
def test_a_file_with_the_stamp_it_had_is_not_even_opened(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(survey(folder, Rows()))
    read.clear()
    monkeypatch.setattr(module, "_digest_of", None)
    assert not survey(folder, rows)
    assert compare(folder, rows).same == ("a.txt", "b.txt", "x/c.txt")
    assert read == []


def test_a_file_written_in_the_same_moment_is_looked_at_again(
    folder: Path, read: list[str]
) -> None:
    """It may have been written to after it was read, without its times showing it."""
    rows = rows_of(survey(folder, Rows()))
    assert compare(folder, rows).same == ()
    read.clear()
    found = survey(folder, rows)
    assert not found
    assert len(found.refreshed) == 3
    assert read == []  # its bytes are the same


@pytest.mark.usefixtures("trusting")
def test_a_file_that_was_touched_is_hashed_and_not_read(folder: Path, read: list[str]) -> None:
    rows = rows_of(survey(folder, Rows()))
    read.clear()
    os.utime(folder / "a.txt", (1, 1))
    found = survey(folder, rows)
    assert ([row.name for row in found.refreshed], read) == (["a.txt"], [])
    assert compare(folder, rows_of(found, rows)).suspects == {}


@pytest.mark.usefixtures("trusting")
def test_an_edit_that_keeps_size_and_time_is_seen(folder: Path, read: list[str]) -> None:
    rows = rows_of(survey(folder, Rows()))
    read.clear()
    path = folder / "a.txt"
    before = path.stat()
    path.write_text(f"{TEXT} z.txt", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert [row.name for row in survey(folder, rows).rows] == read == ["a.txt"]


@pytest.mark.usefixtures("trusting")
def test_a_file_that_moved_between_folders_is_not_read(folder: Path, read: list[str]) -> None:
    rows = rows_of(survey(folder, Rows()))
    read.clear()
    (folder / "y").mkdir()
    (folder / "x/c.txt").rename(folder / "y/c.txt")
    found = survey(folder, rows)
    assert ([row.name for row in found.rows], found.gone) == (["y/c.txt"], ("x/c.txt",))
    assert found.rows[0].given == rows["x/c.txt"].given
    assert read == []


@pytest.mark.usefixtures("trusting")
def test_a_tree_of_files_of_one_name_is_renamed_in_a_time_that_grows_with_it(
    tmp_path: Path, read: list[str], parsed: list[str]
) -> None:
    count = 100
    for number in range(count):
        path = tmp_path / "articles" / "old" / str(number) / "index.txt"
        path.parent.mkdir(parents=True)
        path.write_text(f"{TEXT} {number}", encoding="utf-8")
    rows = rows_of(survey(tmp_path / "articles", Rows()))
    (tmp_path / "articles" / "old").rename(tmp_path / "articles" / "new")
    read.clear()
    parsed.clear()
    found = survey(tmp_path / "articles", rows)
    assert read == []
    assert [row.given[0].parts for row in found.rows] == [("",)] * count
    assert {row.name.partition("/")[0] for row in found.rows} == {"new"}
    assert len(parsed) <= 4 * count


@pytest.mark.usefixtures("trusting")
def test_a_file_under_another_name_is_read_for_its_name_may_tell_its_date(
    folder: Path, read: list[str]
) -> None:
    rows = rows_of(survey(folder, Rows()))
    read.clear()
    (folder / "a.txt").rename(folder / "2024-05-03.txt")
    (row,) = survey(folder, rows).rows
    assert read == ["2024-05-03.txt"]
    assert row.given[0].published == "2024-05-03"


@pytest.mark.usefixtures("trusting")
def test_the_problems_of_files_that_are_not_read_again_are_told(
    folder: Path, read: list[str]
) -> None:
    (folder / "vide.txt").write_bytes(b" ")
    (folder / "b.doc").write_bytes(b"x")
    first = survey(folder, Rows())
    read.clear()
    second = survey(folder, rows_of(first))
    assert first.problems == second.problems
    assert [problem.path for problem in second.problems] == ["b.doc", "vide.txt"]
    assert read == []


def test_an_index_among_the_articles_is_passed_over(folder: Path) -> None:
    index = folder / "index"
    (index / "g000001").mkdir(parents=True)
    (index / "g000001/manifest.json").write_text("{}", encoding="utf-8")
    assert survey(folder, Rows()).problems != ()
    assert survey(folder, Rows(), leaving_out=[index]).problems == ()
    # The index's folder may be the articles' own.
    found = survey(folder, Rows(), leaving_out=[folder, index / "g000001"])
    assert (len(found.rows), found.problems) == (3, ())


@pytest.mark.usefixtures("trusting")
def test_what_is_pending_is_counted(folder: Path) -> None:
    rows = rows_of(survey(folder, Rows()))
    assert not pending(folder, rows)
    (folder / "a.txt").write_text("Un autre texte.", encoding="utf-8")
    os.utime(folder / "b.txt", (1, 1))
    (folder / "x/c.txt").unlink()
    (folder / "d.txt").write_text(TEXT, encoding="utf-8")
    assert pending(folder, rows) == Pending(new=1, changed=1, gone=1, unsure=0)
    assert pending(folder, rows, seconds=-1) == Pending(new=1, changed=0, gone=1, unsure=2)
    with pytest.raises(FolderError):
        pending(folder / "nowhere", rows)
