"""An answer that is being written while two new indexes are published under it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_server import Handler, chat_server
from playwright.sync_api import Page, expect
from reader import ask
from served import Program, write_articles

OpenPage = Callable[..., Page]
QUESTION = "Combien de phares Odile Varn a-t-elle promis ?"
LONGEST = 300  # seconds that the test may take to publish


def sentences(number: int, month: str) -> tuple[str, str]:
    return (
        f"La présidente Odile Varn a promis {number} phares à la Livonie.",
        f"Le premier phare sera allumé en {month} à Borville.",
    )


OLD, NEW = sentences(18, "mars"), sentences(21, "juin")


class Paused:
    """Copies both sentences of the passage that it is given, the second once the test lets it."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, handler: Handler, body: dict[str, Any]) -> None:
        passages = body["messages"][-1]["content"]
        found = re.search(r"\[(\w+)\] Des phares[^\n]*\n(.+?\.) (.+?\.)", passages)
        assert found
        key, first, second = found.groups()
        handler.start_stream()
        handler.event(f"{first} [{key}] {second[:9]}")  # the second has begun: the first is whole
        assert self.go_on.wait(LONGEST)
        handler.event(f"{second[9:]} [{key}]")
        handler.finish_stream()


@pytest.fixture
def paused() -> Iterator[tuple[Paused, str]]:
    """The model, and its server's address."""
    script = Paused()
    with chat_server(script) as server:
        yield script, server.url
        script.go_on.set()


def test_an_answer_ends_in_the_generation_that_it_began_in(
    open_page: OpenPage, paused: tuple[Paused, str], tmp_path: Path
) -> None:
    folder, program = tmp_path / "articles", Program(tmp_path / "index")
    folder.mkdir()
    write_articles(folder)
    article = folder / "phares.txt"

    def publish(texts: tuple[str, str]) -> str:
        article.write_text(f"Des phares\n\n{' '.join(texts)}", encoding="utf-8")
        program.build(folder)
        return (program.index / "CURRENT").read_text().split()[0]

    model, url = paused
    first = publish(OLD)
    with program.chat(
        SOURCIER_LLM_URL=url, SOURCIER_LLM_MODEL="petit", SOURCIER_LLM_TIMEOUT=str(LONGEST)
    ) as server:
        page = open_page(at=server.address)
        page.locator("#question").fill(QUESTION)
        page.locator("#question").press("Enter")
        turn = page.locator("#t1")
        expect(turn.locator("a.ref")).to_have_count(1, timeout=90_000)
        expect(turn).to_have_attribute("aria-busy", "true")
        publish(sentences(19, "avril"))
        publish(NEW)
        assert not (program.index / first).exists(), "the files of the first generation are gone"
        expect(turn).to_have_attribute("aria-busy", "true")
        model.go_on.set()

        expect(page.locator("#t1[data-state=done]")).to_contain_text(OLD[1], timeout=90_000)
        expect(turn.locator(".trouble")).to_have_count(0)
        for number, quote in enumerate(OLD, start=1):
            page.locator(f"#t1-s{number}").get_by_role("button", name="Ouvrir l’article").click()
            reader = page.locator("#reader")
            expect(reader.get_by_role("note")).to_contain_text("a été modifié depuis la réponse")
            expect(reader.locator("mark")).to_have_text(quote)
            page.keyboard.press("Escape")
        for other in ("19 phares", "21 phares", "avril", "juin"):
            expect(turn).not_to_contain_text(other)
        second = ask(page, QUESTION)
        for quote in NEW:
            expect(second).to_contain_text(quote)
        expect(second).not_to_contain_text("mars")
