"""What the first lines of a text say about it: title, date, place, origin, in French and English.

Only the first lines are looked at, and only forms that are headers and nothing else: a date in a
sentence is what the article tells, not when it was published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from index.analysis import tokens
from index.readers.dateline import read_dateline
from index.readers.dates import SPACE, after_clock, find_date, plausible
from index.readers.encoding import one_line
from index.readers.fields import language_code
from index.readers.lines import unwrap
from index.types import PartialDate

_LINES = 12  # how far down, in lines that are not empty, headers may go on
_BELOW = 200  # lines that show whether a text was broken at a width
_LONGEST_HEADER = 500
_LONGEST_TITLE = 160
_LONGEST_BYLINE = 80
_FIELD = re.compile(
    r"(?P<key>titre|title|lieu|place|location|source|origine|url|lien|link|langue|language|lang)"
    rf"{SPACE}*[:=]{SPACE}*(?P<value>\S.*)",
    re.IGNORECASE,
)
_FIELD_NAMES = {
    "titre": "title",
    "title": "title",
    "lieu": "place",
    "place": "place",
    "location": "place",
    "source": "origin",
    "origine": "origin",
    "url": "url",
    "lien": "url",
    "link": "url",
    "langue": "language",
    "language": "language",
    "lang": "language",
}
_UPDATED = r"mise? à jour|modifiée?|actualisée?|last (?:updated|modified)|updated|modified"
_DATED = re.compile(
    r"(?:date(?! de)|(?P<updated>" + _UPDATED + r")"
    r"|date de (?:publication|parution)|publication date|date published"
    r"|publi(?:ée?|cation)|published|posted|parue?|mise? en ligne)"
    rf"(?P<link>{SPACE}+(?:le|on|at)(?={SPACE}))?(?P<colon>{SPACE}*[:=])?{SPACE}*",
    re.IGNORECASE,
)
# What may share a header's line after its date: an update, a byline, a reading time.
_TRAILER = re.compile(
    rf"{SPACE}*(?:[-–—|,·•(/]{SPACE}*)?"
    rf"(?:(?:{_UPDATED}|temps de lecture|lecture|reading time|\d+ min)\b.{{0,80}}"
    r"|(?:par|by)\s[^,.;:!?]{2,60})?\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:(?:par|by)\s|(?:auteure?|author|rédaction)\s*:)", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-*•▪◦·‣>|]|\d{1,3}[.)])\s")


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines gave, and the text without them (a dateline stays in it)."""

    text: str
    title: str | None = None
    published: PartialDate | None = None
    place: str | None = None
    language: str | None = None
    url: str | None = None
    origin: str | None = None


@dataclass(slots=True)
class _Scan:
    """The lines that are left, and what those before them said."""

    lines: list[str]
    language: str
    today: date
    titled: bool
    kept: list[str] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    published: PartialDate | None = None
    updated: PartialDate | None = None


def take_header(text: str, *, language: str, today: date, title: str | None = None) -> Header:
    """Take title and headers out of a clean text; ``title`` is the one already known, if any."""
    if title:
        text = without_title(text, title)
    scan = _Scan(text.split("\n"), language, today, titled=title is not None)
    for _ in range(_LINES):
        while scan.lines and not scan.lines[0].strip():
            scan.lines.pop(0)
        if not scan.lines or not _take_line(scan):
            break
    rest = "\n".join(scan.lines).strip()
    dateline = read_dateline(rest, language=language, today=today)
    return Header(
        text="\n\n".join(filter(None, ["\n".join(scan.kept), rest])),
        published=scan.published or dateline.published or scan.updated,
        title=scan.found.get("title"),
        place=scan.found.get("place") or dateline.place,
        language=scan.found.get("language"),
        url=scan.found.get("url"),
        origin=scan.found.get("origin"),
    )


def _take_line(scan: _Scan) -> bool:
    """Take one line; False where the text proper has begun."""
    line = scan.lines[0].strip()
    # No header is longer, and the patterns of headers are not for megabytes of white space.
    if len(line) <= _LONGEST_HEADER and _take_field(scan, line):
        return True
    if _take_date(scan, line):
        return True
    if not scan.titled and _is_title(scan.lines, scan.language, scan.today):
        scan.titled = True
        scan.found["title"] = scan.lines.pop(0).strip().lstrip("#").strip()
        return True
    if scan.titled and len(line) <= _LONGEST_BYLINE and _BYLINE.match(line) and line[-1] != ".":
        scan.kept.append(scan.lines.pop(0))
        return True
    return False


def _take_date(scan: _Scan, line: str) -> bool:
    head = line[:_LONGEST_HEADER]
    label = _DATED.match(head)
    match = find_date(head, label.end() if label else 0, language=scan.language)
    if match is None or not plausible(match[0], scan.today):
        return False
    found, end = match
    surely = bool(label and (label["link"] or label["colon"]))
    if found.month is None and not surely:
        return False  # a year alone is a heading, or the start of a sentence
    rest = _rest_after(line, end, labelled=label is not None)
    if rest is None:
        return False
    if label and label["updated"]:
        scan.updated = scan.updated or found
    else:
        scan.published = scan.published or found
    scan.lines[:1] = [rest] if rest else []
    return True


def _rest_after(line: str, end: int, *, labelled: bool) -> str | None:
    """What follows a date on its line and belongs to the text; None where it is no header."""
    end = after_clock(line[:_LONGEST_HEADER], end)
    if len(line) <= _LONGEST_HEADER and _TRAILER.fullmatch(line, end):
        return ""
    rest = line[end:]
    if not labelled or not rest[0].isspace():
        return None
    rest = rest.strip()
    return rest if rest[0].isupper() or rest[0] in "«“\"'‘" else None


def _take_field(scan: _Scan, line: str) -> bool:
    match = _FIELD.fullmatch(line)
    if match is None:
        return False
    name, value = _FIELD_NAMES[match["key"].lower()], match["value"].strip()
    if name == "language":
        value = language_code(value) or ""
    elif name == "url" and not value.startswith(("http://", "https://")):
        return False
    if not value or name in scan.found or (name == "title" and scan.titled):
        return False
    if name == "origin" and value.startswith(("http://", "https://")):
        name = "url"
    scan.titled = scan.titled or name == "title"
    scan.found[name] = one_line(value)
    scan.lines.pop(0)
    return True


def _is_title(lines: list[str], language: str, today: date) -> bool:
    """Whether the first line is short, ends like no sentence, and has a text below it."""
    line, below = lines[0].strip(), lines[1].strip() if len(lines) > 1 else ""
    if len(line) > _LONGEST_TITLE or line.endswith((".", ",", ";", ":", "…")):
        return False
    label = _DATED.match(line)
    if label and label["colon"]:  # a date that could not be read is no title
        return False
    if not any(map(str.isalpha, line)) or _ITEM.match(line) or not any(map(_says, lines[1:])):
        return False
    if below[:1].islower() or _is_broken_line(lines[:_BELOW]):
        return False  # the first line of a paragraph that was broken at a width
    dateline = read_dateline(line, language=language, today=today)
    return dateline.published is None and dateline.place is None


def _says(line: str) -> bool:
    return any(map(str.isalnum, line))


def _is_broken_line(lines: list[str]) -> bool:
    """Whether the first line goes on in the second because a program broke it at a width."""
    return bool(lines[1:] and lines[1]) and unwrap("\n".join(lines)).split("\n", 1)[0] != lines[0]


def without_title(text: str, title: str) -> str:
    """The text without the title that it repeats at its top, over one line or several."""
    wanted = [token.folded.lower() for token in tokens(title)]
    top = text[: 2 * len(title) + 100]
    seen = tokens(top)[: len(wanted)]
    if not wanted or [token.folded.lower() for token in seen] != wanted:
        return text
    line_end = text.find("\n", seen[-1].end)
    if line_end < 0 or any(map(str.isalnum, text[seen[-1].end : line_end])):
        return text
    return text[line_end:].strip()
