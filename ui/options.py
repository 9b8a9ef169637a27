"""The options that several commands take, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.types import Filters, PartialDate

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index", help="Folder of the index.", show_default="SOURCIER_INDEX or .sourcier/index"
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", help="Embedding model: a name or a folder.", show_default="SOURCIER_MODEL"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="Articles from this date on (2025, 2025-07, 2025-07-21)."
    ),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Articles up to this date.")
]
SourceOption = Annotated[
    str | None, typer.Option("--source", help="Articles whose path, address or origin holds this.")
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="Articles in this language (fr, en).")
]
CountOption = Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")]
QuestionArgument = Annotated[str, typer.Argument(help="The question, in plain words.")]


def filters_of(
    since: str | None, until: str | None, source: str | None, language: str | None
) -> Filters:
    """The filters that a command was given; misuse for dates that are none, or that are crossed."""
    dates = _date(since, "--since"), _date(until, "--until")
    try:
        return Filters(*dates, source, language.lower() if language else None)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from error


def _date(text: str | None, option: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error
