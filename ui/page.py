"""The chat page: Gradio carries questions to the assistant and HTML back; the rest is ours.

Every visible part is a ``gr.HTML`` whose markup :mod:`ui.render`, :mod:`ui.sources` and
:mod:`ui.frame` make, because Gradio's own chat renders Markdown, images included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import gradio as gr
from gradio.events import api

from index.errors import SourcierError
from index.reading import KINDS, MAX_BYTES
from rag.intake import MOST_BYTES, MOST_FILES
from rag.types import article_as_dict
from ui import adder, frame
from ui.adding import IntakeLike
from ui.calls import article_call, choices_call, keeping_calls, place_call
from ui.cited import Cited
from ui.desk import (
    Asking,
    AssistantLike,
    ask,
    broken_off,
    filters_for,
    first_screen,
    stopped,
)
from ui.keeper import Keeper, keeping
from ui.keeper import texts as keeping_texts
from ui.render import Turn, render_conversation
from ui.sources import render_sources
from ui.text import Text

Page = gr.Blocks

# How many questions are answered at the same time; others wait their turn.
_AT_ONCE = 4

# The page's own events: no spinner over the text, and no endpoint.
_QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

# Runs before the first paint: the language last chosen, else the browser's.
_HEAD = """<script>
document.documentElement.lang = navigator.language.startsWith("fr") ? "fr" : "en";
document.documentElement.lang =
  localStorage.getItem("sourcier-language") || document.documentElement.lang;
</script>"""


def look() -> dict[str, Any]:
    """How Gradio is to show the page, for its ``launch``."""
    return {
        "theme": gr.themes.Base(font=("system-ui", "sans-serif"), font_mono=("monospace",)),
        "head": f"{_HEAD}<style>{_resource('page.css')}</style>",
    }


def build_page(
    assistant: AssistantLike, *, intake: IntakeLike | None = None, keeper: Keeper | None = None
) -> gr.Blocks:
    """The page and its two public endpoints, ``/ask`` and ``/article``."""
    adding, cited, asking = intake is not None, Cited(assistant), Asking()
    page = gr.Blocks(title="Sourcier", analytics_enabled=False, fill_width=True)
    with page:
        _html(frame.masthead(adding=adding, keeping=keeper is not None))
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="chat"):
                start = _html(frame.welcome({}), elem_id="start")
                conversation = _html(frame.conversation_panel(""))
                _html(frame.form(), elem_id="composer")
            with gr.Column(elem_id="side"):
                sources = _html(frame.sources_panel(""), elem_id="panel")
        shell = _shell(assistant, intake, cited, keeper)
        opened = page.load(
            lambda: first_screen(assistant, adding=adding), outputs=[start], **_QUIETLY
        )
        for new in (opened.then, shell.apply):  # the script says when there are new articles
            new(
                lambda: first_screen(assistant, asking=asking, adding=adding),
                outputs=[start],
                **_QUIETLY,
            )
        _converse(
            shell,
            [conversation, sources],
            _answer_of(assistant, asking, cited, keeper),
            _reopened_by(keeper, cited) if keeper else None,
        )
        _add_endpoints(assistant)
    return page


def _converse(
    shell: gr.HTML,
    panels: list[gr.HTML],
    answer: Callable[..., Iterator[tuple[Any, ...]]],
    reopened: Callable[..., tuple[Any, ...]] | None,
) -> None:
    """What becomes of the panels where a question is asked or stopped, and on reopening.

    ``shell`` is where the script says so.
    """
    turns, kept = gr.State(()), gr.State(0)
    asked = shell.submit(
        answer,
        inputs=[turns, kept],
        outputs=[turns, *panels, kept],
        trigger_mode="multiple",
        concurrency_limit=_AT_ONCE,
        **_QUIETLY,
    )
    ended = shell.stop(fn=None, cancels=[asked], **_QUIETLY)
    ended.then(
        lambda turns: _shown(stopped(turns)), inputs=[turns], outputs=[turns, *panels], **_QUIETLY
    )
    if reopened is not None:
        shell.select(reopened, outputs=[turns, *panels, kept], **_QUIETLY)
    asked.then(fn=None, js="() => document.dispatchEvent(new Event('sourcier:settled'))")


def _shell(
    assistant: AssistantLike, intake: IntakeLike | None, cited: Cited, keeper: Keeper | None
) -> gr.HTML:
    """What stands outside the columns, and the script of the page."""
    functions: list[Callable[..., Any]] = [
        article_call(assistant, cited),
        choices_call(assistant),
    ]
    dialogs, script, texts = "", _resource("page.js"), dict[str, Text]()
    if intake is not None:
        bounds = {
            "most_files": MOST_FILES,
            "most_bytes": MAX_BYTES,
            "most_together": MOST_BYTES,
        }
        texts |= adder.texts(**bounds)
        dialogs += adder.adder(kinds=KINDS, **bounds)
        script += _resource("adding.js")
        functions.append(place_call(intake))
    if keeper is not None:
        texts |= keeping_texts()
        dialogs += keeping()
        script += _resource("keeping.js")
        functions += keeping_calls(keeper)
    return _html(frame.shell(texts) + dialogs, js_on_load=script, functions=functions)


def _add_endpoints(assistant: AssistantLike) -> None:
    def ask(
        question: str,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        language: str | None = None,
    ) -> dict[str, Any]:
        """Ask a question; dates are YYYY, YYYY-MM or YYYY-MM-DD. Gives what `ask --json` prints."""
        fields = {"since": since, "until": until, "source": source, "language": language}
        given = {name: value for name, value in fields.items() if value}
        try:
            return assistant.ask(question, filters=filters_for(assistant, given)).as_dict()
        except SourcierError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def article(article_id: str) -> dict[str, Any]:
        """One article with the text that offsets count in. Gives what `show --json` prints."""
        try:
            found = assistant.article(article_id)
        except SourcierError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return {**article_as_dict(found), "text": found.text}

    api(ask, api_name="ask", concurrency_limit=_AT_ONCE)
    api(article, api_name="article", concurrency_limit=_AT_ONCE)


def _reopened_by(keeper: Keeper, cited: Cited) -> Callable[..., tuple[Any, ...]]:
    def reopened(event: gr.EventData) -> tuple[Any, ...]:
        """A kept conversation, or a new one for the number 0."""
        number = int(event._data["id"])
        try:
            turns = keeper.reopened(number) if number else ()
        except SourcierError as error:
            raise gr.Error(str(error), print_exception=False) from error
        for turn in turns:
            cited.keep(turn)
        return (*_shown(turns), number)

    return reopened


def _answer_of(
    assistant: AssistantLike, asking: Asking, cited: Cited, keeper: Keeper | None
) -> Callable[..., Iterator[tuple[Any, ...]]]:
    def answer(
        turns: tuple[Turn, ...], kept: int, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        fields = {name: str(value) for name, value in event._data.items()}
        alone = fields.pop("alone", "") == "true"
        asked = Turn(int(fields.pop("turn")), fields.pop("question"), alone=alone)
        language = fields.pop("page")
        grown, before = (*turns, asked), None
        try:
            with asking:
                for grown in ask(assistant, turns, asked, fields=fields, language=language):
                    cited.keep(grown[-1])
                    told, kept = keeper.keep(grown, kept) if keeper else (grown, kept)
                    shown = _shown(told)
                    # Sources are heavy and change less often than the answer grows.
                    yield (*shown[:2], gr.skip() if shown[2] == before else shown[2], kept)
                    before = shown[2]
        except Exception:
            # Not by Gradio's event of failure: it also fires after a stop, once the next question
            # may have been asked, whose answer would then be called broken.
            yield (*_shown(broken_off(grown)), kept)
            raise

    return answer


def _shown(turns: tuple[Turn, ...]) -> tuple[tuple[Turn, ...], str, str]:
    conversation = frame.conversation_panel(render_conversation(turns))
    return turns, conversation, frame.sources_panel(render_sources(turns))


def _html(
    value: str,
    *,
    elem_id: str | None = None,
    js_on_load: str | None = None,
    functions: list[Callable[..., Any]] | None = None,
) -> gr.HTML:
    return gr.HTML(
        value,
        elem_id=elem_id,
        js_on_load=js_on_load,
        server_functions=functions,
        apply_default_css=False,
    )


def _resource(name: str) -> str:
    return files("ui").joinpath(name).read_text(encoding="utf-8")
