"""Builds that are killed, starved and hindered at any moment.

After each the index answers as before or as the build would have made it; never a third thing.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from files import read_articles
from support import ARTICLES, BagEmbedder, write_articles

from index import generations, published
from index.building import build_index
from index.published import open_current
from index.searching import Index
from index.types import Article

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

    def wanted(self) -> Mapping[str, Article]:
        """What the folder holds now, by id."""
        return {article.article_id: article for article in read_articles(self.articles).articles}

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
        now = self.wanted()
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
    archive.check()
    assert archive.ids() == archive.wanted().keys()
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
