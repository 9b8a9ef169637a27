"""Kept conversations on the page: what is kept of each answer, and the dialog that lists them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from index.errors import HistoryError, SourcierError
from index.types import Article, PartialDate
from rag.exporting import as_json, as_markdown
from rag.history import Conversation, History
from rag.restoring import restored
from ui import phrases, wording
from ui.markup import Attributes, both, element, escape
from ui.render import Turn
from ui.text import Text


class Keeper:
    """Keeps the answers of a page, and does what its dialog asks for."""

    def __init__(self, history: History, article_of: Callable[[str], Article]) -> None:
        self._history = history
        self._article_of = article_of

    def keep(self, turns: tuple[Turn, ...], conversation_id: int) -> tuple[tuple[Turn, ...], int]:
        """The turns, the last with the number under which it is kept, and the conversation's.

        A conversation that is not kept yet is 0. What cannot be kept does not take the answer away.
        """
        last = turns[-1]
        if not last.finished or last.answer is None or last.kept:
            return turns, conversation_id
        try:
            conversation_id, kept = self._history.add(
                last.answer, conversation_id=conversation_id or None
            )
        except HistoryError:
            return turns, conversation_id
        return (*turns[:-1], replace(last, kept=kept)), conversation_id

    def reopened(self, conversation_id: int) -> tuple[Turn, ...]:
        """The turns of a kept conversation, as they were."""
        return tuple(
            Turn(
                number,
                str(kept.answer["question"]),
                answer=restored(kept.answer, self._article_of),
                finished=True,
                kept=kept.turn_id,
                thumb=kept.thumb,
            )
            for number, kept in enumerate(self._history.turns(conversation_id), start=1)
        )

    def listed(self, request: dict[str, Any]) -> str:
        """The conversations that hold the words, as a list."""
        return self._told(lambda: _list(self._history.conversations(holding=str(request["find"]))))

    def renamed(self, request: dict[str, Any]) -> str:
        """Call a conversation otherwise; why not, where it cannot be done."""
        return self._told(lambda: self._history.rename(int(request["id"]), str(request["title"])))

    def deleted(self, request: dict[str, Any]) -> str:
        """Remove a conversation; why not, where it cannot be done."""
        return self._told(lambda: self._history.delete(int(request["id"])))

    def rated(self, request: dict[str, Any]) -> str:
        """Keep a thumb and a remark; why not, where it cannot be done."""
        thumb = request["thumb"] if request["thumb"] in ("up", "down") else None
        remark = str(request.get("remark") or "")
        return self._told(lambda: self._history.rate(int(request["turn"]), thumb, remark))

    def exported(self, request: dict[str, Any]) -> dict[str, str]:
        """A conversation as a file: its name and its content."""
        found = self._history.conversation(int(request["id"]))
        turns = self._history.turns(found.conversation_id)
        name = f"sourcier-{found.conversation_id}"
        if request["kind"] == "json":
            content = json.dumps(as_json(found, turns), ensure_ascii=False, indent=1)
            return {"name": f"{name}.json", "content": content}
        return {"name": f"{name}.md", "content": as_markdown(found, turns)}

    @staticmethod
    def _told(act: Callable[[], str | None]) -> str:
        try:
            return act() or ""
        except SourcierError as error:
            return element("p", escape(str(error)), attributes={"class": "fault", "lang": "en"})


def keeping() -> str:
    """The dialog of the conversations; its list is asked for when it is opened."""
    label = f'<label for="find-kept">{both(wording.FIND_KEPT)}</label>'
    field = '<input id="find-kept" type="search" autocomplete="off">'
    return (
        '<dialog id="keeper" aria-labelledby="keeper-title"><div class="bar">'
        f'<h2 id="keeper-title">{both(wording.CONVERSATIONS)}</h2>'
        f'<button type="button" data-close>{both(wording.CLOSE)}</button></div>'
        f'<div class="sheet"><p class="find">{label}{field}</p>'
        f'<div id="kept" role="region" aria-live="polite"></div>'
        f'<p class="hint">{both(wording.KEPT_HERE)}</p></div></dialog>'
    )


def texts() -> dict[str, Text]:
    """What the script says itself, by the name that it has for it."""
    return {
        "rename-kept": wording.NEW_NAME,
        "delete-kept": wording.REALLY_DELETE,
        "thanks": wording.THANKS,
    }


def _list(found: Sequence[Conversation]) -> str:
    if not found:
        return element("p", both(wording.NOTHING_KEPT), attributes={"class": "hint"})
    return element("ul", *map(_item, found))


def _item(kept: Conversation) -> str:
    number = kept.conversation_id
    day = phrases.date_in_words(PartialDate.parse(kept.updated[:10]))
    date = element("span", both(day), attributes={"class": "date"})
    opener = _button(escape(kept.title), "reopen", number)
    acts = [
        _button(both(wording.RENAME), "rename", number, title=kept.title),
        _button(both(wording.DELETE), "delete", number),
        _button("Markdown", "export", number, kind="markdown"),
        _button("JSON", "export", number, kind="json"),
    ]
    line = element("span", *acts, attributes={"class": "acts"})
    return element("li", opener, " ", date, line)


def _button(content: str, act: str, number: int, **data: str) -> str:
    attributes: Attributes = {
        "type": "button",
        f"data-{act}": number,
        **{f"data-{name}": value for name, value in data.items()},
    }
    return element("button", content, attributes=attributes)
