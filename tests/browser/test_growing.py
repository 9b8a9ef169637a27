"""What a reader sees while an answer grows, at a pace that the test sets, or breaks off."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import expect
from reader import OpenPage, type_question
from stand_in import StandIn

from index.types import Article, Filters, PartialDate, article_id_of
from rag.types import Answer, Citation, Segment
from ui.page import build_page
from ui.serving import launch

TEXT = "Lena Ostrow a promis 14 ports. Deux ports ont ouvert en mai."
ARTICLE = Article(article_id_of(TEXT), "Les ports", TEXT, PartialDate(2025), ("a.txt",), "fr")
FIRST, SECOND = TEXT[:30], TEXT[31:]
ANSWER = Answer(
    question="Combien ?",
    language="fr",
    status="answered",
    text=f"{FIRST} [1] {SECOND} [2]",
    segments=(Segment(FIRST, (1,), "quoted"), Segment(SECOND, (2,), "quoted")),
    citations=(Citation(1, ARTICLE, 0, 30, FIRST), Citation(2, ARTICLE, 31, len(TEXT), SECOND)),
    passages=(),
    unmatched=(),
    confidence=None,
    timings_ms={},
    generation="g",
    embedder="m",
)


class Slow(StandIn):
    """Gives the second segment when the test lets it, or breaks at "panne"."""

    def __init__(self) -> None:
        super().__init__(ARTICLE, ANSWER)
        self.go_on = threading.Event()

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Answer] = (),
        filters: Filters = Filters(),
        fallback_language: str = "fr",
    ) -> Iterator[Answer]:
        if "panne" in question:
            raise ZeroDivisionError(question)
        yield ANSWER.first(1)
        assert self.go_on.wait(timeout=60)
        yield ANSWER


@pytest.fixture(scope="module")
def slow() -> Slow:
    return Slow()


@pytest.fixture(scope="module")
def slow_address(slow: Slow) -> Iterator[str]:
    page = build_page(slow)
    yield launch(page, port=0)
    page.close(verbose=False)


def test_the_first_sentence_is_there_while_the_second_is_awaited(
    open_page: OpenPage, slow: Slow, slow_address: str
) -> None:
    page = open_page(at=slow_address)
    type_question(page, "Combien ?")
    turn = page.locator("#t1")
    expect(turn).to_contain_text(FIRST)
    expect(turn).to_have_attribute("aria-busy", "true")
    expect(turn).not_to_contain_text(SECOND)
    page.get_by_role("button", name="EN English").click()
    page.get_by_role("link", name="source [1]").click()
    expect(page.locator("#t1-s1")).to_be_focused()
    slow.go_on.set()
    expect(turn).to_contain_text(SECOND)
    expect(turn).to_have_attribute("aria-busy", "false")
    # What the reader did meanwhile stays: the focus, the chosen source and the language.
    expect(page.locator("#t1-s1")).to_be_focused()
    chosen, other = (
        page.locator(name).evaluate("element => getComputedStyle(element).borderLeftColor")
        for name in ("#t1-s1", "#t1-s2")
    )
    assert chosen != other
    expect(page.locator("#t1-s2")).to_contain_text("Open the article")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_an_answer_that_breaks_off_says_what_to_do_and_the_next_one_works(
    open_page: OpenPage, slow: Slow, slow_address: str
) -> None:
    slow.go_on.set()
    page = open_page(at=slow_address)
    type_question(page, "Une panne ?")
    expect(page.locator("#t1 .trouble")).to_contain_text("sourcier verify")
    expect(page.locator("#lost")).to_be_hidden()
    type_question(page, "Combien ?")
    expect(page.locator("#t2")).to_contain_text(SECOND)
    expect(page.locator("#t1 .trouble")).to_be_visible()


def test_an_answer_can_be_stopped_and_another_question_asked(
    open_page: OpenPage, slow: Slow, slow_address: str
) -> None:
    slow.go_on.clear()
    page = open_page(at=slow_address)
    type_question(page, "Combien ?")
    expect(page.locator("#t1")).to_contain_text(FIRST)
    page.get_by_role("button", name="Arrêter").click()
    expect(page.locator("#t1")).to_contain_text("Réponse arrêtée en route.")
    expect(page.locator("#t1")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("button", name="Arrêter")).to_be_hidden()
    slow.go_on.set()
    type_question(page, "Combien encore ?")
    expect(page.locator("#t2")).to_contain_text(SECOND)
    expect(page.locator("#t1")).not_to_contain_text(SECOND)
    expect(page.locator(".turn .trouble")).to_have_count(0)
