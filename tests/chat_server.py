"""A small server that speaks the chat protocol over a socket, well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's script."""

    def do_POST(self) -> None:
        """Read the question and let the script answer."""
        size = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(size) or b"{}")
        server = self.server
        assert isinstance(server, ChatServerUnderTest)
        server.asked.append(body)
        server.keys.append(self.headers.get("authorization", ""))
        try:
            server.script(self, body)
        except (BrokenPipeError, ConnectionResetError):
            server.hung_up.set()

    def start_stream(self) -> None:
        """The head of a streamed answer."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def event(self, content: str | None, *, finish: str | None = None) -> None:
        """One piece of a streamed answer."""
        choice = {
            "index": 0,
            "delta": {} if content is None else {"content": content},
            "finish_reason": finish,
        }
        chunk = {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "scripted",
            "choices": [choice],
        }
        self.raw(f"data: {json.dumps(chunk)}\n\n")

    def raw(self, text: str) -> None:
        """Bytes as they are."""
        self.wfile.write(text.encode("utf-8"))
        self.wfile.flush()

    def finish_stream(self) -> None:
        """The end that the protocol wants."""
        self.event(None, finish="stop")
        self.raw("data: [DONE]\n\n")

    def refuse(self, status: int, message: str = "no") -> None:
        """An error as servers tell it."""
        content = json.dumps({"error": {"message": message, "type": "error"}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


class ChatServerUnderTest(ThreadingHTTPServer):
    """Keeps what it was asked, with which keys, and whether the client hung up."""

    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def chat_server(script: Script) -> Iterator[ChatServerUnderTest]:
    """Serve a script on a free port of loopback."""
    server = ChatServerUnderTest(script)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(*pieces: str) -> Script:
    """Answers well, in these pieces."""

    def script(handler: Handler, body: dict[str, Any]) -> None:
        handler.start_stream()
        for piece in pieces:
            handler.event(piece)
        handler.finish_stream()

    return script


def writes(answer: Callable[[str], str]) -> Script:
    """Answers with what a function makes of the user's message, a few letters at a time."""

    def script(handler: Handler, body: dict[str, Any]) -> None:
        text = answer(body["messages"][-1]["content"])
        handler.start_stream()
        for start in range(0, len(text), 7):
            handler.event(text[start : start + 7])
        handler.finish_stream()

    return script


def refuses(status: int, message: str = "no") -> Script:
    """Refuses every request with a status."""
    return lambda handler, body: handler.refuse(status, message)


def drops_after(*pieces: str) -> Script:
    """Closes the connection in the middle of an answer."""

    def script(handler: Handler, body: dict[str, Any]) -> None:
        handler.start_stream()
        for piece in pieces:
            handler.event(piece)

    return script


def babbles(*lines: str) -> Script:
    """Streams lines that are no protocol."""

    def script(handler: Handler, body: dict[str, Any]) -> None:
        handler.start_stream()
        for line in lines:
            handler.raw(line)

    return script


def dawdles(seconds: float, pieces: Sequence[str] = ()) -> Script:
    """Says something, then nothing for a time."""

    def script(handler: Handler, body: dict[str, Any]) -> None:
        handler.start_stream()
        for piece in pieces:
            handler.event(piece)
        time.sleep(seconds)
        handler.finish_stream()

    return script
