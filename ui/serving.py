"""Serving the page: where it listens, and what there is beside Gradio's own routes.

No request leaves the machine: Gradio's telemetry, version check, run history and web fonts are off,
and a content security policy has the browser refuse whatever else might ask.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from index.errors import SettingsError, SourcierError
from ui.adding import Entrance, IntakeLike
from ui.desk import AssistantLike, opening_screen
from ui.keeper import Keeper
from ui.page import Page, build_page, look
from ui.policy import NothingFromElsewhere


def serve(
    assistant: AssistantLike,
    *,
    intake: IntakeLike | None = None,
    keeper: Keeper | None = None,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    ready: Callable[[str], None] | None = None,
    prepare: Callable[[], object] | None = None,
) -> None:
    """Serve the page until the process is interrupted; ``ready`` is told its address.

    ``prepare`` does beforehand what the first question needs, while the browser opens the page.

    The assistant may be one whose index is missing: the page says what to do, and works as soon
    as there is one. With an ``intake``, articles can be added from the page; with a
    ``keeper``, conversations are kept.
    Raises SettingsError where the address cannot be used.
    """
    page = build_page(assistant, intake=intake, keeper=keeper)
    routes = [entrance(assistant, intake, host=host).route()] if intake else []
    address = launch(page, host=host, port=port, open_browser=open_browser, routes=routes)
    if ready:
        ready(address)
    if prepare:
        threading.Thread(target=_prepared, args=(prepare,), daemon=True).start()
    with suppress(KeyboardInterrupt):  # the usual end
        threading.Event().wait()
    page.close(verbose=False)


def _prepared(prepare: Callable[[], object]) -> None:
    with suppress(SourcierError):  # the page says it
        prepare()


def launch(
    page: Page,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    routes: Sequence[BaseRoute] = (),
) -> str:
    """Start serving the page in a thread and give its address; port 0 is any free one.

    ``routes`` go before those of Gradio.
    """
    try:
        port = port or _free_port(host)
        _, address, _ = page.launch(
            server_name=host,
            server_port=port,
            inbrowser=open_browser,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            run_history=False,
            footer_links=[],
            enable_monitoring=False,
            ssr_mode=False,
            mcp_server=False,
            pwa=False,
            max_file_size=1,  # uploads are closed, see the policy
            **look(),
            app_kwargs={
                "middleware": [Middleware(NothingFromElsewhere)],
                "routes": list(routes),
            },
        )
    except OSError as error:
        raise SettingsError(
            f"the page cannot be served on {host}:{port} ({error}): choose another with --port"
        ) from error
    return str(address)


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as taken:
        return int(taken.getsockname()[1])


def entrance(assistant: AssistantLike, intake: IntakeLike, *, host: str) -> Entrance:
    """Where the page sends articles; what it gives back is put in place by the page's script."""

    def screens() -> dict[str, str]:
        return {"opening": opening_screen(assistant, adding=True)}

    return Entrance(intake, host=host, screens=screens)
