"""Builds that are killed, starved and hindered at any moment, and disks that lose or change bytes.

After each the index answers as before or as the build would have made it, or it refuses and says
what to run; never a third thing.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from support import ARTICLES, BagEmbedder, write_articles

from index import generations, published
from index.building import build_index
from index.errors import IndexDamagedError, IndexMismatchError, SourcierError
from index.published import open_current
from index.reading import read_articles
from index.searching import Index
from rag.assistant import Assistant
from rag.settings import Settings

fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")

KILLS = 100
SIZES = [0, 1, 60, 200, 500, 900, *range(1000, 6000, 250), 8000, 12_000]  # of the largest file
QUESTIONS = (
    "Combien coûtera le barrage de Lorméa ?",
    "Qui est Ilse Marévan ?",
    "pont",
    "wind power",
)
EMBEDDER = BagEmbedder(dimension=16)
REFUSED, IN_SPITE = 3, 4  # as in warm.py

Found = Mapping[str, list[tuple[str, float]]]


class Builder:
    """The process that forks builds."""

    def __init__(self, articles: Path, index: Path) -> None:
        self._places = {"articles": str(articles), "index": str(index)}
        path = os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]])
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "warm.py")],
            cwd=Path(__file__).parent.parent,
            env=os.environ | {"PYTHONPATH": f"{Path(__file__).parent.parent}{os.pathsep}{path}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def build(self, **fault: float) -> tuple[int, float]:
        """How a build ended, and after how many seconds."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(self._places | fault) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["ended"], answer["seconds"]

    def close(self) -> None:
        self._process.communicate()


class Archive:
    """A folder that changes, its index, and what the index answered before the last change."""

    def __init__(self, top: Path) -> None:
        self.articles, self.index = top / "articles", top / "index"
        write_articles(self.articles, dict(list(ARTICLES.items())[:6]))
        build_index(self.articles, self.index, embedder=EMBEDDER)
        self._number = 0
        self._remember()

    def _remember(self) -> None:
        self._ids, self._found = self.ids(), self.found()

    def change(self) -> None:
        """One file more, one other than it was, and from the fourth time on one less."""
        self._number += 1
        number = self._number
        text = f"Le pont numéro {number} ouvrira.\n\n" + f"La rivière {number} monte. " * (
            number % 40
        )
        (self.articles / f"pont-{number}.txt").write_text(f"Pont {number}\n\n{text}", "utf-8")
        changed = ARTICLES["2025/barrage.md"].replace("4,2", f"{number},2")
        (self.articles / "2025/barrage.md").write_text(changed, "utf-8")
        (self.articles / f"pont-{number - 3}.txt").unlink(missing_ok=True)

    def ids(self) -> frozenset[str]:
        return frozenset(open_current(self.index).catalogue().records)

    def found(self) -> Found:
        index = Index.open(self.index, embedder=EMBEDDER)
        return {
            question: [(hit.passage.passage_id, hit.score) for hit in index.search(question, k=100)]
            for question in QUESTIONS
        }

    def check(self) -> bool:
        """That the index is whole, and what it was or what the folder is now; if the latter."""
        opened = open_current(self.index)
        ids = frozenset(opened.catalogue().records)
        now = {article.article_id: article for article in read_articles(self.articles).articles}
        assert ids in (self._ids, frozenset(now))
        assert published.altered_files(self.index) == []
        if ids == self._ids:
            assert self.found() == self._found
            return False
        for key in ids:
            assert opened.terms.article(key) == now[key]
        for hits in self.found().values():
            assert {passage_id[:16] for passage_id, _ in hits} <= ids
        assert opened.manifest.passages == len(
            {one for each in self.found().values() for one, _ in each}
        )
        self._remember()
        return True

    def is_clear(self) -> bool:
        """Whether nothing lies in the index but what is published."""
        kept = {generation.name for generation in generations.published(self.index)}
        return {path.name for path in self.index.iterdir()} == {*kept, "CURRENT", "lock"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def builder(archive: Archive) -> Iterator[Builder]:
    builder = Builder(archive.articles, archive.index)
    yield builder
    builder.close()


def finish(archive: Archive, builder: Builder) -> None:
    """A build that nothing befalls mends all, and leaves nothing of those that died."""
    assert builder.build()[0] == 0
    assert not archive.check() or archive.check() is False
    assert archive.is_clear()


@fork
@pytest.mark.timeout(600)
def test_a_build_killed_at_any_moment_leaves_the_old_index_or_the_new(
    archive: Archive, builder: Builder
) -> None:
    chance = random.Random(20_251_121)
    longest = 0.0
    for _ in range(3):
        archive.change()
        longest = max(longest, builder.build()[1])
        assert archive.check()
    outcomes = {True: 0, False: 0}
    for number in range(KILLS):
        archive.change()
        builder.build(after=chance.uniform(0, 1.1 * longest), full=number % 10 == 9)
        outcomes[archive.check()] += 1
        if number % 20 == 19:
            finish(archive, builder)
    assert outcomes[False] > KILLS // 5
    assert outcomes[True] > 0
    finish(archive, builder)


@fork
@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", ["kill_at", "fail_at"])
def test_a_build_that_dies_or_fails_at_any_write_leaves_the_old_index_or_the_new(
    archive: Archive, builder: Builder, fault: str
) -> None:
    for _ in range(2):  # so that there is a generation to be removed
        archive.change()
        assert builder.build()[0] == 0
        archive.check()
    ended, number = -1, 0
    while ended != 0:  # until there are fewer writes
        number += 1
        archive.change()
        ended, _ = builder.build(**{fault: number})
        assert ended in ((0, -9) if fault == "kill_at" else (0, REFUSED, IN_SPITE))
        is_new = archive.check()
        assert is_new or ended not in (0, IN_SPITE)
        assert archive.is_clear() or ended in (-9, IN_SPITE), number
    assert number > 20
    finish(archive, builder)


@fork
@pytest.mark.timeout(600)
def test_a_full_disk_leaves_the_old_index_or_the_new_wherever_it_is_full(
    archive: Archive, builder: Builder
) -> None:
    ends = []
    for size in SIZES:
        archive.change()
        ended, _ = builder.build(room=size)
        assert ended in (0, REFUSED)
        assert archive.check() == (ended == 0)
        assert archive.is_clear()
        ends.append(ended)
    assert ends[0] == REFUSED
    assert ends[-1] == 0
    finish(archive, builder)


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
        for question in QUESTIONS[:2]:
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
