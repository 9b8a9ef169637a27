"""Numbers that are written as words: "vingt et un", "deux mille trois cents", "one and a half".

What begins with digits goes on with words too: "3 millions et demi".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from index.analysis import Token

_Value = TypeVar("_Value")


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as a line."""
    return frozenset(words.split())


def by_word(lines: Mapping[_Value, str]) -> dict[str, _Value]:
    """What each word of some lines stands for."""
    return {word: value for value, words in lines.items() for word in words.split()}


_SPELT = by_word(
    {
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten",
        11: "onze eleven",
        12: "douze twelve",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen",
        16: "seize sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "vingt vingts twenty",
        30: "trente thirty",
        40: "quarante forty",
        50: "cinquante fifty",
        60: "soixante sixty",
        70: "septante seventy",
        80: "octante huitante eighty",
        90: "nonante ninety",
    }
)
_RANKS = by_word(
    {
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
        13: "treizieme thirteenth",
        14: "quatorzieme fourteenth",
        15: "quinzieme fifteenth",
        16: "seizieme sixteenth",
        17: "seventeenth",
        18: "eighteenth",
        19: "nineteenth",
        20: "vingtieme twentieth",
        30: "trentieme thirtieth",
        40: "quarantieme fortieth",
        50: "cinquantieme fiftieth",
        60: "soixantieme sixtieth",
    }
)
_ABOUT_SO_MANY = by_word(  # by themselves in the singular: "une dizaine", "deux dizaines"
    {
        10: "dizaine",
        12: "douzaine dozen",
        15: "quinzaine",
        20: "vingtaine",
        30: "trentaine",
        40: "quarantaine",
        50: "cinquantaine",
        60: "soixantaine",
        100: "centaine",
    }
)
_TABLES = (_SPELT, _RANKS, _ABOUT_SO_MANY, {"zero": 0})
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_COMMON_SCALES = by_word(
    {1e3: "mille thousand millier milliers thousands", 1e6: "million millions", 1e9: "milliard"}
) | {"milliards": 1e9}
SCALES: dict[str, dict[str, float]] = {  # a French billion is a thousand English ones
    "fr": {**_COMMON_SCALES, "billion": 1e12, "billions": 1e12, "trillion": 1e18},
    "en": {**_COMMON_SCALES, "billion": 1e9, "billions": 1e9, "trillion": 1e12, "trillions": 1e12},
}
RANKS = frozenset(_RANKS)
_ONES = {"fr": frozenset({"un", "une"}), "en": frozenset({"a", "one"})}
_BEHIND_TENS = frozenset({"un", "une", "one", "unieme", "first"})  # "vingt et unième"
_HUNDREDS = frozenset({"cent", "cents", "hundred"})
_HALVES = (("et", "demi"), ("et", "demie"), ("and", "a", "half"))
_BEGINNINGS = frozenset({"un", "une", "a", "one", "mille", "cent", "hundred"}).union(*_TABLES)
_WITHIN = (" ", "-", "‑")  # what stands between the words of one number


def begins(folded: str) -> bool:
    """Whether a number can begin with a folded word."""
    return folded[0].isdigit() or folded in _BEGINNINGS


def numeral(
    line: str, found: Sequence[Token], number: int, language: str
) -> tuple[float, int] | None:
    """The value of the number that begins with a token, and the token past it."""
    begun = _begun(line, found, number, language)
    if begun is None:
        return None
    reading = _Reading(line, found, number, language, begun)
    while reading.end < len(found) and reading.goes_on():
        pass
    return reading.whole + reading.small, reading.end


def _begun(line: str, found: Sequence[Token], number: int, language: str) -> float | None:
    """What a token says, where a number can begin with it."""
    word = found[number].folded
    before = found[number - 1].folded if number else ""
    after = found[number + 1].folded if number + 1 < len(found) else ""
    if word[0].isdigit():
        return float(word) if _DIGITS.fullmatch(word) else None
    if word in _ONES.get(language, ()):
        scaled = after in SCALES[language] or after in _HUNDREDS
        return 1.0 if scaled or _half(found, number + 1) else None
    if word == "mille" and language == "fr":
        return 1000.0
    if word in ("cent", "hundred"):
        return None if before in ("pour", "per") else 100.0
    if word in _RANKS and number and line[found[number].start].isupper():
        return None  # a name: the Second World War
    return next((float(table[word]) for table in _TABLES if word in table), None)


def _half(found: Sequence[Token], number: int) -> int:
    """How many words of "and a half" begin with a token, 0 for none."""
    for words in _HALVES:
        if tuple(token.folded for token in found[number : number + len(words)]) == words:
            return len(words)
    return 0


class _Reading:
    """A number as far as it is read: ``whole`` up to its last scale, and ``small`` behind that."""

    def __init__(
        self, line: str, found: Sequence[Token], number: int, language: str, begun: float
    ) -> None:
        self._line, self._found, self._language = line, found, language
        self._scales = SCALES.get(language, _COMMON_SCALES)
        self._digits = found[number].folded[0].isdigit()  # and no scale since
        self._scale = 1e3 if found[number].folded == "mille" else 0.0  # the last, 0 for none
        self.whole, self.small = (begun, 0.0) if self._scale else (0.0, begun)
        self.end = number + 1

    def goes_on(self) -> bool:
        """Read what comes next, if it is of the number."""
        word = self._found[self.end].folded
        if self._gap(self.end) not in _WITHIN:
            return False
        if half := _half(self._found, self.end):
            self._take(0.5 if self.small else 0.5 * self._scale, half)
        elif word in self._scales:
            return self._scaled(self._scales[word])
        elif word in _HUNDREDS or word.rstrip("s") in _ABOUT_SO_MANY:
            return self._multiplied(word)
        elif self._digits:
            return False
        elif word in ("et", "and"):
            return self._joined()
        else:
            return self._added(word, joined=self._gap(self.end) != " ")
        return True

    def _gap(self, number: int) -> str:
        return self._line[self._found[number - 1].end : self._found[number].start]

    def _take(self, value: float, words: int = 1) -> None:
        self.small += value
        self.end += words

    def _scaled(self, scale: float) -> bool:
        """Thousands, millions: of what is read so far, and less than those before."""
        if not self.small:
            self.whole *= scale  # "mille milliards"
        elif not self._scale or scale < self._scale:
            self.whole += self.small * scale
        else:
            return False
        self.small, self._scale, self._digits = 0.0, scale, False
        self.end += 1
        return True

    def _multiplied(self, word: str) -> bool:
        """Hundreds and dozens: of a few, or one after a scale ("mille cent")."""
        times = _ABOUT_SO_MANY.get(word.rstrip("s"), 100)
        if self._digits and word in ("cent", "cents"):  # the coin
            return False
        if word == "cent" and self._scale and not self.small:
            self.small = 1.0
        if not 1 <= self.small < 20:
            return False
        self.small *= times
        self.end += 1
        return True

    def _joined(self) -> bool:
        """What stands behind "et" or "and": vingt et un, mille et une, one hundred and twenty."""
        after = self._found[self.end + 1].folded if self.end + 1 < len(self._found) else ""
        french = self._language == "fr" and (after in _BEHIND_TENS or after.startswith("onz"))
        english = self._language == "en" and self.small % 100 == 0
        if not (french or english):
            return False
        self.end += 1
        if self._added(after, joined=True):
            return True
        self.end -= 1
        return False

    def _added(self, word: str, *, joined: bool) -> bool:
        """Tens behind hundreds, ones behind tens: "cent vingt", "quatre-vingt-dix-sept"."""
        tens = self.small % 100
        if word in ("vingt", "vingts") and tens == 4:
            self._take(76)
            return True
        if word in _BEHIND_TENS:
            value = 1 if joined or tens == 0 else 0
        else:
            value = _SPELT.get(word) or _RANKS.get(word) or 0
        if not value or not self._has_room(value, tens):
            return False
        self._take(value)
        return True

    def _has_room(self, value: float, tens: float) -> bool:
        if tens == 0:
            return self.whole > 0 or self.small > 0
        french = self._language == "fr"
        if value < 10:
            return tens % 10 == 0 and (tens > 10 or (french and value >= 7))
        return french and value < 20 and tens in (60, 80)
