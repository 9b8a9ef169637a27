"""Disks that change or lose bytes: the index answers truly, or refuses and says what to run."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from files import read_articles
from support import ARTICLES, BagEmbedder, write_articles

from index import generations, published
from index.building import build_index
from index.errors import IndexDamagedError, IndexMismatchError, SourcierError
from index.published import open_current
from rag.assistant import Assistant
from rag.settings import Settings

QUESTIONS = ("Combien coûtera le barrage de Lorméa ?", "Qui est Ilse Marévan ?")

EMBEDDER = BagEmbedder(dimension=16)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of some segments, that tests copy before they damage it, beside its articles."""
    folder = tmp_path_factory.mktemp("sound")
    names = list(ARTICLES)
    for count in (6, 9, 12):
        write_articles(folder / "articles", {name: ARTICLES[name] for name in names[:count]})
        build_index(folder / "articles", folder / "index", embedder=EMBEDDER)
    return folder


def _files(index: Path) -> list[Path]:
    folder = generations.current(index).folder
    paths = [index / "CURRENT", *folder.rglob("*")]
    return sorted(path for path in paths if path.is_file() and path.suffix != ".lock")


def _replace(path: Path, content: bytes) -> None:
    """Put another file in the place of one that may be mapped still: no process outlives a cut."""
    beside = path.with_name("beside")
    beside.write_bytes(content)
    beside.replace(path)


def _assert_refused_or_true(index: Path, texts: Mapping[str, str]) -> None:
    """What is quoted and shown stands in the articles, or an error says what to do."""
    try:
        assistant = Assistant(Settings(index=index), embedder=EMBEDDER)
        for question in QUESTIONS:
            answer = assistant.ask(question)
            for citation in answer.citations:
                text = texts[citation.article.article_id]
                assert text[citation.start : citation.end] == citation.quote
            for hit in answer.passages:
                text = texts[hit.passage.article_id]
                assert text[hit.passage.start : hit.passage.end] == hit.passage.text
    except (IndexDamagedError, IndexMismatchError) as error:
        if "sourcier build" not in str(error):
            raise


def _texts(folder: Path) -> dict[str, str]:
    return {each.article_id: each.text for each in read_articles(folder).articles}


@pytest.mark.timeout(600)
def test_a_flipped_bit_is_found_by_verifying_and_never_quoted(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in an index too large for its files to be checked at every opening.
    monkeypatch.setattr("index.manifest._SMALL", 0)
    index = tmp_path / "index"
    shutil.copytree(sound / "index", index)
    texts, chance = _texts(sound / "articles"), random.Random(7)
    folder = generations.current(index).folder
    files = [path for path in _files(index) if path.stat().st_size]
    assert len(files) > 20
    for path in files:
        content = path.read_bytes()
        places = {0, len(content) // 2, len(content) - 1}
        places |= {chance.randrange(len(content)) for _ in range(5)}
        for place in sorted(places):
            altered = bytearray(content)
            altered[place] ^= 1 << chance.randrange(8)
            _replace(path, altered)
            _assert_refused_or_true(index, texts)
            if path.name in ("CURRENT", "manifest.json"):
                with pytest.raises(SourcierError):
                    published.altered_files(index)
            else:
                assert published.altered_files(index) == [path.relative_to(folder).as_posix()]
        _replace(path, content)
    assert published.altered_files(index) == []


@pytest.mark.parametrize("damage", ["cut", "emptied", "missing", "longer"])
def test_a_file_that_lost_or_gained_bytes_is_refused_and_mended_by_a_build(
    sound: Path, tmp_path: Path, damage: str
) -> None:
    for path in _files(sound / "index"):
        index = tmp_path / path.name / "index"
        shutil.copytree(sound / "index", index)
        hurt = index / path.relative_to(sound / "index")
        content = hurt.read_bytes()
        if damage == "missing":
            hurt.unlink()
        else:
            hurt.write_bytes(
                {"cut": content[:-1], "emptied": b"", "longer": content + b"x"}[damage]
            )
        if hurt.exists() and hurt.read_bytes() == content:
            continue  # there was nothing to lose
        with pytest.raises(SourcierError, match="sourcier build"):
            open_current(index)
        build_index(sound / "articles", index, embedder=EMBEDDER)
        assert published.altered_files(index) == []
        assert frozenset(open_current(index).catalogue().records) == frozenset(
            _texts(sound / "articles")
        )
