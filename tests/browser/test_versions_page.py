"""Near copies on the page: one source, whose other versions can be opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from served import Program

OpenPage = Callable[..., Page]

QUESTION = "Qui a promis que le marché se tiendrait dimanche ?"
QUOTE = "La maire, Odile Carvin, a promis que le marché se tiendrait dimanche sous le préau."
STORY = (
    "Une partie du toit de la halle aux grains s'est effondrée dans la nuit, après trois jours de "
    "pluie sans relâche sur la vallée. Personne ne se trouvait à l'intérieur, ont indiqué les "
    f"pompiers, qui ont fermé la place et les deux rues voisines. {QUOTE} Le bâtiment devait être "
    "rénové au printemps : les travaux avaient été repoussés deux fois, faute de crédits. "
)
VERSIONS = {
    "agence/premier.md": ("2025-02-10", "Un toit s'effondre", STORY),
    "radio/deuxieme.md": ("2025-02-11", "La halle sans toit", STORY.replace("sans relâche", "")),
    "journal/dernier.md": ("2025-02-12", "Le marché déplacé", STORY + "Une experte est attendue."),
    "journal/copie.md": ("2025-02-12", "Le marché déplacé", STORY + "Une experte est attendue."),
}


@pytest.fixture(scope="module")
def versions_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("versions")
    for name, (date, title, text) in VERSIONS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: {title}\ndate: {date}\n---\n\n{text}", encoding="utf-8")
    program = Program(tmp_path_factory.mktemp("page") / "index")
    program.build(folder)
    with program.chat() as server:
        yield server.address


def test_the_newest_speaks_and_the_others_open_at_the_quotation(
    open_page: OpenPage, versions_address: str
) -> None:
    page = open_page(at=versions_address)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    turn = page.locator("#t1[data-state=done]")
    expect(turn).to_contain_text(QUOTE)
    expect(turn.locator("figure")).to_have_count(1)
    expect(turn).to_contain_text("aussi dans 3 autres")
    source = page.locator("#t1-s1")
    expect(source.locator("h4")).to_contain_text("Le marché déplacé")
    also = source.locator(".also")
    expect(also.get_by_role("listitem")).to_have_text(
        [re.compile("^La halle sans toit"), re.compile("^Un toit"), re.compile("même texte")]
    )
    also.get_by_role("button", name="Un toit s'effondre").click()
    reader = page.locator("#reader")
    expect(reader.locator("#reader-title")).to_have_text("Un toit s'effondre")
    expect(reader.locator("mark")).to_have_text(QUOTE)
    newer = reader.locator(".also").get_by_role("listitem").filter(has_text="plus récent")
    expect(newer).to_have_count(2)
    newer.first.get_by_role("button").click()
    expect(reader.locator("#reader-title")).to_have_text("Le marché déplacé")
    expect(reader.locator(".also")).not_to_contain_text("plus récent")
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
