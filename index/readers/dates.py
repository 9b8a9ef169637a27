"""Dates as French and English articles write them, with the precision that they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from index.analysis import fold
from index.types import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan",
            "fevrier february fevr fev feb",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lun|mer|jeu|ven|sam|dim"
)
SPACE = r"[ \t\u00a0\u202f]"
_GAP = rf"{SPACE}+"
_DAY = r"(?P<d>[0-3]?\d)(?:er|st|nd|rd|th)?"
_YEAR = r"(?P<y>[12]\d{3})(?!\d|[.,]\d)"
_MONTH = r"(?P<name>[^\W\d_]{3,9})\.?"
_WEEKDAY = re.compile(rf"(?:le{_GAP})?(?:(?:{_WEEKDAYS})\.?,?{_GAP})?(?:le{_GAP})?", re.IGNORECASE)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>[12]\d{3})(?P<sep>[-/.])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)(?!\d)",
        r"(?P<y>[12]\d{3})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)",
        r"(?P<y>[12]\d{3})[-/](?P<m>[01]?\d)(?![-/.]?\d)",
        r"(?P<a>[0-3]?\d)(?P<sep>[-/.])(?P<b>[0-3]?\d)(?P=sep)" + _YEAR,
        r"(?P<m>[01]?\d)/" + _YEAR,
        rf"{_DAY}{_GAP}(?:of{_GAP})?{_MONTH},?{_GAP}{_YEAR}",
        rf"{_MONTH}{_GAP}{_DAY},?{_GAP}{_YEAR}",
        rf"{_MONTH},?{_GAP}{_YEAR}",
        _YEAR + r"(?![-/]\d)",
    )
)
_CLOCK = re.compile(
    r"[\sT,]*(?:à|at|[-–|])?\s*[0-2]?\d\s?(?:[:hH]\s?(?:[0-5]\d)?(?:[:.][0-5]\d(?:[.,]\d+)?)?"
    r"|(?=\s?[ap]\.?m))\s*(?:[ap]\.?m\b\.?)?"
    r"\s*(?:Z\b|\(?(?:GMT|UTC|CES?T|[ECMP][SD]?T)\)?)?\s*(?:[+-]\d\d:?\d\d\b)?",
    re.IGNORECASE,
)
_LONGEST = 100  # characters of a metadata value that may be a date and a time
_EARLIEST = 1450  # before printing there were no articles


def find_date(text: str, start: int = 0, *, language: str = "fr") -> tuple[PartialDate, int] | None:
    """The date that stands at ``start`` and where it ends, a weekday before it included.

    "05/06/2025" is 5 June in French and in doubt in English, where only its year is kept.
    """
    weekday = _WEEKDAY.match(text, start)
    begin = weekday.end() if weekday else start
    for form in _FORMS:
        match = form.match(text, begin)
        found = _date_of(match.groupdict(), language) if match else None
        if match and found:
            return found, match.end()
    return None


def after_clock(text: str, start: int) -> int:
    """Where the time of day that may follow a date ends; ``start`` itself where there is none."""
    match = _CLOCK.match(text, start)
    return match.end() if match else start


def parse_date(value: str, *, language: str = "fr") -> PartialDate | None:
    """The date of a metadata value: it begins the value, and at most a time follows it."""
    value = value.strip()[:_LONGEST]
    found = find_date(value, language=language)
    if found is None:
        return None
    rest = value[after_clock(value, found[1]) :]
    is_quantity = found[0].month is None and rest  # "2025 habitants"
    return None if is_quantity or rest[:1].isalnum() else found[0]


def date_of_number(value: float) -> PartialDate | None:
    """A year, a compact date such as 20250521, or seconds or milliseconds since 1970."""
    try:
        if value == int(value) and abs(value) < 1e8:
            return parse_date(str(int(value)))
        day = datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC).date()
    except (OverflowError, OSError, ValueError):  # infinities and NaN among them
        return None
    return PartialDate(day.year, day.month, day.day)


def date_in_name(stem: str) -> PartialDate | None:
    """The date in a file's name: "2025-05-21-sommet", "sommet_20250521", "2025-07 visite"."""
    for match in _name_dates(stem):
        found = find_date(match.replace("_", "-"))
        if found and found[0].month and found[1] == len(match):
            return found[0]
    return None


def _name_dates(stem: str) -> Iterator[str]:
    pattern = r"(?<![^\W_])(?:\d{4}([-_.])\d{2}\1\d{2}|\d{8}|\d{4}[-_]\d{2})(?![^\W_])"
    return (match[0] for match in re.finditer(pattern, stem))


def plausible(found: PartialDate, today: date) -> bool:
    """Whether an article can be of that date; a day of grace covers time zones."""
    return found.year >= _EARLIEST and found.first_day <= today + timedelta(days=1)


def _date_of(parts: dict[str, str | None], language: str) -> PartialDate | None:
    year, month, day = int(parts["y"] or 0), parts.get("m"), parts.get("d")
    if parts.get("a"):
        return _slashed(int(parts["a"] or 0), int(parts["b"] or 0), year, language)
    if (name := parts.get("name")) is not None:
        number = _MONTHS.get(fold(name))
        if number is None:
            return None
        return _valid(year, number, int(day) if day else None)
    return _valid(year, int(month) if month else None, int(day) if day else None)


def _slashed(first: int, second: int, year: int, language: str) -> PartialDate | None:
    if first > 12 or language != "en" or first == second:
        return _valid(year, second, first) or _valid(year, first, second)
    if second > 12:
        return _valid(year, first, second)
    return _valid(year, None, None)


def _valid(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        if month == 0 or day == 0:
            return None
        return PartialDate(year, month, day)
    except ValueError:
        return None
