"""What the page serves beside itself: two endpoints for programs, and a policy for browsers."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from served import COMMAND, FOREST_QUESTION, HOSTILE, TRAP_QUESTION


def call(address: str, name: str, *data: object) -> dict[str, Any]:
    """Call an endpoint as the Gradio documentation has it: post, then read the event's stream."""
    body = json.dumps({"data": data}).encode()
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(f"{address}gradio_api/call/{name}", body, headers), timeout=60) as reply:
        event = json.load(reply)["event_id"]
    with urlopen(f"{address}gradio_api/call/{name}/{event}", timeout=60) as reply:
        events = reply.read().decode().strip().split("\n\n")
    kind, _, content = events[-1].partition("\ndata: ")  # heartbeats come before the last
    assert kind == "event: complete", content
    answer: dict[str, Any] = json.loads(content)[0]
    return answer


def test_ask_gives_the_answer_with_exact_quotations(address: str) -> None:
    answer = call(address, "ask", FOREST_QUESTION, None, None, None, None)
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    article = call(address, "article", citation["article_id"])
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert article["title"] == citation["title"]


def test_ask_takes_the_filters_of_the_page(address: str) -> None:
    answer = call(address, "ask", FOREST_QUESTION, "2026", None, None, None)
    assert answer["status"] == "abstained"
    assert answer["passages"] == []


def test_ask_refuses_a_language_that_no_article_has(address: str) -> None:
    with pytest.raises(AssertionError, match="use one of en, fr"):
        call(address, "ask", FOREST_QUESTION, None, None, None, "xx")


def test_article_gives_the_text_unchanged(address: str) -> None:
    answer = call(address, "ask", TRAP_QUESTION, None, None, None, None)
    article = call(address, "article", answer["citations"][0]["article_id"])
    assert article["title"] == HOSTILE
    assert HOSTILE in article["text"]


def test_only_the_two_endpoints_are_public(address: str) -> None:
    with urlopen(f"{address}gradio_api/info", timeout=20) as reply:
        endpoints = json.load(reply)["named_endpoints"]
    assert set(endpoints) == {"/ask", "/article"}


def test_the_page_names_no_script_style_or_font_of_another_machine(address: str) -> None:
    with urlopen(address, timeout=20) as reply:
        policy = reply.headers["Content-Security-Policy"]
        page = reply.read().decode()
    assert "default-src 'self'" in policy
    loaded = re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']([^\"']+)", page)
    assert loaded
    assert [url for url in loaded if url.startswith(("http:", "https:", "//"))] == []
    assert "fonts.g" not in page


def test_gradios_own_pages_are_closed(address: str) -> None:
    for path in ("gradio_api/runs", "docs", "monitoring"):
        with pytest.raises(HTTPError) as refused:
            urlopen(address + path, timeout=20)
        refused.value.close()
        assert refused.value.code in (403, 404)


def test_a_port_that_is_taken_is_told_in_one_line(address: str, tmp_path: Path) -> None:
    port = str(urlsplit(address).port)
    command = [*COMMAND, "chat", "--port", port, "--index", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)
    assert done.returncode == 1
    assert port in done.stderr
    assert "--port" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
