"""Kept answers as answers again, whatever has become of their articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from index.errors import SourcierError
from index.types import Article, PartialDate, Span
from rag.types import Answer, Citation, Notice, Segment


def restored(kept: dict[str, Any], article_of: Callable[[str], Article]) -> Answer:
    """The answer that ``Answer.as_dict`` told; its passages are not kept with it.

    A quotation whose article the index no longer holds stands as it was quoted, without what
    stood around it.
    """
    notice = kept.get("notice")
    return Answer(
        question=kept["question"],
        language=kept["language"],
        status=kept["status"],
        text=kept["text"],
        segments=tuple(
            Segment(
                each["text"],
                tuple(each["citations"]),
                each["support"],
                each["reason"],
                each["moved"],
            )
            for each in kept["segments"]
        ),
        citations=tuple(_citation(each, article_of) for each in kept["citations"]),
        passages=(),
        unmatched=tuple(kept["unmatched"]),
        confidence=kept["confidence"],
        timings_ms=dict(kept["timings_ms"]),
        generation=kept["index"]["generation"],
        embedder=kept["index"]["embedder"],
        understood=kept["understood"],
        written_by=kept["written_by"],
        notice=Notice(**notice) if notice else None,
    )


def _citation(kept: dict[str, Any], article_of: Callable[[str], Article]) -> Citation:
    start, end, quote = kept["start"], kept["end"], kept["quote"]
    marks = tuple(Span(*mark) for mark in kept["marks"])
    try:
        article = article_of(kept["article_id"])
        context = tuple(Span(*span) for span in kept["context"])
        return Citation(kept["number"], article, start, end, quote, marks, context)
    except (SourcierError, ValueError):
        return Citation(kept["number"], _remembered(kept), 0, len(quote), quote, marks)


def _remembered(kept: dict[str, Any]) -> Article:
    """What is known of an article that is gone: its quotation is its text."""
    return Article(
        article_id=kept["article_id"],
        title=kept["title"],
        text=kept["quote"],
        published=PartialDate.parse(kept["published"]) if kept["published"] else None,
        sources=tuple(kept["sources"]),
        language=kept["language"],
        place=kept["place"],
        origin=kept["origin"],
    )
