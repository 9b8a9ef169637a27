"""Lines that a program broke at a width, put back together into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

_ITEM = re.compile(r"(?:[-–—*•▪◦·‣>#|]|\(?(?:\d{1,3}|[a-zA-Z])[.)])(?=\s)")
_WIDEST = 120  # characters; nobody wraps text wider than that
_NARROWEST = 40
_ENDINGS = (".", "!", "?", "…", ":", ";", "»", "”", '"')


def unwrap(text: str) -> str:
    """Join lines that were broken at a fixed width; other line breaks stay.

    A break was made at a width where the next line's first word would not have fitted; it takes
    several such breaks, in the middle of sentences, to believe it of a text.
    """
    lines = text.split("\n")
    pairs = [(above, below) for above, below in pairwise(lines) if above and below]
    width = max(map(len, lines))

    def full(above: str, below: str) -> bool:
        return len(above) + 1 + len(below.split(" ", 1)[0]) > width

    broken = [above for above, below in pairs if full(above, below)]
    wrapped = (
        _NARROWEST <= width <= _WIDEST
        and len(broken) >= 3
        and len(broken) > 0.6 * len(pairs)
        and sum(line.endswith(_ENDINGS) for line in broken) <= len(broken) / 2
    )

    def continues(above: str, below: str) -> bool:
        runs_on = len(above) >= _NARROWEST and below[0].islower() and not above.endswith(_ENDINGS)
        return runs_on or (wrapped and full(above, below))

    return _join(lines, continues)


def unwrap_ragged(text: str) -> str:
    """Join the lines of a page set in a proportional font, and the words hyphenated at their ends.

    A paragraph ends at a line that is clearly shorter than the others; a word keeps its hyphen
    where the text has it with the hyphen elsewhere ("vice-président").
    """
    lines = [line.strip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0

    def continues(above: str, below: str) -> bool:
        if below[0].islower() and not above.endswith(_ENDINGS):
            return len(above) > 0.4 * width
        return len(above) >= (0.85 if above.endswith(_ENDINGS) else 0.7) * width

    return _join(lines, continues, hyphenated=text)


def _join(
    lines: list[str], continues: Callable[[str, str], bool], *, hyphenated: str | None = None
) -> str:
    """Join each line to the one above where ``continues`` says so of the two lines as they were."""
    parts = lines[:1]
    for above, below in pairwise(lines):
        if not above or not below or _ITEM.match(below.lstrip()) or not continues(above, below):
            parts.append("\n" + below)
        elif hyphenated and above.endswith("-") and below[0].islower():
            if _is_broken_word(above, below, hyphenated):
                parts[-1] = parts[-1].removesuffix("-")
            parts.append(below)
        else:
            parts.append(" " + below.lstrip())
    return "".join(parts)


def _is_broken_word(above: str, below: str, text: str) -> bool:
    head, tail = re.search(r"[^\W_]+-$", above), re.match(r"[^\W_]+", below)
    if head is None or tail is None:
        return False
    return head[0] + tail[0] not in text
