"""The block between two lines of dashes at the top of a text, by python-frontmatter."""

from __future__ import annotations

import re

import yaml
from frontmatter.default_handlers import YAMLHandler

_LONGEST = 20_000  # characters of a block that are front matter, and not a text between two rules
_KEY_LINE = re.compile(r"(?P<name>[^\W\d][\w .-]{0,40}?)\s*:\s*(?P<value>.*)")


def take_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The values of the front matter, and the text below it; nothing and the text where none is."""
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        block, rest = handler.split(text)
    except ValueError:  # one line of dashes, and no second one
        return {}, text
    values = _values(handler, block) if len(block) <= _LONGEST else {}
    return (values, rest) if values else ({}, text)


def _values(handler: YAMLHandler, block: str) -> dict[str, object]:
    """Every scalar as the text that was written: ``2025-07`` and ``no`` are neither int nor bool.

    ``BaseLoader`` builds strings, lists and mappings, and nothing else.
    """
    try:
        loaded = handler.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return _values_by_line(block)
    if not isinstance(loaded, dict):
        return {}
    return {str(name): value for name, value in loaded.items() if isinstance(value, str | dict)}


def _values_by_line(block: str) -> dict[str, object]:
    """``name: value`` lines of what is no YAML: people write "title: Budapest : un sommet"."""
    matches = filter(None, map(_KEY_LINE.fullmatch, block.split("\n")))
    return {match["name"]: match["value"].strip().strip("\"'") for match in matches}
