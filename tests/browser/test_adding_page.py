"""Adding articles from the page: files and texts, what is refused, and who may."""

from __future__ import annotations

import http.client
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from served import HOSTILE, Program, Server
from test_page import _CONTRAST, ask, is_focused

OpenPage = Callable[..., Page]

SCHOOLS = "Les ministres de la Carélie ont ouvert 44 écoles à Joensuu."


def lighthouses(name: str) -> str:
    """A text of the test's own: what was added before is known."""
    return f"La présidente Odile {name} a promis 18 phares à la Livonie."


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


def opened(page: Page) -> Locator:
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

    def tab_to(selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"Tab never reached {selector}")

    tab_to("[data-add]")
    page.keyboard.press("Enter")
    expect(page.locator("#adder")).to_be_visible()
    tab_to("#add-files")
    outline = page.locator("label[for=add-files]").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"
    tab_to("#add-title")
    page.keyboard.type("Des phares")
    tab_to("#add-text")
    page.keyboard.type(lighthouses("Lepik"))
    tab_to("#add button[type=submit]")
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
    assert page.evaluate(_CONTRAST) == []
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    added(page)
    assert page.evaluate(_CONTRAST) == []
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


def test_a_page_that_is_read_only_has_no_control_and_takes_nothing(
    open_page: OpenPage, program: Program, folder: Path
) -> None:
    before = sorted(folder.iterdir())
    with program.chat("--read-only") as server:
        page = open_page(at=server.address)
        expect(page.locator(".masthead")).to_be_visible()
        expect(page.locator("[data-add], #adder, #drop")).to_have_count(0)
        assert post(server.address)[0] in (404, 405)
    assert sorted(folder.iterdir()) == before


def post(address: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Post a form with one text to where articles are taken."""
    form = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xe2\x80\xa6\r\n--b--\r\n'
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    sent = {"Content-Type": "multipart/form-data; boundary=b"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection.request("POST", "/articles", form if body is None else body, sent)
    reply = connection.getresponse()
    told = reply.status, reply.read().decode()
    connection.close()
    return told


def test_other_sites_cannot_add_articles(address: str) -> None:
    own = urlsplit(address).netloc
    assert post(address)[0] == 400  # a program may; its text holds no word
    assert post(address, Origin=f"http://{own}")[0] == 400
    assert post(address, Origin="https://attacker.example")[0] == 403
    assert post(address, Origin="null")[0] == 403
    renamed = {"Host": "attacker.example", "Origin": "http://attacker.example"}
    assert post(address, **renamed)[0] == 403


def test_more_than_is_taken_at_once_is_refused_before_it_is_read(address: str) -> None:
    status, told = post(address, b"", Content_Length="200000000")
    assert status == 413
    assert "100" in json.loads(told)["html"]


def test_gradios_own_uploads_are_closed(address: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="x"\r\n\r\nx\r\n--b--\r\n'
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    for path in ("/gradio_api/upload", "/gradio_api/upload/", "/gradio_api//upload"):
        connection.request("POST", path, body, headers)
        reply = connection.getresponse()
        reply.read()
        assert reply.status in (404, 405), path
    connection.close()
