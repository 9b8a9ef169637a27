"""The one route by which the page takes articles, and tells as lines of JSON how it goes with them.

A line has a ``stage`` with ``done`` of ``total``; the last one has the HTML of what became of the
articles. Gradio's own uploads stay closed (see :mod:`ui.policy`): they keep what they are sent.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive

from index.errors import SettingsError, SourcierError
from rag.intake import MOST_BYTES, MOST_FILES, Offer, Progress, Taken, check_offers, offer_of
from ui import phrases, wording
from ui.added import render_refusal, render_taken
from ui.reasons import reason_in_words
from ui.text import Text

PATH = "/articles"
_MOST_FIELDS = 8
_FRAMING = 1_000_000  # bytes of a request that are no file's: boundaries, names, fields
_AT_ONCE = 4  # people whose articles are being taken
_BETWEEN = 0.1  # seconds from one line on a stage to the next
_TOO_LARGE = f"the files are larger than {MOST_BYTES / 1e6:g} MB together: give fewer"
_OWN_HOSTS = ("localhost", "127.0.0.1", "::1")


class IntakeLike(Protocol):
    """What the route asks of :class:`rag.intake.Intake`."""

    def folder(self) -> Path:
        """Where articles go."""

    def take(self, offers: Sequence[Offer], *, progress: Progress) -> Taken:
        """Put articles into the folder and into the index."""

    def build(self, *, progress: Progress) -> Taken:
        """Bring the index up to date with the folder."""


def is_own_address(host: str) -> bool:
    """Whether what is served on this address can be reached from this machine alone."""
    return host in _OWN_HOSTS


Work = Callable[[Progress], Taken]
Screens = Callable[[], Mapping[str, str]]


class Entrance:
    """Takes what is posted to :data:`PATH`; ``screens`` is what of the page is new afterwards."""

    def __init__(self, intake: IntakeLike, *, host: str, screens: Screens) -> None:
        self._intake = intake
        self._is_local = is_own_address(host)
        self._screens = screens
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def route(self) -> Route:
        """The route, for the page's application."""
        return Route(PATH, self.take, methods=["POST"])

    async def take(self, request: Request) -> Response:
        """Take articles, or a text, or build again what could not be built."""
        if not _is_from_the_page(request, local=self._is_local):
            return Response("articles are taken from the page itself alone", status_code=403)
        if not self._places.acquire(blocking=False):
            return _refused(wording.TOO_MANY_AT_ONCE, 503)
        with ExitStack() as place:
            place.callback(self._places.release)
            try:
                work = await self._work(request)
            except SettingsError as error:
                return _refused(reason_in_words(str(error)), 400)
            except HTTPException as error:
                return _refused(reason_in_words(error.detail), error.status_code)
            place.pop_all()  # the lines give it back, after the work
        return StreamingResponse(self._lines(work), media_type="application/x-ndjson")

    async def _work(self, request: Request) -> Work:
        """What is asked; SettingsError or HTTPException where it is nothing that is taken."""
        most = MOST_BYTES + _FRAMING
        if int(request.headers.get("content-length", 0)) > most:
            raise HTTPException(413, _TOO_LARGE)
        bounded = Request(request.scope, _bounded(request.receive, most))
        form = bounded.form(max_files=MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=MOST_BYTES)
        async with form as given:
            if given.get("rebuild"):
                return lambda progress: self._intake.build(progress=progress)
            offers = await _offers(given)
        return lambda progress: self._intake.take(offers, progress=progress)

    async def _lines(self, work: Work) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        lines: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

        def tell(line: dict[str, Any] | None) -> None:
            loop.call_soon_threadsafe(lines.put_nowait, line)

        # In a thread of its own, so that a build ends as it should where the reader goes away.
        threading.Thread(target=self._run, args=(work, tell), daemon=True).start()
        while (line := await lines.get()) is not None:
            yield f"{json.dumps(line)}\n"

    def _run(self, work: Work, tell: Callable[[dict[str, Any] | None], None]) -> None:
        try:
            taken = work(_Teller(tell))
            tell({"html": render_taken(taken), "done": taken.failure is None, **self._screens()})
        except SourcierError as error:
            tell({"html": render_refusal(reason_in_words(str(error))), "done": False})
        finally:  # without a last line, the page says that something unforeseen went wrong
            self._places.release()
            tell(None)


class _Teller:
    """Tells a build's progress, but not each of a hundred thousand passages."""

    def __init__(self, tell: Callable[[dict[str, Any] | None], None]) -> None:
        self._tell = tell
        self._stage = ""
        self._when = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage == self._stage and now - self._when < _BETWEEN and done < total:
            return
        self._stage, self._when = stage, now
        text = phrases.stage_in_words(stage)
        self._tell({"stage": text._asdict(), "done": done, "total": total})


async def _offers(form: FormData) -> list[Offer]:
    """The files of a form, and its text where it has one."""
    files = [file for file in form.getlist("files") if isinstance(file, UploadFile)]
    check_offers([file.size or 0 for file in files])
    offers = [Offer(file.filename or "", await file.read()) for file in files]
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if fields.get("text", "").strip():
        offers.append(
            offer_of(
                fields["text"],
                title=fields.get("title", ""),
                date=fields.get("date", ""),
                source=fields.get("source", ""),
                language=fields.get("page", "fr"),
            )
        )
    if not offers:
        raise SettingsError("nothing was given: choose a file or paste a text")
    return offers


def _bounded(receive: Receive, most: int) -> Receive:
    """Receives no more than so many bytes, whatever the request says of its length."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return bounded


def _is_from_the_page(request: Request, *, local: bool) -> bool:
    """Whether a request comes from the page itself, or from no page at all.

    Any site that is open in the same browser can post to this machine; its origin tells. A name
    that someone has pointed at this machine is no name of a page that is served to it alone.
    """
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return False
    return not local or is_own_address(urlsplit(f"//{host}").hostname or "")


def _refused(reason: Text, status: int) -> Response:
    line = {"html": render_refusal(reason), "done": False}
    return Response(f"{json.dumps(line)}\n", status, media_type="application/x-ndjson")
