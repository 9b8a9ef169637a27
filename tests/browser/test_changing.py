"""A page that is open while articles change, with a process beside it that follows the folder."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from reader import OpenPage, ask
from served import COMMAND, Program, Server

QUESTION = "Combien de phares Odile Varn a-t-elle promis ?"
OLD = "La présidente Odile Varn a promis 18 phares à la Livonie."
NEW = "La présidente Odile Varn a promis 21 phares à la Livonie."


@pytest.fixture(scope="module")
def folder(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(articles, tmp_path_factory.mktemp("changing") / "articles"))
    (folder / "phares.txt").write_text(f"Des phares\n\n{OLD}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def program(folder: Path) -> Program:
    program = Program(folder / "index")  # within the folder: nobody takes it for articles
    program.build(folder)
    return program


@pytest.fixture(scope="module")
def server(program: Program) -> Iterator[Server]:
    with program.chat() as server:
        yield server


@pytest.fixture(scope="module")
def follower(program: Program, folder: Path, server: Server) -> Iterator[subprocess.Popen[str]]:
    """``sourcier watch`` over the folder."""
    command = [*COMMAND, "watch", str(folder), "--index", str(program.index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def after_the_next_generation(program: Program, change: Callable[[], object]) -> None:
    current = program.index / "CURRENT"
    before = current.read_text()
    change()
    end = time.monotonic() + 90
    while current.read_text() == before:
        assert time.monotonic() < end, "the folder changed and nothing was published"
        time.sleep(0.1)


def opened(turn: Locator) -> Locator:
    """The article of an answer's first citation."""
    turn.locator("a.ref").first.click()
    source = turn.page.locator(f"#{turn.get_attribute('id')}-s1")
    source.get_by_role("button", name="Ouvrir l’article").first.click()
    reader = turn.page.locator("#reader")
    expect(reader.locator("mark")).to_be_visible()
    return reader


def test_a_page_follows_its_articles_and_keeps_what_it_has_quoted(
    open_page: OpenPage,
    server: Server,
    program: Program,
    folder: Path,
    follower: subprocess.Popen[str],
) -> None:
    page = open_page(at=server.address)
    first = ask(page, QUESTION)
    expect(first).to_contain_text(OLD)

    article = folder / "phares.txt"
    after_the_next_generation(
        program, lambda: article.write_text(f"Des phares\n\n{NEW}", encoding="utf-8")
    )
    second = ask(page, QUESTION)
    expect(second).to_contain_text(NEW)
    expect(second).not_to_contain_text(OLD)
    reader = opened(first)
    expect(reader.get_by_role("note")).to_contain_text("a été modifié depuis la réponse")
    assert reader.locator("mark").inner_text() == OLD
    reader.get_by_role("button", name="Ouvrir la version actuelle").click()
    expect(reader.locator(".text")).to_contain_text(NEW)
    expect(reader.get_by_role("note")).to_have_count(0)
    page.keyboard.press("Escape")

    after_the_next_generation(program, article.unlink)
    for turn, quote in ((first, OLD), (second, NEW)):
        reader = opened(turn)
        expect(reader.get_by_role("note")).to_contain_text("a été retiré depuis la réponse")
        assert reader.locator("mark").inner_text() == quote
        page.keyboard.press("Escape")
    expect(ask(page, QUESTION)).not_to_contain_text("phares à la Livonie")


def test_the_process_that_follows_ends_well_on_an_interrupt(
    follower: subprocess.Popen[str],
) -> None:
    follower.send_signal(signal.SIGINT)
    assert follower.wait(timeout=30) == 0
