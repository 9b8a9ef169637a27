"""Articles prepared by several processes, against the same in one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from files import read_articles
from support import ARTICLES, ROOT, write_articles

from index import preparer, preparing, processes, teams
from index.analysis import terms
from index.entries import entries_of
from index.preparer import Prepared
from index.preparing import prepare
from index.signatures import signature
from index.types import Article, article_id_of


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> tuple[Article, ...]:
    """The shared articles, and many with a word of their own."""
    folder = tmp_path_factory.mktemp("articles")
    write_articles(folder, ARTICLES)
    own = read_articles(folder).articles
    made = []
    for number in range(300):
        model = own[number % len(own)]
        text = f"{model.text}\n\nLe relevé {number} porte sur {number * 37} foyers de Sorbeck."
        made.append(
            Article(article_id_of(text), model.title, text, model.published, (f"{number}.txt",),
                    model.language, model.place)
        )  # fmt: skip
    return (*own, *made)


def assert_same(found: Sequence[Prepared], expected: Sequence[Prepared]) -> None:
    assert [one.article for one in found] == [one.article for one in expected]
    for one, other in zip(found, expected, strict=True):
        assert one.entries == other.entries
        assert one.terms == other.terms
        assert np.array_equal(one.signature, other.signature)


def test_an_article_is_prepared_as_it_is_searched(some: tuple[Article, ...]) -> None:
    [listed] = [one for one in prepare(some) if "pépinières" in one.article.text][:1]
    article = listed.article
    assert listed.entries == tuple(entries_of(article))
    assert np.array_equal(listed.signature, signature(article.text))
    for entry, (body, heading) in zip(listed.entries, listed.terms, strict=True):
        assert heading.split() == terms(entry.heading, article.language)
        assert body.split() == terms(f"{entry.lead_in} {entry.passage.text}", article.language)


def test_several_processes_prepare_what_one_does_in_order(some: tuple[Article, ...]) -> None:
    steps: list[tuple[int, int]] = []
    found = list(prepare(some, processes=2, progress=lambda *step: steps.append(step)))
    assert_same(found, list(prepare(some, processes=1)))
    assert [one.article for one in found] == list(some)
    assert steps[-1] == (len(some), len(some))
    assert steps == sorted(steps)


def test_few_articles_start_no_process(
    some: tuple[Article, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(module: str) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(teams, "started", refuse)
    assert len(list(prepare(some))) == len(some)
    assert list(prepare(())) == []


class Noted(list[subprocess.Popen[bytes]]):
    """The processes that are started; the first dies at once where ``kill_first`` says so."""

    kill_first = False

    def start(self, module: str) -> subprocess.Popen[bytes]:
        self.append(processes.started(module))
        if self.kill_first and len(self) == 1:
            os.kill(self[0].pid, signal.SIGKILL)
        return self[-1]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """The processes that a test starts, which are given a few articles at a time."""
    noted = Noted()
    monkeypatch.setattr(teams, "started", noted.start)
    monkeypatch.setattr(preparing, "_AT_ONCE", 8)
    return noted


def test_what_a_killed_process_leaves_is_prepared_all_the_same(
    some: tuple[Article, ...], started: Noted
) -> None:
    started.kill_first = True  # before it has read anything
    found = []
    for number, one in enumerate(prepare(some, processes=2)):
        if number == 20:
            os.kill(started[-1].pid, signal.SIGKILL)  # this one at work
        found.append(one)
    assert_same(found, list(prepare(some, processes=1)))
    assert all(process.poll() is not None for process in started)


def test_a_reader_that_stops_early_ends_the_processes(
    some: tuple[Article, ...], started: Noted
) -> None:
    prepared = prepare(some, processes=2)
    next(prepared)
    prepared.close()  # type: ignore[attr-defined]
    assert started
    assert all(process.poll() is not None for process in started)


def test_an_unguarded_program_is_not_run_again_by_the_processes(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from index.preparing import prepare\n"
        "from index.types import Article, article_id_of\n"
        "print('once')\n"
        "texts = [f'Le pont {n} ouvrira en mars.' for n in range(200)]\n"
        "made = [Article(article_id_of(t), 'Pont', t, None, ('a',), 'fr') for t in texts]\n"
        "print(sum(len(one.entries) for one in prepare(made, processes=2)))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
    )
    assert done.stdout.split() == ["once", "200"]
    assert done.stderr == ""


def test_the_parent_s_death_ends_a_process() -> None:
    process = processes.started(preparer.__name__)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    assert process.stdout is not None
    process.stdout.close()
