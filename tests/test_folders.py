from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import FolderError
from rag.folders import own_copy
from seeds import FOLDER as SEEDS


def test_the_articles_that_come_along_are_copied_and_nothing_else(tmp_path: Path) -> None:
    own = own_copy(SEEDS, tmp_path / "index")
    assert own == tmp_path / "index" / "articles"
    assert {path.name for path in own.iterdir()} == {path.name for path in SEEDS.glob("*.md")}


def test_what_was_added_there_stays_and_what_came_along_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    source, index = tmp_path / "seeds", tmp_path / "index"
    source.mkdir()
    (source / "a.md").write_text("Un.")
    (source / "b.md").write_text("Deux.")
    own = own_copy(source, index)
    (own / "added.txt").write_text("Ajouté.")
    (own / "a.md").write_text("Un, changé.")
    (own / "b.md").unlink()
    (own / "b.md").symlink_to(tmp_path / "outside.md")
    kept = (own / "added.txt").stat()
    assert own_copy(source, index) == own
    contents = {path.name: path.read_text() for path in own.iterdir()}
    assert contents == {"a.md": "Un.", "b.md": "Deux.", "added.txt": "Ajouté."}
    assert (own / "added.txt").stat() == kept
    assert not (tmp_path / "outside.md").exists()


def test_a_file_that_is_as_it_should_be_is_not_written_again(tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in own_copy(SEEDS, tmp_path).iterdir()}
    after = {path: path.stat().st_mtime_ns for path in own_copy(SEEDS, tmp_path).iterdir()}
    assert after == before


def test_where_they_cannot_be_copied_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(FolderError, match="choose another folder with --index"):
        own_copy(SEEDS, tmp_path / "index")
