"""An answer on the page: its sources, its article, its filters, and what goes wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import expect
from reader import FOREST_QUOTE, LENGTH_QUOTE, TRAP_QUOTE, OpenPage, ask, is_focused, source_of
from served import (
    AGE_QUESTION,
    ARTICLE_URL,
    FOREST_QUESTION,
    HOSTILE,
    LENGTH_QUESTION,
    TRAP_QUESTION,
    Program,
)


def test_an_answer_grows_under_its_question_with_references_to_sources(
    open_page: OpenPage,
) -> None:
    page = open_page()
    turn = ask(page, FOREST_QUESTION)
    expect(turn.get_by_role("heading", name=FOREST_QUESTION)).to_be_visible()
    expect(turn.locator("blockquote").first).to_contain_text(FOREST_QUOTE)
    expect(turn.locator("a.ref").first).to_have_text(re.compile(r"\[1\]"))
    expect(turn).to_have_attribute("aria-busy", "false")
    expect(page.locator("#question")).to_have_value("")
    expect(page.locator("#status")).to_contain_text(FOREST_QUOTE)


def test_a_click_on_a_reference_shows_the_quotation_marked_within_its_passage(
    open_page: OpenPage,
) -> None:
    page = open_page()
    source = source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    assert is_focused(source)
    expect(source).to_be_in_viewport()
    expect(source.locator("mark")).to_be_in_viewport()
    assert source.locator("mark").inner_text() == FOREST_QUOTE
    passage = source.locator("blockquote").inner_text()
    assert FOREST_QUOTE in passage
    assert len(passage) > len(FOREST_QUOTE)
    expect(source).to_contain_text("21 mai 2025")


def test_the_words_that_answer_are_stronger_than_the_rest_of_the_quotation(
    open_page: OpenPage,
) -> None:
    page = open_page()
    source = source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    strong = source.locator("mark b").first
    expect(strong).to_contain_text("10,5 milliards")
    weights = [int(place.evaluate("e => getComputedStyle(e).fontWeight")) for place in (
        strong, source.locator("mark"))]  # fmt: skip
    assert weights[0] > weights[1]


def test_the_way_back_leads_from_a_source_to_its_reference(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, FOREST_QUESTION)
    source = source_of(turn, FOREST_QUOTE)
    source.get_by_role("link", name="Retour à la réponse").click()
    assert is_focused(turn.locator("a.ref").first)


def test_a_source_opens_its_whole_article_at_the_quotation(open_page: OpenPage) -> None:
    page = open_page()
    source = source_of(ask(page, LENGTH_QUESTION), LENGTH_QUOTE)
    opener = source.get_by_role("button", name="Ouvrir l’article")
    opener.click()
    reader = page.get_by_role("dialog", name="La longue séance de Torvale")
    expect(reader.locator("mark")).to_be_in_viewport()
    assert reader.locator("mark").inner_text() == LENGTH_QUOTE
    assert is_focused(reader.locator("mark"))
    assert reader.locator("#reader-body").evaluate("element => element.scrollTop") > 500
    expect(reader).to_contain_text("2023")
    expect(reader).to_contain_text("long.json")
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
    assert is_focused(opener)


def test_a_citation_is_copied_with_title_date_and_source(open_page: OpenPage) -> None:
    page = open_page()
    source = source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    source.get_by_role("button", name="Copier la citation").click()
    expect(page.locator("#status")).to_have_text("Citation copiée")
    copied = page.evaluate("navigator.clipboard.readText()")
    for part in (FOREST_QUOTE, "Un fonds commun pour les forêts", "21 mai 2025", "forest.json"):
        assert part in copied


def test_a_source_with_a_url_links_to_the_quotation_on_the_site(open_page: OpenPage) -> None:
    page = open_page()
    source = source_of(ask(page, FOREST_QUESTION), FOREST_QUOTE)
    link = source.get_by_role("link", name="Lire sur le site d’origine")
    address, _, fragment = str(link.get_attribute("href")).partition("#:~:text=")
    assert address == ARTICLE_URL
    assert unquote(fragment) == FOREST_QUOTE
    assert "," not in fragment
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_each_turn_keeps_its_own_sources(open_page: OpenPage) -> None:
    page = open_page()
    first = ask(page, FOREST_QUESTION)
    second = ask(page, LENGTH_QUESTION)
    expect(page.locator("#t1-s1")).to_be_hidden()
    assert source_of(second, LENGTH_QUOTE).get_attribute("id") == "t2-s1"
    source = source_of(first, FOREST_QUOTE)
    expect(source).to_be_visible()
    assert source.locator("mark").inner_text() == FOREST_QUOTE
    expect(page.locator("#t2-s1")).to_be_hidden()


def test_an_abstention_says_so_and_shows_the_closest_passages_as_no_answer(
    open_page: OpenPage,
) -> None:
    page = open_page()
    turn = ask(page, AGE_QUESTION)
    expect(turn.locator(".abstained")).to_be_visible()
    expect(turn).to_contain_text("Sans correspondance dans les articles")
    expect(turn).to_contain_text("Brack")
    expect(turn.locator("blockquote")).to_have_count(0)
    panel = page.get_by_role("region", name="Sources")
    expect(panel).to_contain_text("Passages les plus proches")
    expect(panel).to_contain_text("ils ne répondent pas à la question")
    expect(panel.locator("mark")).to_have_count(0)
    turn.get_by_role("link", name="Voir les passages les plus proches").click()
    assert is_focused(page.locator("#t1-s1"))


def test_an_example_question_is_answered_on_a_click(open_page: OpenPage) -> None:
    page = open_page()
    example = page.locator(".example:visible").first
    example.wait_for(timeout=90_000)
    question = example.inner_text()
    example.click()
    turn = page.locator("#t1[data-state=done]")
    turn.wait_for(timeout=90_000)
    expect(turn.get_by_role("heading", name=question)).to_be_visible()
    expect(turn.locator("a.ref").first).to_be_visible()
    expect(page.locator(".welcome")).to_be_hidden()


def test_filters_limit_the_answer_and_are_told_with_the_question(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(".filters summary").click()
    page.get_by_label("Depuis le").fill("2025-06-01")
    page.get_by_label("Langue des articles").select_option("en")
    expect(page.locator("#filter-count")).to_have_text("(2)")
    turn = ask(page, FOREST_QUESTION)
    expect(turn).to_contain_text("depuis le 1er juin 2025")
    expect(turn).to_contain_text("langue : English")
    assert FOREST_QUOTE not in page.locator("main").inner_text()
    page.get_by_role("button", name="Effacer les filtres").click()
    expect(page.locator("#filter-count")).to_be_empty()
    expect(ask(page, FOREST_QUESTION)).to_contain_text(FOREST_QUOTE)


def test_a_hostile_article_is_shown_to_the_letter_and_does_nothing(open_page: OpenPage) -> None:
    page = open_page()
    source = source_of(ask(page, TRAP_QUESTION), TRAP_QUOTE)
    expect(source.get_by_role("heading")).to_contain_text(HOSTILE)
    source.get_by_role("button", name="Ouvrir l’article").click()
    reader = page.get_by_role("dialog")
    expect(reader).to_contain_text("![a](http://attacker.example/x) et </script><script>alert(2)")
    expect(reader).to_contain_text("[lien](javascript:alert(3)) `code` ${alert(4)} {{value}}")
    expect(page.locator("main img, dialog img, main script, [onerror]")).to_have_count(0)


def test_a_hostile_question_is_shown_to_the_letter(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, f"{HOSTILE} ![a](http://attacker.example/x) </h2><script>alert(5)</script>")
    expect(turn.locator("h2")).to_contain_text("</h2><script>alert(5)</script>")
    expect(page.locator("main img, main script")).to_have_count(0)


def test_two_readers_do_not_see_each_others_questions(open_page: OpenPage) -> None:
    one, other = open_page(), open_page(language="en-GB")
    ask(one, FOREST_QUESTION)
    ask(other, LENGTH_QUESTION)
    ask(one, TRAP_QUESTION)
    assert one.locator(".turn").count() == 2
    assert other.locator(".turn").count() == 1
    assert FOREST_QUESTION not in other.locator("main").inner_text()
    assert LENGTH_QUESTION not in one.locator("main").inner_text()


def test_without_an_index_the_page_says_what_to_run_and_then_works(
    open_page: OpenPage, articles: Path, tmp_path: Path
) -> None:
    program = Program(tmp_path / "index")
    with program.chat() as server:
        page = open_page(at=server.address)
        expect(page.locator(".trouble:visible")).to_contain_text("Il n’y a pas encore d’index")
        expect(page.locator(".trouble:visible code [data-in=fr]")).to_have_text(
            "sourcier build DOSSIER"
        )
        program.build(articles)
        page.reload()
        expect(ask(page, FOREST_QUESTION)).to_contain_text(FOREST_QUOTE)
        shutil.rmtree(tmp_path / "index")
        failed = ask(page, FOREST_QUESTION)
        expect(failed.locator(".trouble code")).to_be_visible()
        expect(page.locator("#t1")).to_contain_text(FOREST_QUOTE)


def test_a_server_that_is_gone_is_told_with_what_to_run(
    open_page: OpenPage, tmp_path: Path
) -> None:
    with Program(tmp_path / "index").chat() as server:
        assert "there is no index in" in server.line()
        page = open_page(at=server.address)
        expect(page.locator(".trouble:visible")).to_be_visible()
    page.locator("#question").fill(FOREST_QUESTION)
    page.locator("#question").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("relancez « sourcier chat »")
