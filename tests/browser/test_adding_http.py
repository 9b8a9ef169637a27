"""Who may add articles, and how much."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect
from reader import OpenPage
from served import Program


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
    assert post(address, None, **renamed)[0] == 403


def test_a_page_that_is_read_only_has_no_control_and_takes_nothing(
    open_page: OpenPage, indexed: Program, articles: Path
) -> None:
    before = sorted(articles.iterdir())
    with indexed.chat("--read-only") as server:
        page = open_page(at=server.address)
        expect(page.locator(".masthead")).to_be_visible()
        expect(page.locator("[data-add], #adder, #drop")).to_have_count(0)
        assert post(server.address)[0] in (404, 405)
    assert sorted(articles.iterdir()) == before


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
