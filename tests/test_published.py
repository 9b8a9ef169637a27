"""Reading a generation while others come and go."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support import ARTICLES, BagEmbedder, write_articles

from index import generations
from index.building import build_index
from index.errors import ArticleUnknownError, IndexDamagedError
from index.published import Published, open_current
from index.searching import Index
from index.types import Filters
from rag.assistant import Assistant
from rag.settings import Settings

QUESTION = "Combien coûtera le barrage de Lorméa ?"
BUILDS = 8


@pytest.fixture
def top(tmp_path: Path) -> Path:
    write_articles(tmp_path / "articles")
    build_index(tmp_path / "articles", tmp_path / "index", embedder=BagEmbedder())
    return tmp_path


@contextmanager
def building(top: Path) -> Iterator[threading.Thread]:
    """Builds that follow each other at once, each with one article more."""
    failures: list[BaseException] = []

    def build() -> None:
        try:
            for number in range(BUILDS):
                text = f"Le pont numéro {number} ouvrira en mars."
                write_articles(top / "articles", {f"pont-{number}.txt": text})
                build_index(top / "articles", top / "index", embedder=BagEmbedder())
        except BaseException as error:
            failures.append(error)
            raise

    thread = threading.Thread(target=build)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()
    assert failures == []


def test_whoever_opens_while_builds_follow_each_other_finds_a_whole_index(top: Path) -> None:
    counts = []
    with building(top) as thread:
        while thread.is_alive():
            published = open_current(top / "index")
            index = Index(published, embedder=BagEmbedder())
            assert index.search(QUESTION)[0].passage.text
            assert len(index.catalogue.records) == published.manifest.articles
            counts.append(published.manifest.articles)
    assert counts == sorted(counts)
    assert open_current(top / "index").manifest.articles == len(ARTICLES) + BUILDS


def test_an_assistant_answers_on_while_builds_follow_each_other(top: Path) -> None:
    assistant = Assistant(Settings(index=top / "index"), embedder=BagEmbedder())
    seen = []
    with building(top) as thread:
        while thread.is_alive():
            answer = assistant.ask(QUESTION)
            for citation in answer.citations:
                text = assistant.article(citation.article.article_id).text
                assert text[citation.start : citation.end] == citation.quote
            seen.append(answer.generation)
    assert seen == sorted(seen)
    assert assistant.ask(QUESTION).generation == f"g{BUILDS + 1:06d}"
    assert "pont" in assistant.ask("Quand ouvrira le pont numéro 3 ?").passages[0].passage.text


def test_what_was_opened_is_read_to_the_end_when_its_files_are_gone(top: Path) -> None:
    opened = open_current(top / "index")
    index = Index(opened, embedder=BagEmbedder())
    shutil.rmtree(opened.generation.folder)
    hits = index.search(QUESTION, k=50, filters=Filters(source="md"))  # by the catalogue too
    assert hits
    assert {index.article(hit.passage.article_id).title for hit in hits}
    assert index.catalogue.source_names()
    assert [opened.copies.of(hit.passage.article_id) for hit in hits]
    with pytest.raises(ArticleUnknownError):
        index.article("0" * 16)


def test_a_generation_that_is_gone_and_was_not_replaced_is_refused(top: Path) -> None:
    generation = generations.current(top / "index")
    shutil.rmtree(generation.folder)
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        open_current(top / "index")
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        Published.open(generation)


def test_two_builds_may_pass_between_the_name_and_the_opening(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, opened = Published.open, list[str]()

    def late(generation: generations.Generation) -> Published:
        opened.append(generation.name)
        if len(opened) == 1:
            for number in range(2):
                write_articles(top / "articles", {f"{number}.txt": f"Le pont {number} ouvre."})
                build_index(top / "articles", top / "index", embedder=BagEmbedder())
        return opening(generation)

    monkeypatch.setattr(Published, "open", staticmethod(late))
    assert open_current(top / "index").generation.name == "g000003"
    assert (opened[0], opened[-1]) == ("g000001", "g000003")
    assert not (top / "index/g000001").exists()
