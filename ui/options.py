"""The options that several commands take, and what they mean, each said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.readers.fields import language_code
from index.types import Filters, PartialDate

if TYPE_CHECKING:
    from rag.assistant import Assistant

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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the command line puts it: to whom, within which limits, for how much."""

    question: str
    assistant: Assistant
    filters: Filters
    count: int
    as_json: bool


def of_a_question(act: Callable[[Asked], None]) -> Callable[..., None]:
    """A command on a question, with every option that such commands take."""

    def command(
        question: QuestionArgument,
        index: IndexOption = None,
        model: ModelOption = None,
        since: SinceOption = None,
        until: UntilOption = None,
        source: SourceOption = None,
        language: LanguageOption = None,
        count: CountOption = 10,
        as_json: JsonOption = False,
    ) -> None:
        from rag.assistant import Assistant
        from rag.settings import Settings

        filters = filters_of(since, until, source, language)
        assistant = Assistant.open(settings=Settings.load(index=index, model=model))
        check_language(filters, assistant.languages())
        act(Asked(question, assistant, filters, count, as_json))

    command.__name__, command.__doc__ = act.__name__, act.__doc__
    return command


def filters_of(
    since: str | None, until: str | None, source: str | None, language: str | None
) -> Filters:
    """The filters that a command was given; misuse for dates that are none, or that are crossed.

    A language may be named: "fr", "fr-CA", "français" and "French" are one.
    """
    dates = _date(since, "--since"), _date(until, "--until")
    code = (language_code(language) or language.lower()) if language else None
    try:
        return Filters(*dates, source, code)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from error


def check_language(filters: Filters, known: Sequence[str]) -> None:
    """Misuse where no article is in the language that is asked for: nothing could be found."""
    if filters.language and filters.language not in known:
        raise typer.BadParameter(
            f"no article is in {filters.language!r}: use one of {', '.join(sorted(known))}",
            param_hint="--language",
        )


def _date(text: str | None, option: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error
