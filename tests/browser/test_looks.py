"""The page in either language, on any screen, by keyboard, and to those who do not see it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from reader import CONTRAST, FOREST_QUOTE, OpenPage, ask, is_focused, source_of, tab_to
from served import (
    AGE_QUESTION,
    FOREST_QUESTION,
)


def test_the_switch_changes_every_text_at_once(open_page: OpenPage) -> None:
    page = open_page()
    source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    page.locator(".filters summary").click()
    french = page.locator("main").inner_text()
    page.get_by_role("button", name="EN English").click()
    english = page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.lang") == "en"
    pairs = {
        "Votre question": "Your question",
        "Demander": "Ask",
        "Filtres": "Filters",
        "Depuis le": "From",
        "Langue des articles": "Article language",
        "Ouvrir l’article": "Open the article",
        "Copier la citation": "Copy the citation",
        "Retour à la réponse": "Back to the answer",
        "Pour la question": "For the question",
    }
    for before, after in pairs.items():
        assert before in french
        assert before not in english
        assert after in english
    expect(page.locator("#t1-s1 .facts")).to_contain_text("21 May 2025")
    assert page.locator("#language option").first.inner_text() == "any"
    assert FOREST_QUOTE in english
    page.reload()
    expect(page.get_by_role("heading", name="Question your articles")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("fr-CA", "Interrogez vos articles"),
        ("en-GB", "Question your articles"),
        ("de-DE", "Question your articles"),
    ],
)
def test_the_page_begins_in_the_browsers_language(
    open_page: OpenPage, language: str, heading: str
) -> None:
    page = open_page(language=language)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 800, 1280])
def test_nothing_is_wider_than_the_screen(open_page: OpenPage, width: int, theme: str) -> None:
    page = open_page(width=width, height=740, theme=theme)

    def overflow() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    assert overflow() <= 0
    page.locator(".filters summary").click()
    assert overflow() <= 0
    page.locator(".filters summary").click()
    source = source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    expect(source.locator("mark")).to_be_in_viewport()
    assert overflow() <= 0
    ask(page, "x" * 3000)
    assert overflow() <= 0
    source_of(page.locator("#t1"), FOREST_QUOTE)
    source.get_by_role("button", name="Ouvrir l’article").click()
    expect(page.get_by_role("dialog").locator("mark")).to_be_in_viewport()
    assert overflow() <= 0


def test_everything_is_done_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()

    tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    assert is_focused(page.locator("#question"))
    page.keyboard.type(FOREST_QUESTION)
    page.keyboard.press("Enter")
    page.locator("#t1[data-state=done]").wait_for(timeout=90_000)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.ref')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.source')")
    tab_to(page, "[data-open]")
    page.keyboard.press("Enter")
    page.locator("#reader mark").wait_for()
    tab_to(page, "[data-close]")
    page.keyboard.press("Enter")
    expect(page.locator("#reader")).to_be_hidden()
    tab_to(page, "a.back")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.turn a.ref')")


def test_every_control_has_a_role_and_a_name_in_the_language_of_the_page(
    open_page: OpenPage,
) -> None:
    page = open_page()
    source = source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    page.locator(".filters summary").click()
    tree = page.locator("body").aria_snapshot()
    for control in ("button", "link", "textbox", "combobox", "dialog", "region", "heading"):
        bare = re.findall(rf"^\s*- {control}:?$", tree, flags=re.MULTILINE)
        assert not bare, f"a {control} without a name"
    assert 'link "source [1]"' in tree
    assert 'textbox "Votre question"' in tree
    assert 'region "Sources"' in tree
    assert "Your question" not in tree
    assert page.locator("#status[role=status][aria-live=polite]").count() == 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id).filter(Boolean)")
    assert len(ids) == len(set(ids))
    assert source.get_attribute("aria-labelledby") in ids


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_its_background(open_page: OpenPage, theme: str) -> None:
    page = open_page(theme=theme)
    source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    ask(page, AGE_QUESTION)
    page.locator(".filters summary").click()
    assert page.evaluate(CONTRAST) == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(251, 250, 246)") == (theme == "light")
