"""An index whose files were altered, cut or lost is refused, and a build mends it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from indexes import DAM, found
from support import BagEmbedder, write_articles

from index import generations, published
from index.building import build_index
from index.errors import IndexDamagedError, IndexMissingError
from index.searching import Index


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that tests copy before they damage it, beside its articles."""
    folder = tmp_path_factory.mktemp("sound")
    write_articles(folder / "articles")
    build_index(folder / "articles", folder / "index", embedder=BagEmbedder())
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "copy")
    return tmp_path / "copy" / "index"


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _each_file(index: Path) -> Iterator[Path]:
    for path in sorted(generations.current(index).folder.rglob("*")):
        if path.is_file() and path.stat().st_size:
            yield path


@pytest.mark.parametrize("damage", [_flip, _cut, Path.unlink])
def test_damage_to_any_file_is_found_and_refused_with_the_remedy(
    copy: Path, damage: Callable[[Path], None]
) -> None:
    files = list(_each_file(copy))
    assert len(files) >= 8
    for path in files:
        content = path.read_bytes()
        damage(path)
        with pytest.raises(IndexDamagedError, match="sourcier build --full"):
            Index.open(copy, embedder=BagEmbedder())
        if path.name == "manifest.json":
            with pytest.raises(IndexDamagedError):
                published.altered_files(copy)
        else:
            name = path.relative_to(generations.current(copy).folder).as_posix()
            assert published.altered_files(copy) == [name]
        path.write_bytes(content)
    assert published.altered_files(copy) == []
    assert found(copy)


@pytest.mark.parametrize("damage", [_flip, _cut, Path.unlink])
def test_a_build_mends_a_damaged_index(copy: Path, damage: Callable[[Path], None]) -> None:
    articles = copy.parent / "articles"
    for name in ("vectors/000001.rows", "manifest.json", "terms/meta.json", "catalogue/000001.tsv"):
        damage(generations.current(copy).folder / name)
        report = build_index(articles, copy, embedder=BagEmbedder())
        assert report.published
        assert report.embedded == report.passages
        assert published.altered_files(copy) == []
        assert found(copy)[0] == DAM


def test_an_altered_catalogue_is_not_built_on(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in an index too large for its files to be checked at every opening.
    monkeypatch.setattr("index.manifest._SMALL", 0)
    _flip(generations.current(copy).folder / "catalogue/000001.tsv")
    Index.open(copy, embedder=BagEmbedder())
    articles = write_articles(copy.parent / "articles", {"neuf.txt": "Un pont\n\nIl ouvre."})
    report = build_index(articles, copy, embedder=BagEmbedder())
    assert report.embedded == report.passages
    assert published.altered_files(copy) == []


def test_an_altered_file_that_the_next_generation_shares_is_still_found(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.manifest._SMALL", 0)
    _flip(generations.current(copy).folder / "vectors/000001.rows")
    articles = write_articles(copy.parent / "articles", {"neuf.txt": "Un pont\n\nIl ouvre."})
    assert build_index(articles, copy, embedder=BagEmbedder()).embedded == 1
    assert published.altered_files(copy) == ["vectors/000001.rows"]
    # What is written anew out of it would get a new checksum, and hide the damage.
    many = {f"{number}.txt": f"Le {number}e pont\n\nIl ouvre en {number}." for number in range(40)}
    report = build_index(write_articles(articles, many), copy, embedder=BagEmbedder())
    assert report.embedded == report.passages
    assert published.altered_files(copy) == []


def test_without_hard_links_no_copy_hides_an_altered_file(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    articles = copy.parent / "articles"
    for number, altered in enumerate((False, True)):
        if altered:
            monkeypatch.setattr("index.manifest._SMALL", 0)
            _flip(generations.current(copy).folder / "vectors/000001.rows")
        write_articles(articles, {f"{number}.txt": f"Un pont\n\nIl ouvre {number}."})
        report = build_index(articles, copy, embedder=BagEmbedder())
        assert report.embedded == (report.passages if altered else 1)
        assert published.altered_files(copy) == []
        assert found(copy)[0] == DAM


def test_an_empty_file_that_is_missing_is_found(copy: Path) -> None:
    folder = generations.current(copy).folder
    empty = [path for path in folder.rglob("*") if path.is_file() and not path.stat().st_size]
    assert empty
    for path in empty:
        path.unlink()
        assert published.altered_files(copy) == [path.relative_to(folder).as_posix()]
        path.touch()


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="sourcier build FOLDER"):
        Index.open(tmp_path / "nowhere", embedder=BagEmbedder())
    with pytest.raises(IndexMissingError):
        published.altered_files(tmp_path)
