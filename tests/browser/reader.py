"""What a reader does on the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
FOREST_QUOTE = "Il a annoncé un fonds de 10,5 milliards d'euros pour restaurer les forêts."
LENGTH_QUOTE = "La séance de Torvale a duré 19 heures sans pause."
TRAP_QUOTE = "Le piège de Valmora a été tendu le 3 mars 2024 par deux gardes."


def type_question(page: Page, question: str) -> None:
    """Type the question and press Enter."""
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")


def ask(page: Page, question: str) -> Locator:
    """Type the question, press Enter and wait for the whole answer."""
    number = page.locator(".turn").count() + 1
    type_question(page, question)
    turn = page.locator(f"#t{number}[data-state=done]")
    turn.wait_for(timeout=90_000)
    return turn


def source_of(turn: Locator, quote: str) -> Locator:
    """Click the reference of a quotation, and give the source that it leads to."""
    reference = turn.locator("figure", has_text=quote).locator("a.ref").first
    reference.click()
    return turn.page.locator(str(reference.get_attribute("href")))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector means has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab never reached {selector}")


def is_focused(locator: Locator) -> bool:
    return bool(locator.evaluate("element => element === document.activeElement"))


def lighthouses(name: str) -> str:
    """A text of the test's own: what was added before is known."""
    return f"La présidente Odile {name} a promis 18 phares à la Livonie."


def opened(page: Page) -> Locator:
    """Open the dialog that takes articles."""
    page.locator("[data-add]").first.click()
    dialog = page.locator("#adder")
    expect(dialog).to_be_visible()
    return dialog


def added(page: Page) -> Locator:
    """What the page says in the end, which has the focus then."""
    outcome = page.locator("#added")
    expect(outcome).to_be_visible(timeout=90_000)
    assert is_focused(outcome)
    return outcome


# The contrast ratio of WCAG 2.2, 1.4.3, over the colour behind each text.
CONTRAST = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const level = (c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * level(r) + 0.7152 * level(g) + 0.0722 * level(b);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("main *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility() || element.closest(".unseen")) continue;
    const pair = [parse(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 80)}`);
  }
  return found;
}"""
