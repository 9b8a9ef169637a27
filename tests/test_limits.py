from __future__ import annotations

from pathlib import Path

import pytest
from support import BagEmbedder

from index.building import build_index
from index.errors import SettingsError
from index.limits import DEFAULT_LIMITS, Limits
from rag.settings import Settings


def test_the_limits_of_a_file_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().limits == DEFAULT_LIMITS
    monkeypatch.setenv("SOURCIER_FILE_MB", "150.5")
    monkeypatch.setenv("SOURCIER_FILE_SECONDS", "90")
    monkeypatch.setenv("SOURCIER_FILE_MEMORY_MB", "4000")
    assert Settings.load().limits == Limits(150_500_000, 90.0, 4_000_000_000)


@pytest.mark.parametrize("name", ["FILE_MB", "FILE_SECONDS", "FILE_MEMORY_MB"])
@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "much"])
def test_a_limit_that_cannot_be_is_refused_by_its_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SOURCIER_{name}", value)
    with pytest.raises(SettingsError, match=f"SOURCIER_{name}"):
        Settings.load()


def test_a_file_over_the_limit_is_read_once_the_limit_is_raised(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Le pont de Vesle est ouvert.", "utf-8")
    (articles / "b.txt").write_text("Le train de nuit partira de Lyon. " * 9, "utf-8")
    embedder = BagEmbedder()
    for most, count in ((100, 1), (100, 1), (1_000, 2)):
        report = build_index(
            articles, tmp_path / "index", embedder=embedder, limits=Limits(file_bytes=most)
        )
        assert report.articles == count
        assert [problem.path for problem in report.problems] == ["b.txt"] * (2 - count)
    assert report.changes.added == ("b.txt",)
