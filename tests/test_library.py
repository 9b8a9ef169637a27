from __future__ import annotations

from pathlib import Path

import pytest
from support import BagEmbedder, write_articles

from index.building import build_index
from index.errors import IndexDamagedError, IndexMissingError
from rag import library
from rag.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of an index that was built from ``tmp_path / "mine"``."""
    articles = write_articles(tmp_path / "mine")
    build_index(articles, tmp_path / "index", embedder=BagEmbedder())
    return Settings(index=tmp_path / "index")


def test_a_folder_that_is_given_wins_over_the_settings_and_those_over_the_index(
    settings: Settings, tmp_path: Path
) -> None:
    set_one = settings.model_copy(update={"articles": tmp_path / "set"})
    assert library.articles_folder(set_one, tmp_path / "given") == tmp_path / "given"
    assert library.articles_folder(set_one) == tmp_path / "set"
    assert library.articles_folder(settings) == (tmp_path / "mine").resolve()


def test_without_an_index_the_folder_is_the_one_of_that_name_here(tmp_path: Path) -> None:
    assert library.articles_folder(Settings(index=tmp_path / "none")) == Path("articles")


@pytest.mark.parametrize("name", ["vectors/000001.rows", "catalogue/000001.tsv", "terms/meta.json"])
def test_a_damaged_index_still_knows_the_folder_that_mends_it(
    name: str, settings: Settings, tmp_path: Path
) -> None:
    [file] = settings.index.glob(f"g*/{name}")
    file.write_bytes(b"")
    assert library.articles_folder(settings) == (tmp_path / "mine").resolve()


def test_rolling_back_where_no_index_is_leaves_nothing_behind(tmp_path: Path) -> None:
    nowhere = tmp_path / "none"
    with pytest.raises(IndexMissingError, match="sourcier build FOLDER"):
        library.roll_back(Settings(index=nowhere))
    assert not nowhere.exists()


def test_a_damaged_generation_is_no_way_back(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mine/sante.md").unlink()
    build_index(tmp_path / "mine", settings.index, embedder=BagEmbedder())
    (settings.index / "g000001/vectors/000001.ids").unlink()
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        library.roll_back(settings)
    assert library.status(settings).generation == "g000002"


def test_the_status_names_the_earlier_generation_once_there_is_one(
    settings: Settings, tmp_path: Path
) -> None:
    assert library.status(settings).earlier is None
    (tmp_path / "mine/sante.md").unlink()
    build_index(tmp_path / "mine", settings.index, embedder=BagEmbedder())
    status = library.status(settings)
    assert (status.generation, status.earlier) == ("g000002", "g000001")
    assert "files" not in status.as_dict()
    assert status.near_copies == status.as_dict()["near_copies"] == 0
    assert status.size == sum(
        file.stat().st_size
        for file in (settings.index / "g000002").rglob("*")
        if file.is_file() and file.name != "manifest.json" and file.suffix != ".lock"
    )


def test_the_status_tells_what_has_become_of_the_folder(settings: Settings, tmp_path: Path) -> None:
    pending = library.status(settings).pending
    assert pending is not None
    assert not pending
    (tmp_path / "mine/sante.md").unlink()
    (tmp_path / "mine/neuf.txt").write_text("Un pont neuf.", encoding="utf-8")
    assert library.status(settings).as_dict()["pending"] == {
        "new": 1,
        "changed": 0,
        "gone": 1,
        "unsure": 0,
    }
    (tmp_path / "mine").rename(tmp_path / "elsewhere")
    assert library.status(settings).pending is None


def test_the_summary_says_what_is_published_and_since_when(settings: Settings) -> None:
    created = library.status(settings).manifest.created
    assert library.summary(settings) == (f"g000001, published {created}: 12 articles, 12 passages")
