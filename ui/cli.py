"""The command line: each command is a few lines over ``rag``, which it imports when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.text import Text

from index.errors import FolderError, SourcierError
from seeds import FOLDER as SEEDS
from ui import keeping
from ui.bars import progress_bars
from ui.console import Terminal, accept_every_character
from ui.options import Asked, IndexOption, JsonOption, ModelOption, of_a_question

if TYPE_CHECKING:
    from index.building import BuildReport
    from rag.settings import Settings

app = typer.Typer(
    name="sourcier",
    help="Ask a folder of articles, and get answers whose every sentence is an exact quotation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(keeping.app, name="history")
_out = Terminal()
_err = Terminal(stderr=True)


@app.command()
def build(
    articles: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of articles.",
            show_default="SOURCIER_ARTICLES, else the folder of the last build, else ./articles",
        ),
    ] = None,
    index: IndexOption = None,
    model: ModelOption = None,
    seeds: Annotated[
        bool, typer.Option("--seeds", help="Take the articles that come with Sourcier, to try it.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Begin anew; compute every vector again.")
    ] = False,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another build to end.")
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """Bring the index up to date with a folder of articles, and publish it whole."""
    from rag import library
    from rag.folders import own_copy

    if seeds and articles:
        raise typer.BadParameter("give a folder or --seeds, not both")
    settings = _settings(index, model)
    articles = own_copy(SEEDS, settings.index) if seeds else articles
    with progress_bars(_err) as progress:
        report = library.build(
            settings, articles=articles, full=full, wait_seconds=wait, progress=progress
        )
    _print_report(report, as_json=as_json)


@app.command()
@of_a_question
def ask(asked: Asked) -> None:
    """Answer a question with exact quotations, or say that the articles do not hold the answer."""
    from ui.terminal import answer_lines

    answer = asked.assistant.ask(asked.question, filters=asked.filters, k=asked.count)
    if asked.as_json:
        _out.print_json_object(answer.as_dict())
    else:
        _print(answer_lines(answer, article_of=asked.assistant.article))


@app.command()
@of_a_question
def search(asked: Asked) -> None:
    """List the passages that are closest to a question, best first."""
    from rag.types import passage_as_dict
    from ui.terminal import passage_lines

    assistant, question = asked.assistant, asked.question
    hits = assistant.search(question, k=asked.count, filters=asked.filters)
    if asked.as_json:
        _out.print_json_object(
            {"question": question, "passages": [passage_as_dict(hit) for hit in hits]}
        )
    elif hits:
        _print(passage_lines(hits, assistant.language_of(question), assistant.article))
    else:
        _out.print("no passage: the filters leave none, or the question holds no word")


@app.command()
def chat(
    index: IndexOption = None,
    model: ModelOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 7860,
    browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    adding: Annotated[
        bool | None,
        typer.Option(
            "--adding/--read-only",
            help="Whether articles can be added from the page.",
            show_default="--adding, and --read-only on other addresses than this machine's own",
        ),
    ] = None,
) -> None:
    """Serve the chat page on this machine."""
    from rag.assistant import Assistant
    from rag.history import open_history
    from rag.intake import Intake
    from ui.loading import without_stubs

    with without_stubs():
        from ui.adding import is_own_address
        from ui.keeper import Keeper
        from ui.serving import serve

    assistant = Assistant(_settings(index, model))
    own = is_own_address(host)
    intake = Intake(assistant) if adding or (adding is None and own) else None
    # Whoever reaches the page sees its conversations: they are kept for this machine's user alone.
    history = open_history(assistant.settings) if own else None

    def announce(address: str) -> None:
        _err.print(f"Sourcier is at {address} (Ctrl+C to stop)")
        try:
            assistant.published()
        except SourcierError as error:  # the page says it too, and works as soon as it is mended
            _err.print(f"sourcier: {error}")

    serve(
        assistant,
        intake=intake if intake and intake.is_open() else None,
        keeper=Keeper(history, assistant.article) if history else None,
        host=host,
        port=port,
        open_browser=browser,
        ready=announce,
        prepare=assistant.current,
    )


@app.command()
def show(
    article_id: Annotated[str, typer.Argument(help="The article's identifier, 16 hex digits.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a whole article, the very text that offsets count in."""
    from rag.assistant import Assistant
    from rag.types import article_as_dict
    from ui.terminal import article_lines

    assistant = Assistant(_settings(index))
    article, others = assistant.article(article_id), assistant.copies(article_id)
    if as_json:
        also_in = [article_as_dict(other) for other in others]
        _out.print_json_object(
            article_as_dict(article) | {"text": article.text, "also_in": also_in}
        )
    else:
        _print(article_lines(article, article.language, others))


@app.command()
def status(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Say what is in the index, from where, with which model, since when."""
    from rag import library
    from ui.terminal import status_lines

    found = library.status(_settings(index))
    if as_json:
        _out.print_json_object(found.as_dict())
    else:
        _print(status_lines(found))


@app.command()
def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Read every byte of the index and compare it with what was published."""
    from rag import library

    settings = _settings(index)
    altered = library.verify(settings)
    if as_json:
        _out.print_json_object({"altered": altered})
    elif not altered:
        _out.print(f"{library.summary(settings)}; every file is as it was published")
    if altered:
        names = ", ".join(altered)
        _fail(f"{names}: not as published; run `sourcier rollback` or `sourcier build --full`")


@app.command()
def rollback(index: IndexOption = None) -> None:
    """Go back to the generation before the current one; again to come back."""
    from rag import library

    settings = _settings(index)
    library.roll_back(settings)
    _out.print(f"{library.summary(settings)}; it is current again")


@app.command()
def watch(
    articles: Annotated[Path | None, typer.Argument(help="Folder of articles.")] = None,
    index: IndexOption = None,
    model: ModelOption = None,
) -> None:
    """Rebuild whenever the folder of articles changes, until Ctrl+C."""
    from rag import library
    from ui.watching import changes_of

    settings = _settings(index, model)
    folder = library.articles_folder(settings, articles)
    if not folder.is_dir():
        raise FolderError(f"{folder} is no folder: give the folder that holds the articles")
    _err.print(f"watching {folder} (Ctrl+C to stop)")
    with suppress(KeyboardInterrupt):  # the usual end, in the middle of a build too
        for _ in changes_of(folder, leaving_out=[settings.index]):
            try:
                report = library.build(settings, articles=folder, wait_seconds=60)
            except SourcierError as error:  # the next change may mend it
                _err.print(f"sourcier: {error}")
            else:
                _print_report(report, as_json=False)


@app.command(name="eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="SQuAD-style JSON, or JSON lines of questions.")],
    index: IndexOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval, answers and silence on questions whose answers are known."""
    from rag.evaluation import evaluate as run

    with progress_bars(_err) as progress:
        figures = run(file, settings=_settings(index, model), progress=progress)
    if as_json:
        _out.print_json_object(figures)
        return
    for name, value in figures.items():
        shown = (
            "  ".join(f"{key} {one}" for key, one in value.items())
            if isinstance(value, dict)
            else value
        )
        _out.print(f"{name:<12}{shown}")


def main() -> None:
    """Run a command: exit 0 done, 1 failed with one line on stderr, 2 misuse."""
    # Before numpy is imported: its products are so small that threads only wait for each other,
    # at full speed. On two busy processors a question took twice as long with two of them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    accept_every_character()
    try:
        app()
    except SourcierError as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    _err.print(f"sourcier: {message}")
    sys.exit(1)


def _settings(index: Path | None, model: str | None = None) -> Settings:
    from rag.settings import Settings

    return Settings.load(index=index, model=model)


def _print(lines: Iterable[Text]) -> None:
    for line in lines:
        _out.print(line)


def _print_report(report: BuildReport, *, as_json: bool) -> None:
    from ui.terminal import report_lines

    if as_json:
        _out.print_json_object(asdict(report))
    else:
        _print(report_lines(report))
