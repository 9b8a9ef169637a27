"""What the page's script may call: each takes one object and gives text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from index.types import Span
from ui import adder
from ui.adding import IntakeLike
from ui.cited import Cited
from ui.desk import AssistantLike, article_with_quote, filter_choices
from ui.keeper import Keeper


def article_call(assistant: AssistantLike, cited: Cited) -> Callable[[dict[str, Any]], str]:
    """Gives an article with a quotation marked."""

    def article(request: dict[str, Any]) -> str:
        quoted = Span(int(request["start"]), int(request["end"]))
        return article_with_quote(assistant, str(request["id"]), quoted, cited=cited)

    return article


def choices_call(assistant: AssistantLike) -> Callable[[dict[str, Any]], tuple[str, str]]:
    """Gives what the filters offer."""

    def choices(_: dict[str, Any]) -> tuple[str, str]:
        return filter_choices(assistant)

    return choices


def keeping_calls(keeper: Keeper) -> list[Callable[[dict[str, Any]], Any]]:
    """What the dialog of the conversations asks for, and the thumbs; methods cannot be called."""

    def listed(request: dict[str, Any]) -> str:
        return keeper.listed(request)

    def renamed(request: dict[str, Any]) -> str:
        return keeper.renamed(request)

    def deleted(request: dict[str, Any]) -> str:
        return keeper.deleted(request)

    def rated(request: dict[str, Any]) -> str:
        return keeper.rated(request)

    def exported(request: dict[str, Any]) -> dict[str, str]:
        return keeper.exported(request)

    return [listed, renamed, deleted, rated, exported]


def place_call(intake: IntakeLike) -> Callable[[dict[str, Any]], str]:
    """Gives where added articles go."""

    def place(_: dict[str, Any]) -> str:
        return adder.place(intake.folder())

    return place
