"""``sourcier history``: the conversations that are kept on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import SettingsError
from ui.console import Terminal
from ui.options import JsonOption

if TYPE_CHECKING:
    from rag.history import Conversation, History

app = typer.Typer(
    help="List, find, print, rename and delete kept conversations.",
    invoke_without_command=True,
    rich_markup_mode=None,
)
_out = Terminal()

IdArgument = Annotated[int, typer.Argument(metavar="ID", help="The conversation's number.")]


@app.callback()
def conversations(
    context: typer.Context,
    find: Annotated[
        str, typer.Option("--find", metavar="WORDS", help="Only those that hold these words.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """List the conversations, the newest first."""
    if context.invoked_subcommand is not None:
        return
    found = _history().conversations(holding=find)
    if as_json:
        _out.print_json_object({"conversations": [_fields(each) for each in found]})
        return
    for each in found:
        noun = "question" if each.turns == 1 else "questions"
        _out.print(f"{each.conversation_id:>5}  {each.updated}  {each.title} ({each.turns} {noun})")
    if not found:
        _out.print("no conversation is kept" + (f" that holds {find!r}" if find else ""))


@app.command()
def show(conversation_id: IdArgument, as_json: JsonOption = False) -> None:
    """Print a conversation as Markdown or JSON, with full references: redirect it to a file."""
    from rag.exporting import as_json as json_of
    from rag.exporting import as_markdown

    history = _history()
    turns = history.turns(conversation_id)
    found = history.conversation(conversation_id)
    if as_json:
        _out.print_json_object(json_of(found, turns))
    else:
        _out.print(as_markdown(found, turns), end="")


@app.command()
def rename(
    conversation_id: IdArgument,
    title: Annotated[str, typer.Argument(help="What to call it.")],
) -> None:
    """Call a conversation otherwise."""
    _history().rename(conversation_id, title)


@app.command()
def delete(conversation_id: IdArgument) -> None:
    """Remove a conversation and its answers from this machine."""
    _history().delete(conversation_id)


def _history() -> History:
    from rag.history import open_history
    from rag.settings import Settings

    history = open_history(Settings.load())
    if history is None:
        raise SettingsError("SOURCIER_HISTORY is off, so nothing is kept: unset it to keep more")
    return history


def _fields(found: Conversation) -> dict[str, object]:
    return {
        "id": found.conversation_id,
        "title": found.title,
        "created": found.created,
        "updated": found.updated,
        "questions": found.turns,
    }
