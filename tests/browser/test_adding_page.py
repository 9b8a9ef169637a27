"""Adding articles from the page: files and texts, and what is refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect
from reader import CONTRAST, OpenPage, added, ask, is_focused, lighthouses, opened, tab_to
from served import HOSTILE, Program, Server

SCHOOLS = "Les ministres de la Carélie ont ouvert 44 écoles à Joensuu."


@pytest.fixture(scope="module")
def folder(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles that these tests may add to."""
    return Path(shutil.copytree(articles, tmp_path_factory.mktemp("adding") / "articles"))


@pytest.fixture(scope="module")
def program(folder: Path) -> Program:
    program = Program(folder.parent / "index")
    program.build(folder)
    return program


@pytest.fixture(scope="module")
def server(program: Program) -> Iterator[Server]:
    with program.chat() as server:
        yield server


def payload(name: str, text: str | bytes) -> FilePayload:
    content = text if isinstance(text, bytes) else text.encode()
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_are_added_and_cited_at_once(
    open_page: OpenPage, server: Server, folder: Path
) -> None:
    page = open_page(at=server.address)
    dialog = opened(page)
    expect(dialog).to_contain_text(str(folder))
    page.locator("#add-files").set_input_files(
        [
            payload("phares.txt", lighthouses("Varn")),
            payload("écoles.md", f"# Des écoles\n\n{SCHOOLS}"),
        ]
    )
    expect(page.locator("#chosen li")).to_have_count(2)
    stages = page.evaluate_handle(
        """() => { const seen = []; new MutationObserver(() => seen.push(
        document.querySelector("#add-stage").textContent)).observe(
        document.querySelector("#add-stage"), { childList: true }); return seen; }"""
    )
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    outcome = added(page)
    expect(outcome).to_contain_text("2 articles ajoutés")
    expect(outcome).to_contain_text(re.compile(r"L’index contient maintenant \d+ articles\."))
    assert {"Lecture des fichiers", "Calcul des vecteurs", "Écriture de l’index"} <= set(
        stages.json_value()
    )
    assert (folder / "écoles.md").read_text(encoding="utf-8").endswith(SCHOOLS)
    expect(page.locator("#chosen li")).to_have_count(0)
    outcome.get_by_role("button", name="Ouvrir l’article Des écoles").click()
    expect(page.get_by_role("dialog", name="Des écoles")).to_contain_text(SCHOOLS)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    turn = ask(page, "Combien de phares Odile Varn a-t-elle promis ?")
    expect(turn.locator("blockquote").first).to_contain_text(lighthouses("Varn"))


def test_what_cannot_be_read_is_named_with_the_reason_and_not_kept(
    open_page: OpenPage, server: Server, folder: Path
) -> None:
    before = {path.name for path in folder.iterdir()}
    page = open_page(at=server.address)
    dialog = opened(page)
    page.locator("#add-files").set_input_files(
        [
            payload("../../évasion.txt", lighthouses("Tamm")),
            payload(f"{HOSTILE}.pdf", b"%PDF-1.4 broken"),
            payload("programme.exe", b"MZ"),
            payload("vide.txt", b""),
        ]
    )
    faults = page.locator("#chosen .reason")
    expect(faults).to_have_text([re.compile("n’est pas d’un type"), re.compile("est vide")])
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    outcome = added(page)
    refused = outcome.locator("h3:has-text('Non ajouté') + ul > li")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text(f"{HOSTILE}.pdf")
    expect(refused).to_contain_text("Ce PDF est abîmé")
    expect(page.locator("main img, dialog img, [onerror]")).to_have_count(0)
    assert {path.name for path in folder.iterdir()} - before == {"évasion.txt"}


def test_a_pasted_text_keeps_its_title_date_and_source_and_is_taken_once(
    open_page: OpenPage, server: Server, folder: Path
) -> None:
    page = open_page(at=server.address, language="en-GB")
    dialog = opened(page)

    def fill() -> None:
        dialog.get_by_label("Title").fill('Phares : "dix-huit"')
        dialog.get_by_label("Date").fill("May 2025")
        dialog.get_by_label("Source").fill("AFP")
        dialog.get_by_role("textbox", name="Text", exact=True).fill(lighthouses("Kask"))
        dialog.get_by_role("button", name="Add", exact=True).click()

    fill()
    expect(added(page)).to_contain_text("1 article added")
    expect(dialog.get_by_label("Title")).to_have_value("")
    fill()
    expect(page.locator("#added h3")).to_contain_text("There already")
    expect(page.locator("#added")).to_contain_text("Phares - -dix-huit-.txt")
    assert len(list(folder.glob("Phares*"))) == 1
    page.keyboard.press("Escape")
    turn = ask(page, "Combien de phares Odile Kask a-t-elle promis ?")
    turn.locator("a.ref").first.click()
    source = page.locator("#t1-s1")
    for part in ('Phares : "dix-huit"', "May 2025", "AFP"):
        expect(source).to_contain_text(part)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choisissez un fichier ou collez un texte."),
        ({"#add-text": lighthouses("Mets"), "#add-date": "hier"}, "'hier' n’est pas une date"),
        ({"#add-text": "…"}, "Il n’y a pas de texte"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(
    fields: dict[str, str], said: str, open_page: OpenPage, address: str
) -> None:
    page = open_page(at=address)
    dialog = opened(page)
    for field, value in fields.items():
        page.locator(field).fill(value)
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    expect(dialog.locator(".fault:visible")).to_contain_text(said)
    for field, value in fields.items():
        expect(page.locator(field)).to_have_value(value)


def test_files_are_dropped_anywhere_on_the_page(open_page: OpenPage, address: str) -> None:
    page = open_page(at=address)
    drop = """(kind) => {
      const data = new DataTransfer();
      data.items.add(new File(["Un texte."], "un.txt"));
      document.querySelector("#question").dispatchEvent(
        new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, "dragover")
    expect(page.locator("#drop")).to_be_visible()
    page.evaluate(drop, "drop")
    expect(page.locator("#drop")).to_be_hidden()
    expect(page.locator("#chosen")).to_contain_text("un.txt")
    page.get_by_role("button", name="Retirer un.txt").click()
    expect(page.locator("#chosen li")).to_have_count(0)


def test_a_text_is_added_with_the_keyboard_alone(open_page: OpenPage, server: Server) -> None:
    page = open_page(at=server.address)

    tab_to(page, "[data-add]")
    page.keyboard.press("Enter")
    expect(page.locator("#adder")).to_be_visible()
    tab_to(page, "#add-files")
    outline = page.locator("label[for=add-files]").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"
    tab_to(page, "#add-title")
    page.keyboard.type("Des phares")
    tab_to(page, "#add-text")
    page.keyboard.type(lighthouses("Lepik"))
    tab_to(page, "#add button[type=submit]")
    page.keyboard.press("Enter")
    expect(added(page)).to_contain_text("1 article ajouté")
    page.keyboard.press("Escape")
    expect(page.locator("#adder")).to_be_hidden()
    assert is_focused(page.locator(".masthead [data-add]"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_dialog_fits_the_screen_and_can_be_read(
    open_page: OpenPage, server: Server, width: int, theme: str
) -> None:
    page = open_page(at=server.address, width=width, height=740, theme=theme)
    dialog = opened(page)
    long = "x" * 150
    page.locator("#add-files").set_input_files(
        [payload(f"{long}.exe", b"MZ"), payload(f"{long}.txt", lighthouses("Saar")),
         payload("bruit.txt", bytes(range(256)))]
    )  # fmt: skip
    assert page.evaluate(CONTRAST) == []
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    added(page)
    assert page.evaluate(CONTRAST) == []
    for selector in ("html", "#adder"):
        spare = page.locator(selector).evaluate("e => e.scrollWidth - e.clientWidth")
        assert spare <= 0, selector


def test_every_control_of_the_dialog_has_a_name_in_the_language_of_the_page(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(at=address)
    dialog = opened(page)
    page.locator("#add-files").set_input_files([payload("un.txt", "Un texte.")])
    tree = dialog.aria_snapshot()
    for control in ("button", "textbox", "group", "dialog", "progressbar"):
        assert not re.findall(rf"^\s*- {control}:?$", tree, flags=re.MULTILINE), control
    for named in ('dialog "Ajouter des articles"', 'button "Choisir des fichiers"',
                  'textbox "Titre"', 'textbox "Texte"', 'button "Retirer un.txt"'):  # fmt: skip
        assert named in tree
    page.keyboard.press("Escape")
    page.get_by_role("button", name="EN English").click()
    english = opened(page).inner_text()
    assert "Choose files" in english
    assert "Choisir" not in english


def test_two_readers_add_at_once(open_page: OpenPage, server: Server, folder: Path) -> None:
    one, other = open_page(at=server.address), open_page(at=server.address, language="en-GB")
    for page, text in ((one, lighthouses("Sepp")), (other, lighthouses("Rätsep"))):
        opened(page)
        page.locator("#add-files").set_input_files([payload("dépêche.txt", text)])
    for page in (one, other):
        page.locator("#add button[type=submit]").click()
    expect(added(one)).to_contain_text("1 article ajouté")
    expect(added(other)).to_contain_text("1 article added")
    assert {path.name for path in folder.glob("dépêche*")} == {"dépêche.txt", "dépêche (2).txt"}
    one.keyboard.press("Escape")
    expect(ask(one, "Combien de phares Odile Rätsep a-t-elle promis ?")).to_contain_text(
        lighthouses("Rätsep")
    )
