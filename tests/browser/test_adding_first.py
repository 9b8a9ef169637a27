"""Adding articles where there is no index yet, or where none can be written."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from reader import OpenPage, added, ask, lighthouses, opened
from served import Program


def test_without_an_index_the_first_articles_are_added_from_the_page(
    open_page: OpenPage, tmp_path: Path
) -> None:
    own = str(tmp_path / "mes articles")
    with Program(tmp_path / "index").chat(SOURCIER_ARTICLES=own) as server:
        page = open_page(at=server.address)
        expect(page.locator(".trouble:visible")).to_contain_text("Il n’y a pas encore d’index")
        page.locator(".first [data-add]").click()
        page.locator("#add-text").fill(lighthouses("Rebane"))
        page.locator("#add button[type=submit]").click()
        added(page)
        page.keyboard.press("Escape")
        expect(page.locator(".welcome")).to_contain_text("1 article")
        expect(page.locator(".trouble:visible")).to_have_count(0)
        turn = ask(page, "Combien de phares Odile Rebane a-t-elle promis ?")
        expect(turn).to_contain_text(lighthouses("Rebane"))
    assert len(list((tmp_path / "mes articles").iterdir())) == 1


def test_where_the_index_cannot_be_written_the_file_stays_and_is_indexed_later(
    open_page: OpenPage, tmp_path: Path
) -> None:
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("a file")
    own = tmp_path / "articles"
    with Program(obstacle / "index").chat(SOURCIER_ARTICLES=str(own)) as server:
        page = open_page(at=server.address)
        opened(page)
        page.locator("#add-text").fill(lighthouses("Oja"))
        page.locator("#add button[type=submit]").click()
        outcome = added(page)
        expect(outcome).to_contain_text("Les fichiers sont enregistrés")
        expect(outcome).to_contain_text(str(own))
        assert len(list(own.iterdir())) == 1
        obstacle.unlink()
        outcome.get_by_role("button", name="Mettre l’index à jour").click()
        expect(page.locator("#added .headline")).to_contain_text(
            "L’index est à jour", timeout=90_000
        )
