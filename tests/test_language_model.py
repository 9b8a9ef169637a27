"""The client of language models, against a server that answers well and badly."""

from __future__ import annotations

import socket
import time

import pytest
from chat_server import (
    Handler,
    Script,
    babbles,
    chat_server,
    dawdles,
    drops_after,
    refuses,
    says,
)

from index.errors import LanguageModelError
from rag.generation import Message

pytest.importorskip("openai", reason="the extra `llm` is not installed")
from rag.language_model import ChatServer

KEY = "sk-secret-of-the-test"
ASKED = (Message("system", "Réponds."), Message("user", "Qui ?"))


def client(url: str, *, timeout: float = 10.0, key: str | None = KEY) -> ChatServer:
    """A client of a server under test."""
    return ChatServer(url, "small", key=key, timeout=timeout, window=4096)


def failure(script: Script, *, timeout: float = 10.0) -> str:
    """What the client says of a server that fails."""
    with chat_server(script) as server, pytest.raises(LanguageModelError) as caught:
        list(client(server.url, timeout=timeout).stream(ASKED))
    assert KEY not in str(caught.value)
    assert KEY not in repr(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_an_answer_comes_piece_by_piece() -> None:
    with chat_server(says("Bon", "jour", " à tous.")) as server:
        assert list(client(server.url).stream(ASKED)) == ["Bon", "jour", " à tous."]
        assert server.asked[0]["messages"] == [
            {"role": "system", "content": "Réponds."},
            {"role": "user", "content": "Qui ?"},
        ]
        assert server.asked[0]["model"] == "small"
        assert server.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "SOURCIER_LLM_KEY"),
        (403, "SOURCIER_LLM_KEY"),
        (404, "SOURCIER_LLM_MODEL"),
        (400, "status 400"),
        (500, "status 500"),
        (429, "takes no more"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, word: str) -> None:
    assert word in failure(refuses(status, f"your key {KEY} is bad"))


def test_a_server_that_recovers_is_asked_again() -> None:
    answers = iter([503, 200])

    def script(handler: Handler, body: dict[str, object]) -> None:
        if next(answers) == 503:
            handler.refuse(503)
        else:
            says("Oui.")(handler, body)

    with chat_server(script) as server:
        assert list(client(server.url).stream(ASKED)) == ["Oui."]
        assert len(server.asked) == 2


def test_no_server_is_said_with_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(LanguageModelError, match=f"127.0.0.1:{port}.*SOURCIER_LLM_URL"):
        list(client(f"http://127.0.0.1:{port}/v1").stream(ASKED))


def test_a_dropped_answer_is_no_answer() -> None:
    assert "broke off" in failure(drops_after("Le sommet "))


@pytest.mark.parametrize(
    "lines",
    [
        ("data: {broken\n\n",),
        ("data: []\n\n",),
        ('data: {"choices": 3}\n\n',),
        ("nothing of the kind\n\n",),
        ('data: {"error": {"message": "out of memory"}}\n\n',),
        ("",),
    ],
)
def test_what_is_no_protocol_is_no_answer(lines: tuple[str, ...]) -> None:
    assert failure(babbles(*lines))


def test_a_silent_server_is_given_up() -> None:
    assert "too long" in failure(dawdles(30.0, ["Le "]), timeout=0.5)


def test_a_redirection_is_not_followed() -> None:
    with chat_server(says("Trahi.")) as other:

        def script(handler: Handler, body: dict[str, object]) -> None:
            handler.send_response(307)
            handler.send_header("location", f"{other.url}/chat/completions")
            handler.send_header("content-length", "0")
            handler.end_headers()

        assert failure(script)
        assert other.asked == []


def test_an_iterator_that_is_closed_hangs_up() -> None:
    def script(handler: Handler, body: dict[str, object]) -> None:
        handler.start_stream()
        for _ in range(2000):
            handler.event("encore ")
            time.sleep(0.005)

    with chat_server(script) as server:
        pieces = client(server.url).stream(ASKED)
        assert next(iter(pieces)) == "encore "
        pieces.close()  # type: ignore[attr-defined]
        assert server.hung_up.wait(10)
