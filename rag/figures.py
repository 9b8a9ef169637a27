"""The numbers and dates of a sentence: "un milliard et demi", "14e", "twenty-six", "3,67 %"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import Token


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as a line."""
    return frozenset(words.split())


MONTHS = {
    name: number
    for number, names in enumerate(
        [
            *("janvier january", "fevrier february", "mars march", "avril april", "mai may"),
            *("juin june", "juillet july", "aout august", "septembre september"),
            *("octobre october", "novembre november", "decembre december"),
        ],
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        [
            *("lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday"),
            *("vendredi friday", "samedi saturday", "dimanche sunday"),
        ]
    )
    for name in names.split()
}
_SPELT = {
    name: float(value)
    for value, names in {
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten dizaine",
        11: "onze eleven",
        12: "douze twelve douzaine dozen",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen quinzaine",
        16: "seize sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "vingt twenty vingtaine",
        30: "trente thirty trentaine",
        40: "quarante forty quarantaine",
        50: "cinquante fifty cinquantaine",
        60: "soixante sixty soixantaine",
        70: "septante seventy",
        80: "octante eighty",
        90: "nonante ninety",
        100: "cent cents hundred centaine",
    }.items()
    for name in names.split()
}
_RANKS = {
    name: float(value)
    for value, names in {
        2: "deuxieme second seconde",
        3: "troisieme third tiers",
        4: "quatrieme fourth",
        5: "cinquieme fifth",
        6: "sixieme sixth",
        7: "septieme seventh",
        8: "huitieme eighth",
        9: "neuvieme ninth",
        10: "dixieme tenth",
        11: "onzieme eleventh",
        12: "douzieme twelfth",
        20: "vingtieme twentieth",
    }.items()
    for name in names.split()
}
_COMMON_SCALES = {
    **dict.fromkeys(listed("mille thousand millier milliers thousands"), 1e3),
    **dict.fromkeys(listed("million millions"), 1e6),
    **dict.fromkeys(listed("milliard milliards"), 1e9),
}
_SCALES = {  # a French billion is a thousand English ones
    "fr": {**_COMMON_SCALES, "billion": 1e12, "billions": 1e12, "trillion": 1e18},
    "en": {**_COMMON_SCALES, "billion": 1e9, "billions": 1e9, "trillion": 1e12, "trillions": 1e12},
}
_UNITS = {
    name: unit
    for unit, names in {
        "%": "pourcent percent",
        "money": "dollar dollars euro euros livre livres pound pounds yen yuan rouble roubles",
        "year": "an ans annee annees year years",
        "month": "mois month months",
        "week": "semaine semaines week weeks",
        "day": "jour jours day days",
        "hour": "heure heures hour hours",
        "minute": "minute minutes",
        "km": "km kilometre kilometres kilometer kilometers",
    }.items()
    for name in names.split()
}
COUNTING = frozenset([*_SCALES["fr"], *_SCALES["en"], *_UNITS, *_RANKS])
_ONES = frozenset({"un", "une", "a", "one"})
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
    months: set[int] = set()
    days: set[tuple[int, int]] = set()
    number = 0
    while number < len(found):
        if is_month(line, found, number):
            month = MONTHS[found[number].folded]
            months.add(month)
            if (day := _day_beside(found, number)) is not None:
                days.add((day, month))
        value = _value(line, found, number, language)
        if value is None or _is_day(line, found, number):
            number += 1
            continue
        end = number + 1
        if value in _YEARS and _is_year(line, found, number):
            years.add(int(value))
        else:
            value, end = _whole(found, number, value, language)
            figures.append(_figure(line, found, number, end, value))
        number = end
    weekdays = frozenset(WEEKDAYS[each.folded] for each in found if each.folded in WEEKDAYS)
    return Numbers(tuple(figures), frozenset(years), frozenset(months), frozenset(days), weekdays)


def _value(line: str, found: Sequence[Token], number: int, language: str) -> float | None:
    folded = found[number].folded
    if folded[0].isdigit():
        try:
            return float(folded)
        except ValueError:
            return None
    before = found[number - 1].folded if number else ""
    if folded in ("cent", "cents") and before in ("pour", "per"):
        return None
    after = found[number + 1].folded if number + 1 < len(found) else ""
    if folded in _ONES and (after in _SCALES.get(language, ()) or _halved(found, number + 1)):
        return 1.0
    if folded in _RANKS and line[found[number].start].isupper() and number:
        return None  # a name: the Second World War
    return _SPELT.get(folded) or _RANKS.get(folded)


def _whole(found: Sequence[Token], number: int, value: float, language: str) -> tuple[float, int]:
    """The value with the words behind it ("milliards", "et demi", "-six"), and where they end."""
    scales, end, scale = _SCALES.get(language, _COMMON_SCALES), number + 1, 1.0
    while end < len(found):
        word = found[end].folded
        small = _SPELT.get(word)
        if word in scales:
            scale *= scales[word]
            value *= scales[word]
        elif word in ("cent", "cents", "hundred") and 1 <= value < 10:
            value *= 100
        elif word in ("vingt", "vingts") and value == 4:
            value = 80.0
        elif small and small < 20 and value >= 20 and value % 10 == 0 and scale == 1:
            if found[number].folded[0].isdigit() or small + value % 100 >= 100:
                break
            value += small
        elif _halved(found, end):
            value += 0.5 * scale
            end = next(at for at in range(end, len(found)) if found[at].folded in _HALVES)
        else:
            break
        end += 1
    return value, end


_HALVES = ("demi", "demie", "half")


def _halved(found: Sequence[Token], number: int) -> bool:
    words = [token.folded for token in found[number : number + 3]]
    return words[:2] in (["et", "demi"], ["et", "demie"]) or words == ["and", "a", "half"]


def _figure(line: str, found: Sequence[Token], first: int, end: int, value: float) -> Figure:
    start, stop = found[first].start, found[end - 1].end
    before, after = line[max(0, start - 2) : start], line[stop : stop + 14].lstrip(" \u202f")
    unit: str | None = None
    if after.startswith(("%", "pour cent", "per cent")):
        unit = "%"
    elif any(sign in before or after.startswith(sign) for sign in "$€£"):
        unit = "money"
    else:
        for token in found[end : end + 3]:
            if token.folded in _UNITS:
                unit = _UNITS[token.folded]
                break
            if token.folded not in ("de", "d", "of", "us", "bons", "autres", "other", "more"):
                break
    about = any(token.folded in _ABOUT for token in found[max(0, first - 2) : first])
    return Figure(value, unit, (first, end), about)


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


def _is_year(line: str, found: Sequence[Token], number: int) -> bool:
    token = found[number]
    if not token.folded.isdigit() or not line[token.start : token.end].isdigit():
        return False
    after = found[number + 1].folded if number + 1 < len(found) else ""
    return after not in COUNTING and after not in ("soldats", "troops")
