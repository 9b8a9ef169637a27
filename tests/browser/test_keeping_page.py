"""Conversations in the browser: followed up, kept, rated, found again, renamed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from served import Program

from rag.history import History

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept") / "history.sqlite3"


@pytest.fixture(scope="module")
def keeping_address(
    articles: Path, kept: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    program = Program(tmp_path_factory.mktemp("page") / "index")
    program.build(articles)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCIER_HISTORY", str(kept))
        with program.chat() as server:
            yield server.address


def ask(page: Page, question: str, number: int) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    expect(page.locator(f"#t{number}")).to_have_attribute("aria-busy", "false")


def test_a_conversation_is_followed_up_kept_rated_and_opened_again(
    open_page: OpenPage, keeping_address: str, kept: Path
) -> None:
    page = open_page(at=keeping_address)
    ask(page, "Combien de milliards Anton Varga a-t-il annoncés ?", 1)
    ask(page, "Et où a-t-il ouvert la séance ?", 2)
    understood = page.locator("#t2 .understood")
    expect(understood).to_contain_text("Anton Varga")
    understood.get_by_role("button").click()
    expect(page.locator("#t3")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#t3 .understood")).to_have_count(0)

    page.locator("#t1").get_by_role("button", name="Bonne réponse").click()
    remark = page.locator("#t1").get_by_label("Remarque")
    remark.fill("exact")
    remark.press("Enter")
    remark.blur()
    expect(page.locator("#toast")).to_contain_text("C’est noté")
    (rated,) = History(kept).rated()
    assert (rated.thumb, rated.remark) == ("up", "exact")

    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.get_by_role("button", name="Conversations", exact=True).click()
    page.get_by_role("button", name="Combien de milliards").click()
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator("#t1 [data-thumb=up]")).to_have_attribute("aria-pressed", "true")
    page.locator("#t1").get_by_role("link", name="source [1]").click()
    page.locator("#t1-s1").get_by_role("button", name="Ouvrir l’article").click()
    expect(page.locator("#reader mark")).to_be_visible()


def test_conversations_are_found_renamed_saved_and_deleted(
    open_page: OpenPage, keeping_address: str
) -> None:
    page = open_page(at=keeping_address)
    ask(page, "Quel âge a Ysoline Brack ?", 1)
    page.get_by_role("button", name="Conversations", exact=True).click()
    page.get_by_label("Chercher").fill("ysoline")
    items = page.locator("#kept li")
    expect(items).to_have_count(1)
    items.get_by_role("button", name="Renommer").click()
    page.get_by_label("Nouveau nom").fill("Un âge")
    page.get_by_label("Nouveau nom").press("Enter")
    expect(items.get_by_role("button", name="Un âge")).to_be_visible()
    with page.expect_download() as download:
        items.get_by_role("button", name="Markdown").click()
    assert "# Un âge" in Path(download.value.path()).read_text(encoding="utf-8")
    items.get_by_role("button", name="Supprimer").click()
    items.get_by_role("button", name="Supprimer pour de bon ?").click()
    expect(items).to_have_count(0)
