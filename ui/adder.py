"""The dialog in which articles are added, as HTML; its behaviour is in ``adding.js``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ui import wording
from ui.markup import both, element, escape
from ui.text import Text

# Kinds that are taken but not listed: other endings of those that are.
_OTHER_NAMES = frozenset((".text", ".markdown", ".htm", ".xhtml", ".ndjson"))


def adder(*, kinds: Sequence[str], most_files: int, most_bytes: int, most_together: int) -> str:
    """The dialog; sizes are in bytes, ``kinds`` the endings of names."""
    named = [kind for kind in kinds if kind not in _OTHER_NAMES]
    limits = wording.FILE_LIMITS.fill(
        kinds=", ".join(named), size=f"{most_bytes / 1e6:g}", count=most_files
    )
    form = (
        f'<form id="add" novalidate autocomplete="off" data-kinds="{escape(" ".join(kinds))}"'
        f' data-most-files="{most_files}" data-most-bytes="{most_bytes}"'
        f' data-most-together="{most_together}">'
        f"{_files(kinds, limits)}{_text()}"
        '<p id="add-fault" class="fault" role="alert" hidden></p>'
        f'<div class="end"><button type="submit">{both(wording.ADD_NOW)}</button>'
        '<p id="add-place" class="hint"></p></div></form>'
    )
    return (
        '<dialog id="adder" aria-labelledby="adder-title"><div class="bar">'
        f'<h2 id="adder-title">{both(wording.ADD)}</h2>'
        f'<button type="button" data-close>{both(wording.CLOSE)}</button></div>'
        f'<div class="sheet">{form}'
        '<div id="add-progress" hidden><p id="add-stage" role="status" aria-live="polite"></p>'
        '<progress aria-labelledby="add-stage"></progress></div>'
        '<div id="added" tabindex="-1" role="region" aria-labelledby="adder-title" hidden></div>'
        "</div></dialog>"
        f'<p id="drop" aria-hidden="true" hidden>{both(wording.DROP_TO_ADD)}</p>'
    )


def place(folder: Path) -> str:
    """Where articles go."""
    path = element("span", escape(str(folder)), attributes={"class": "path", "dir": "auto"})
    return f"{both(wording.KEPT_IN)} {path}"


def texts(*, most_files: int, most_bytes: int, most_together: int) -> dict[str, Text]:
    """What the script says itself, by the name that it has for it."""
    return {
        "wrong-kind": wording.WRONG_KIND,
        "empty": wording.EMPTY_FILE,
        "too-large": wording.TOO_LARGE.fill(size=f"{most_bytes / 1e6:g}"),
        "too-many": wording.TOO_MANY.fill(count=most_files),
        "too-large-together": wording.TOO_LARGE_TOGETHER.fill(size=f"{most_together / 1e6:g}"),
        "sending": wording.SENDING,
        "forget": wording.FORGET_FILE,
        "nothing-chosen": wording.NOTHING_CHOSEN,
        "adding-lost": wording.ADDING_LOST,
    }


def _files(kinds: Sequence[str], limits: Text) -> str:
    return (
        f"<fieldset><legend>{both(wording.ADD_FILES)}</legend>"
        '<div class="drop"><input id="add-files" class="unseen" type="file" multiple'
        f' accept="{escape(",".join(kinds))}" aria-describedby="add-limits">'
        f'<label for="add-files">{both(wording.CHOOSE_FILES)}</label> '
        f"<span>{both(wording.OR_DROP)}</span>"
        f'<p id="add-limits" class="hint">{both(limits)}</p></div>'
        '<ul id="chosen" aria-live="polite"></ul></fieldset>'
    )


def _text() -> str:
    return (
        f'<fieldset class="pasted"><legend>{both(wording.ADD_TEXT)}</legend>'
        + _field("title", wording.TEXT_TITLE, kind="field whole")
        + _field("date", wording.DATE, wording.TEXT_DATE_HINT)
        + _field("source", wording.SOURCE, wording.TEXT_SOURCE_HINT)
        + f'<div class="field whole"><label for="add-text">{both(wording.TEXT_BODY)}</label>'
        '<textarea id="add-text" name="text" rows="6"></textarea></div></fieldset>'
    )


def _field(name: str, label: Text, hint: Text | None = None, *, kind: str = "field") -> str:
    about = f' aria-describedby="add-{name}-hint"' if hint else ""
    below = f'<span id="add-{name}-hint" class="hint">{both(hint)}</span>' if hint else ""
    return (
        f'<div class="{kind}"><label for="add-{name}">{both(label)}</label>'
        f'<input id="add-{name}" name="{name}"{about}>{below}</div>'
    )
