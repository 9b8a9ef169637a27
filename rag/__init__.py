"""A question to hits, hits to an answer whose every sentence is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.types import Article, Filters, Hit, PartialDate, Passage
from rag.types import Answer, Citation, Segment

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.settings import Settings

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "Citation",
    "Filters",
    "Hit",
    "PartialDate",
    "Passage",
    "Segment",
    "Settings",
]


def __getattr__(name: str) -> object:
    """Import the assistant, and the index with it, when it is asked for."""
    match name:
        case "Assistant":
            from rag import assistant as module
        case "Settings":
            from rag import settings as module  # type: ignore[no-redef]
        case _:
            raise AttributeError(f"module 'rag' has no attribute {name!r}")
    value: object = getattr(module, name)
    return value
