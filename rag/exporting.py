"""A kept conversation as Markdown or JSON, with full references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rag.history import Conversation, Turn
from rag.wording import said

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+.!|~$^-])")


def as_json(conversation: Conversation, turns: Sequence[Turn]) -> dict[str, Any]:
    """Everything that is kept of a conversation."""
    return {
        "title": conversation.title,
        "created": conversation.created,
        "updated": conversation.updated,
        "turns": [
            {"asked": turn.asked, "thumb": turn.thumb, "remark": turn.remark, **turn.answer}
            for turn in turns
        ],
    }


def as_markdown(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """The questions, answers and references; no text of an article is markup there."""
    lines = [f"# {_plain(conversation.title)}", ""]
    for turn in turns:
        lines += [*_turn_lines(turn), ""]
    return "\n".join(lines).rstrip() + "\n"


def _turn_lines(turn: Turn) -> Iterator[str]:
    answer, language = turn.answer, str(turn.answer.get("language") or "fr")
    yield f"## {_plain(answer['question'])}"
    yield ""
    if answer.get("understood"):
        yield f"*{said('understood', language)} {_plain(answer['understood'])}*"
        yield ""
    if answer["status"] == "abstained":
        yield _plain(answer["text"])
    for segment in answer["segments"]:
        numbers = "".join(f" \\[{number}\\]" for number in segment["citations"])
        doubt = f" *({said('unsupported', language)})*" * (segment["support"] == "unsupported")
        yield f"{_plain(segment['text'])}{numbers}{doubt}"
        yield ""
    if answer["citations"]:
        yield f"**{said('references', language)}**"
        yield ""
        yield from map(_reference, answer["citations"])
        yield ""
    generation, asked = answer["index"]["generation"], turn.asked
    yield f"*{asked}, {said('index', language)} {_plain(generation)}*"
    if turn.thumb:
        remark = f" {_plain(turn.remark)}" if turn.remark else ""
        yield ""
        yield f"{'👍' if turn.thumb == 'up' else '👎'}{remark}"


def _reference(citation: dict[str, Any]) -> str:
    """Number, quotation, title, date, place, sources, article and offsets, in one line."""
    facts = [citation["title"], citation["published"], citation["place"], citation["origin"]]
    known = ", ".join(_plain(str(fact)) for fact in facts if fact)
    sources = ", ".join(_plain(source) for source in citation["sources"])
    place = f"{citation['article_id']}, {citation['start']}–{citation['end']}"
    return f"{citation['number']}. « {_plain(citation['quote'])} » — {known} — {sources} — {place}"


def _plain(text: str) -> str:
    """The text in one line, with nothing that Markdown would read."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
