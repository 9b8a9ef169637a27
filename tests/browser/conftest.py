"""The page as a reader meets it: the program as a process, and Chromium in front of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from served import Program, write_articles

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    write_articles(folder)
    return folder


@pytest.fixture(scope="session")
def indexed(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program over an index of the small articles."""
    program = Program(tmp_path_factory.mktemp("page") / "index")
    program.build(articles)
    return program


@pytest.fixture(scope="session")
def address(indexed: Program) -> Iterator[str]:
    """Where the page is served, over an index of the small articles."""
    with indexed.chat() as server:
        yield server.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip(f"{CHROMIUM} is not installed")
    arguments = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens the page as a new reader; the test fails where one asked for anything elsewhere.

    An alert, or an error that a script did not catch, fails it too.
    """
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []
    broken: list[str] = []

    def watch(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in (
            "127.0.0.1",
            "localhost",
        ):
            elsewhere.append(request.url)

    def opened(
        *,
        at: str = address,
        language: str = "fr-FR",
        width: int = 1280,
        height: int = 800,
        theme: str = "light",
    ) -> Page:
        context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("request", watch)
        page = context.new_page()
        page.on("dialog", lambda dialog: (broken.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(at)
        page.locator("#question").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert broken == []
