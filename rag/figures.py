"""The numbers and dates of a sentence, with their units: "14e", "twenty-six", "3,67 %", "12h30"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import Token
from rag.numerals import RANKS, SCALES, begins, by_word, listed, numeral

MONTHS = by_word(
    {
        1: "janvier january",
        2: "fevrier february",
        3: "mars march",
        4: "avril april",
        5: "mai may",
        6: "juin june",
        7: "juillet july",
        8: "aout august",
        9: "septembre september",
        10: "octobre october",
        11: "novembre november",
        12: "decembre december",
    }
)
WEEKDAYS = by_word(
    {
        0: "lundi monday",
        1: "mardi tuesday",
        2: "mercredi wednesday",
        3: "jeudi thursday",
        4: "vendredi friday",
        5: "samedi saturday",
        6: "dimanche sunday",
    }
)
_UNITS = by_word(
    {
        "%": "pourcent percent",
        "money": "dollar dollars euro euros livre livres pound pounds yen yuan rouble roubles",
        "year": "an ans annee annees year years",
        "month": "mois month months",
        "week": "semaine semaines week weeks",
        "day": "jour jours day days",
        "hour": "heure heures hour hours h",
        "minute": "minute minutes min mn",
        "km": "km kilometre kilometres kilometer kilometers",
    }
)
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "md": 1e9, "mds": 1e9, "tn": 1e12}
_SUFFIXED = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)(\d*)")  # "1990s", "12h30", "$2bn", "30km"
_SIGNS = "$€£"
COUNTING = frozenset([*SCALES["fr"], *SCALES["en"], *_UNITS, *RANKS])
_ABOUT = listed(
    "environ pres presque quelque approximativement autour about around nearly almost some roughly"
    " approximately"
)
_YEARS = range(1400, 2200)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence with its unit; none where it counts what no list knows.

    ``span`` are the numbers of its tokens, first and past the last; ``about``: said to be no more
    than near.
    """

    value: float
    unit: str | None
    span: tuple[int, int]
    about: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number and date of a sentence; ``days`` are (day, month) pairs."""

    figures: tuple[Figure, ...]
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[tuple[int, int]]
    weekdays: frozenset[int]


def read_numbers(line: str, found: Sequence[Token], language: str) -> Numbers:
    """The numbers of a sentence in ``fr`` or ``en``."""
    figures: list[Figure] = []
    years: set[int] = set()
    number = 0
    while number < len(found):
        if not begins(found[number].folded):
            number += 1
            continue
        year = _year(line, found, number)
        figure = (
            None if year or _is_day(line, found, number) else _read(line, found, number, language)
        )
        if year:
            years.add(year)
        if figure:
            figures.append(figure)
        number = figure.span[1] if figure else number + 1
    named = [number for number in range(len(found)) if is_month(line, found, number)]
    months = {number: MONTHS[found[number].folded] for number in named}
    days = {(day, month) for at, month in months.items() if (day := _day_beside(found, at))}
    weekdays = frozenset(WEEKDAYS[each.folded] for each in found if each.folded in WEEKDAYS)
    return Numbers(
        tuple(figures), frozenset(years), frozenset(months.values()), frozenset(days), weekdays
    )


def _read(line: str, found: Sequence[Token], number: int, language: str) -> Figure | None:
    """The figure that begins with a token."""
    suffixed = _SUFFIXED.fullmatch(found[number].folded)
    if suffixed:
        return _suffixed(line, found, number, suffixed)
    told = numeral(line, found, number, language)
    if told is None:
        return None
    value, end = told
    start, stop = found[number].start, found[end - 1].end
    before, after = line[max(0, start - 2) : start], line[stop : stop + 14].lstrip(" \u202f")
    unit: str | None = None
    if after.startswith(("%", "pour cent", "per cent")):
        unit = "%"
    elif any(sign in before or after.startswith(sign) for sign in _SIGNS):
        unit = "money"
    else:
        unit = _unit_behind(found, end)
    if unit == "hour" and (minutes := _minutes_behind(line, found, end)) is not None:
        value, end = value + minutes / 60, end + 2
    return Figure(value, unit, (number, end), _is_about(found, number))


def _suffixed(line: str, found: Sequence[Token], number: int, read: re.Match[str]) -> Figure:
    """A figure that is written with its unit or its scale: "30km", "12h30", "$2bn"."""
    value, suffix = float(read[1]), read[2]
    start = found[number].start
    is_money = any(sign in line[max(0, start - 2) : start] for sign in _SIGNS)
    if suffix in _SHORT_SCALES and (is_money or suffix != "m"):
        value, unit = value * _SHORT_SCALES[suffix], "money" if is_money else None
    else:
        unit = _UNITS.get(suffix, suffix)
    if unit == "hour" and read[3]:
        value += int(read[3]) / 60
    return Figure(value, unit, (number, number + 1), _is_about(found, number))


def _unit_behind(found: Sequence[Token], end: int) -> str | None:
    for token in found[end : end + 3]:
        if token.folded in _UNITS:
            return _UNITS[token.folded]
        if token.folded not in ("de", "d", "of", "us", "bons", "autres", "other", "more"):
            break
    return None


def _minutes_behind(line: str, found: Sequence[Token], end: int) -> int | None:
    """The minutes of "14 h 30", of which ``end`` is the "h"."""
    if end + 1 >= len(found) or found[end].folded not in ("h", "heures"):
        return None
    minutes, gap = found[end + 1].folded, line[found[end].end : found[end + 1].start]
    is_time = gap == " " and len(minutes) == 2 and minutes.isdigit() and int(minutes) < 60
    return int(minutes) if is_time else None


def _is_about(found: Sequence[Token], number: int) -> bool:
    return any(token.folded in _ABOUT for token in found[max(0, number - 2) : number])


def _year(line: str, found: Sequence[Token], number: int) -> int | None:
    """The year that a token is, or the first of its decade: "the 1990s"."""
    token = found[number]
    digits = token.folded.removesuffix("s")
    if not digits.isdigit() or int(digits) not in _YEARS:
        return None
    if not line[token.start : token.end].removesuffix("s").isdigit():
        return None
    after = found[number + 1].folded if number + 1 < len(found) else ""
    counted = after in COUNTING or after in ("soldats", "troops")
    return None if counted else int(digits)


def is_month(line: str, found: Sequence[Token], number: int) -> bool:
    """Whether a word names a month: "May" only with its capital, and not behind a name's."""
    folded = found[number].folded
    if folded not in MONTHS:
        return False
    if folded not in ("may", "march"):
        return True
    if not line[found[number].start].isupper():
        return False
    before = found[number - 1] if number else None
    return before is None or not (line[before.start].isupper() and not _opens(line, before))


def _opens(line: str, token: Token) -> bool:
    return token.folded in ("in", "on", "by", "since", "last", "this", "until", "from", "late")


def _day_beside(found: Sequence[Token], number: int) -> int | None:
    for near in (number - 1, number + 1):
        if 0 <= near < len(found) and found[near].folded.isdigit():
            day = int(found[near].folded)
            if 1 <= day <= 31:
                return day
    if number > 1 and found[number - 1].folded == "of" and found[number - 2].folded.isdigit():
        return int(found[number - 2].folded)
    return None


def _is_day(line: str, found: Sequence[Token], number: int) -> bool:
    folded = found[number].folded
    if not folded.isdigit() or not 1 <= int(folded) <= 31:
        return False
    beside = [near for near in (number - 1, number + 1) if 0 <= near < len(found)]
    if any(is_month(line, found, near) for near in beside):
        return True
    return number > 0 and (
        found[number - 1].folded in WEEKDAYS or (found[number - 1].folded, folded) == ("le", "1")
    )
