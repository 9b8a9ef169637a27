"""What a sentence commits itself to: figures, dates, names, negations, quoted words.

A sentence that somebody wrote and the sentence that it stands on are read alike, and compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import Token, fold, is_stop_word, tokens
from rag.names import flat

_MONTHS = {
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
_WEEKDAYS = {
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
    name: value
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
        70: "seventy",
        80: "eighty",
        90: "ninety",
        100: "cent hundred centaine",
    }.items()
    for name in names.split()
}
_SCALES = {
    name: value
    for value, names in {
        1e3: "mille thousand millier milliers thousands",
        1e6: "million millions",
        1e9: "milliard milliards billion billions",
        1e12: "trillion trillions",
    }.items()
    for name in names.split()
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
_DENIED = 2  # words after a particle that it denies
_PARTICLES = frozenset(
    ["pas", "plus", "jamais", "rien", "aucun", "aucune", "personne", "guere", "point", "ni", "nul"]
)
_ONES = frozenset({"un", "une", "a", "one"})
_COUNTING = frozenset([*_SCALES, *_UNITS])
_YEARS = range(1400, 2200)
_LONGEST_QUOTE = 2000
_QUOTED = re.compile(
    rf"«([^»]{{1,{_LONGEST_QUOTE}}})»|“([^”]{{1,{_LONGEST_QUOTE}}})”|\"([^\"]{{1,{_LONGEST_QUOTE}}})\""
)
_NEGATION = re.compile(
    r"\b(?:ne|n['’])(?!\w*\s*que\b)(?=[^.;:]{0,60}\b(?:pas|plus|jamais|rien|aucune?|personne|guère"
    r"|ni|nulle?|point)\b)"
    r"|\b(?:jamais|aucune?|personne|rien|ni|nul)\b[^.;:,]{0,40}\b(?:ne\b|n['’])|\bsans\b|\bnon\b"
    r"|\b(?:not|never|no|none|nor|neither|nobody|without|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_REFUSAL = re.compile(  # verbs that say no without a particle; stems of folded words
    r"\b(?:refus|rejet|exclu|ecart|dement|deni|nie\b|nier|renonc|echou|empech|interdi|oppos|abandonn"
    r"|annul|boycot|rejected?|reject|refuse|declin|fail|prevent|forb|ban|abandon|cancel|rul(?:e|ed|es)"
    r" out|lack|absen|manqu|prive|depriv|elimin|suspend|object|turned? down)\w*"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence with its unit; none where it counts what no list knows."""

    value: float
    unit: str | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, read.

    ``names`` are folded words that are capitalised inside it; ``words`` the other words that say
    something, folded. ``days`` are (day, month) pairs. ``quoted`` are the stretches between
    quotation marks. ``negated`` are the words that a particle denies; ``denies``: there is one,
    ``refuses``: a verb says no.
    """

    text: str
    language: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[tuple[int, int]]
    weekdays: frozenset[int]
    quoted: tuple[str, ...]
    negated: frozenset[str]
    denies: bool
    refuses: bool


@lru_cache(maxsize=4096)
def read_claim(sentence: str, language: str) -> Claim:
    """Read a sentence in ``fr`` or ``en``."""
    line = flat(sentence)
    found = tuple(tokens(line))
    figures, years, months, days = _numbers(line, found)
    weekdays = frozenset(_WEEKDAYS[each.folded] for each in found if each.folded in _WEEKDAYS)
    dated = {*_MONTHS, *_WEEKDAYS}
    counted = {at for figure in figures for at in range(*figure.span)}
    names: list[str] = []
    words: list[str] = []
    for number, each in enumerate(found):
        if each.folded in dated or each.folded[0].isdigit() or each.start in counted:
            continue
        if is_stop_word(each.folded, language) or each.folded in _COUNTING:
            continue
        (names if _is_name(line, found, number) else words).append(each.folded)
    folded = " ".join(each.folded for each in found)
    return Claim(
        text=line,
        language=language,
        tokens=found,
        words=tuple(dict.fromkeys(words)),
        names=tuple(dict.fromkeys(names)),
        figures=figures,
        years=years,
        months=months,
        days=days,
        weekdays=weekdays,
        quoted=tuple(next(filter(None, each.groups())).strip() for each in _QUOTED.finditer(line)),
        negated=_negated(line, found, language),
        denies=_NEGATION.search(line) is not None,
        refuses=_REFUSAL.search(folded) is not None,
    )


def _negated(line: str, found: tuple[Token, ...], language: str) -> frozenset[str]:
    """The words that a particle stands before: "n'a pas signé", "sans accord", "did not sign"."""
    denied: set[str] = set()
    for particle in _NEGATION.finditer(line):
        after = [token for token in found if token.start >= particle.end()]
        told = 0
        for token in after:
            gap = line[particle.end() : token.start]
            if token.folded in _PARTICLES or is_stop_word(token.folded, language):
                if not re.search(r"[,;:.]", gap):
                    continue
                break
            if re.search(r"[,;:.]", gap) or told == _DENIED:
                break
            denied.add(token.folded)
            told += 1
    return frozenset(denied)


def _is_name(line: str, found: tuple[Token, ...], number: int) -> bool:
    """Capitalised where no sentence begins; a first word only if the next is capitalised too."""
    token = found[number]
    word = line[token.start : token.end]
    if not word[0].isupper():
        return False
    before = line[: token.start].rstrip(" «“\"'’(—–-•*")
    if before and before[-1] not in ".!?:":
        return True
    if word.isupper() and len(word) > 1:
        return True
    after = found[number + 1] if number + 1 < len(found) else None
    return after is not None and after.start == token.end + 1 and line[after.start].isupper()


def _numbers(
    line: str, found: tuple[Token, ...]
) -> tuple[tuple[Figure, ...], frozenset[int], frozenset[int], frozenset[tuple[int, int]]]:
    figures: list[Figure] = []
    years: set[int] = set()
    months: set[int] = set()
    days: set[tuple[int, int]] = set()
    number = 0
    while number < len(found):
        token = found[number]
        if (month := _month(line, token)) is not None:
            months.add(month)
            if (day := _day_beside(found, number)) is not None:
                days.add((day, month))
        value = _value(token.folded)
        if (
            token.folded in _ONES
            and number + 1 < len(found)
            and found[number + 1].folded in _SCALES
        ):
            value = 1.0
        if value is None or _is_day(line, found, number):
            number += 1
            continue
        end = number + 1
        if value in _YEARS and "." not in token.folded and _is_year(line, found, number):
            years.add(int(value))
        else:
            value, end = _scaled(found, value, end)
            figures.append(_figure(line, found, number, end, value))
        number = end
    return tuple(figures), frozenset(years), frozenset(months), frozenset(days)


def _value(folded: str) -> float | None:
    if folded[0].isdigit():
        try:
            return float(folded)
        except ValueError:
            return None
    return _SPELT.get(folded)


def _scaled(found: tuple[Token, ...], value: float, end: int) -> tuple[float, int]:
    """The value with "milliards" and "et demi" behind it, and the number of the token after."""
    while end < len(found):
        word = found[end].folded
        if word in _SCALES:
            value *= _SCALES[word]
        elif word in ("demi", "demie", "half") and value >= 1000:
            value *= 1.5 if value in _SCALES.values() else 1.0
        elif not (word in ("et", "and", "a") and _next_is(found, end, ("demi", "half"))):
            break
        end += 1
    return value, end


def _next_is(found: tuple[Token, ...], number: int, words: tuple[str, ...]) -> bool:
    return number + 1 < len(found) and found[number + 1].folded in words


def _figure(line: str, found: tuple[Token, ...], first: int, end: int, value: float) -> Figure:
    start, stop = found[first].start, found[end - 1].end
    before, after = line[max(0, start - 2) : start], line[stop : stop + 14]
    unit: str | None = None
    if after.lstrip(" ").startswith(("%", "pour cent", "per cent")):
        unit = "%"
    elif any(sign in before or after.lstrip(" ").startswith(sign) for sign in "$€£"):
        unit = "money"
    else:
        for token in found[end : end + 3]:
            if token.folded in _UNITS:
                unit = _UNITS[token.folded]
                break
            if token.folded not in ("de", "d", "of", "us", "bons", "autres", "other", "more"):
                break
    return Figure(value, unit, (start, stop))


def _month(line: str, token: Token) -> int | None:
    """A month; "may" and "march" only with their capital."""
    month = _MONTHS.get(token.folded)
    if token.folded in ("may", "march", "mars") and not (
        line[token.start].isupper() or token.folded == "mars"
    ):
        return None
    return month


def _day_beside(found: tuple[Token, ...], number: int) -> int | None:
    for near in (number - 1, number + 1):
        if 0 <= near < len(found) and found[near].folded.isdigit():
            day = int(found[near].folded)
            if 1 <= day <= 31:
                return day
    if number > 1 and found[number - 1].folded == "of" and found[number - 2].folded.isdigit():
        return int(found[number - 2].folded)
    return None


def _is_day(line: str, found: tuple[Token, ...], number: int) -> bool:
    folded = found[number].folded
    if not folded.isdigit() or not 1 <= int(folded) <= 31:
        return False
    beside = [found[near] for near in (number - 1, number + 1) if 0 <= near < len(found)]
    if any(_month(line, token) is not None for token in beside):
        return True
    return number > 0 and (
        found[number - 1].folded in _WEEKDAYS or (found[number - 1].folded, folded) == ("le", "1")
    )


def _is_year(line: str, found: tuple[Token, ...], number: int) -> bool:
    token = found[number]
    if not token.folded.isdigit() or " " in line[token.start : token.end]:
        return False
    after = found[number + 1].folded if number + 1 < len(found) else ""
    return after not in _SCALES and after not in _UNITS and after not in ("soldats", "troops")


def same_words(one: str) -> str:
    """A text as quotations are compared: one kind of quote, dash, apostrophe and space."""
    line = flat(one).translate(_TYPOGRAPHY)
    return re.sub(r"\s+", " ", line).strip(" .,;:!?'\"").lower()


_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′", "'"),
        **dict.fromkeys("«»“”„", '"'),
        **dict.fromkeys("–—‑−", "-"),
        "…": "...",
        "\u00ad": "",
        "\u200b": "",
    }
)


def known_name(word: str) -> str:
    """A name as it is compared: folded, without a possessive."""
    return fold(word).removesuffix("'s")
