"""Datelines: "Budapest, 21 mai 2025 —", "PARIS, May 21, 2025 (AFP) -", "Astana (AFP) –"."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from index.analysis import fold, is_stop_word
from index.readers.dates import SPACE, find_date, plausible
from index.types import PartialDate

_WORD = r"[^\W\d_](?:[^\W\d_]|[.'’-](?=[^\W\d_])|(?<=[A-Z])\.)*"
_PLACE = re.compile(rf"{_WORD}(?:,?{SPACE}{_WORD}){{0,5}}")
_AGENCY = re.compile(rf"{SPACE}*\((?P<name>[^()\n]{{2,30}})\)")
_DASH = re.compile(rf"{SPACE}*(?:[—–―]|--?)(?={SPACE}|[^\W\d_]|$|[«“\"])")
_STOP = re.compile(rf"\.(?={SPACE}+[^\W\d_a-z])|{SPACE}*:(?={SPACE})")
_LINK = re.compile(rf",?{SPACE}*(?:(?:le|on){SPACE}+)?")
_PARTICLES = frozenset((
    "de", "du", "des", "d", "la", "le", "les", "l", "sur", "sous", "en", "et", "au", "aux",
    "of", "the", "upon", "and", "am", "an", "der", "den",
))  # fmt: skip
_ARTICLES = frozenset(("la", "le", "les", "los", "las", "the", "el"))  # La Haye, Le Caire
_WEEKDAYS = frozenset((
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
))  # fmt: skip
_LONGEST = 60  # characters of a place


class Dateline(NamedTuple):
    """Where and when an article says that it was written; either may be missing."""

    place: str | None = None
    published: PartialDate | None = None


def read_dateline(text: str, *, language: str, today: date) -> Dateline:
    """The dateline that opens a text, or an empty one. The text keeps its dateline."""
    line = text.split("\n", 1)[0][:200]
    for place, end in _places(line):
        dateline = _after_place(line, place, end, language, today)
        if dateline is not None:
            return dateline
    return Dateline()


def _places(line: str) -> list[tuple[str, int]]:
    """What may be the place, longest first: "Paris, May" gives way to "Paris" and a date."""
    match = _PLACE.match(line)
    if match is None:
        return [("", 0)]
    ends = [found.end() for found in re.finditer(_WORD, match[0])]
    candidates = [(line[:end], end) for end in reversed(ends)]
    return [*((place, end) for place, end in candidates if _is_place(place)), ("", 0)]


def _is_place(place: str) -> bool:
    words = re.findall(r"[^\W_]+", place)
    first = fold(words[0])
    if len(place) > _LONGEST or first in _WEEKDAYS or not words[-1][0].isupper():
        return False
    if is_stop_word(first, "fr") or is_stop_word(first, "en"):
        return first in _ARTICLES and len(words) > 1 and words[1][0].isupper()
    return words[0][0].isupper() and all(
        word[0].isupper() or fold(word) in _PARTICLES for word in words
    )


def _after_place(line: str, place: str, end: int, language: str, today: date) -> Dateline | None:
    """The dateline if a date, an agency or capitals, and then a dash, follow the place."""
    agency = _AGENCY.match(line, end)
    end = agency.end() if agency else end
    link = _LINK.match(line, end)
    begin = link.end() if link and (place or end == 0) else end
    dated = find_date(line, begin, language=language)
    if dated and (dated[0].day is None or not plausible(dated[0], today)):
        return None
    undated_day = None if dated else _day_without_year(line, begin)
    end = dated[1] if dated else undated_day or end
    if late := _AGENCY.match(line, end):
        agency, end = late, late.end()
    dash = _DASH.match(line, end)
    if not (dash or (dated and place and _STOP.match(line, end))):
        return None
    if agency or (place and (dated or undated_day)):
        return Dateline(_readable(place), dated[0] if dated else None)
    # A day without a place is a chronology's: "14 juillet 1789 — La Bastille est prise".
    capitals = dash and not dated and _is_place_in_capitals(place, dash[0].strip(), language)
    return Dateline(_readable(place)) if capitals else None


def _day_without_year(line: str, begin: int) -> int | None:
    """Where "21 mai" or "May 21" ends: a day, but of which year the line does not say."""
    match = re.compile(
        rf"(?:\d{{1,2}}(?:er|st|nd|rd|th)?{SPACE}[^\W\d_]{{3,9}}\.?"
        rf"|[^\W\d_]{{3,9}}\.?{SPACE}\d{{1,2}}(?:st|nd|rd|th)?)(?![^\W_])"
    ).match(line, begin)
    if match is None:
        return None
    with_year = find_date(f"{match[0]} 2000")
    return match.end() if with_year and with_year[0].day else None


def _is_place_in_capitals(place: str, dash: str, language: str) -> bool:
    """Whether capitals alone name a place: "ASTANA — ", and "DOHA - " in English.

    French press writes rubrics before a hyphen: of 47 such openings in 12,000 articles of
    OrangeSum, "INSOLITE - " and its like, one was a place. "ONU — " is too short for one.
    """
    long_enough = place.isupper() and sum(map(str.isalpha, place)) >= 4
    return long_enough and (dash in "—–―" or language == "en")


def _readable(place: str) -> str | None:
    return (place.title() if place.isupper() and len(place) > 3 else place) or None
