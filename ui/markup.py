"""Text to HTML that can only ever be text: the one place where markup is made.

The page hands its HTML to the browser unsanitised, so :func:`escape` is the guard: nothing that
comes from an article, a question or a setting reaches the page by another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from index.types import Span
from ui.text import Text

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;"}
)
# What no HTML may hold, and half of a surrogate pair, which no response can encode.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"\s*(?:[-•*‣▪]|\d{1,2}[.)])\s")
_UNSAFE_IN_URL = re.compile(r"[\s\x00-\x1f\x7f\\<>\"'`^{|}]")
_LONGEST_FRAGMENT = 300
_FRAGMENT_WORDS = 6


Attributes = Mapping[str, str | int | bool | None]


class Layer(NamedTuple):
    """A span of a text that an element stands around: its name, and its class if it has one."""

    span: Span
    name: str
    kind: str = ""


def escape(text: str) -> str:
    """The text for an element or a quoted attribute; every character stays one character."""
    return _UNPRINTABLE.sub("\ufffd", text).translate(_ESCAPES)


def element(name: str, *content: str, attributes: Attributes | None = None) -> str:
    """An element around HTML; attributes are escaped, ``True`` is bare, ``None`` left out."""
    written = "".join(_attribute(key, value) for key, value in (attributes or {}).items())
    return f"<{name}{written}>{''.join(content)}</{name}>"


def both(text: Text) -> str:
    """A text in both languages; the page's style shows the one that is chosen."""
    if text.fr == text.en:
        return escape(text.fr)
    return (
        f'<span data-in="fr" lang="fr">{escape(text.fr)}</span>'
        f'<span data-in="en" lang="en">{escape(text.en)}</span>'
    )


def hidden(text: Text) -> str:
    """A text in both languages that only a screen reader gets."""
    return element("span", both(text), attributes={"class": "unseen"})


def prose(text: str, part: Span, layers: Iterable[Layer]) -> str:
    """A part of a text as paragraphs, one a line, with elements around the spans of ``layers``.

    Spans are counted in ``text``. They may overlap, stick out and run over lines: an element
    never crosses a paragraph, and of two that overlap the later is split by the earlier.
    """
    kept = [Layer(_meet(layer.span, part), layer.name, layer.kind) for layer in layers]
    lines = (_meet(Span(*match.span()), part) for match in _LINE.finditer(text))
    return "".join(
        element("p", marked(text, line, kept), attributes=_kind(line, text))
        for line in lines
        if text[line.start : line.end].strip()
    )


def marked(text: str, part: Span, layers: Sequence[Layer]) -> str:
    """A part of a text on one line, with elements around the spans of ``layers``."""
    if not layers:
        return escape(text[part.start : part.end])
    first, rest = layers[0], layers[1:]
    before = Span(part.start, min(part.end, first.span.start))
    within = _meet(part, first.span)
    after = Span(max(part.start, first.span.end), part.end)
    if within.start >= within.end:
        return marked(text, part, rest)
    html = element(first.name, marked(text, within, rest), attributes={"class": first.kind or None})
    return (
        marked(text, before, rest) * _any(before) + html + marked(text, after, rest) * _any(after)
    )


def safe_url(url: str) -> str | None:
    """The URL where it is one of the web that can be linked to; any other scheme gives none."""
    if _UNSAFE_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def link_to_quote(url: str, quotation: str) -> str:
    """The URL with a text fragment, which has the browser scroll to the quotation.

    See https://wicg.github.io/scroll-to-text-fragment/: a long quotation, or one that runs over
    lines, is named by its first and last words.
    """
    words = quotation.split()
    if len(quotation) <= _LONGEST_FRAGMENT and "\n" not in quotation:
        directive = _percent(" ".join(words))
    else:
        first, last = words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]
        directive = f"{_percent(' '.join(first))},{_percent(' '.join(last))}"
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _percent(text: str) -> str:
    # A dash, a comma and an ampersand have a meaning of their own in a text directive.
    return quote(_UNPRINTABLE.sub("\ufffd", text), safe="").replace("-", "%2D")


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _kind(line: Span, text: str) -> Attributes:
    item = _ITEM.match(text, line.start, line.end)
    return {"dir": "auto", "class": "item" if item else None}


def _meet(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


def _any(span: Span) -> bool:
    return span.start < span.end
