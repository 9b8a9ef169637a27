"""Where a text holds dates, figures, amounts and ages, in French and in English."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from index.types import Span
from rag.rules import Unit

_MONTH = (
    r"(?:[Jj]anvier|[Ff][ée]vrier|[Mm]ars|[Aa]vril|[Mm]ai|[Jj]uin|[Jj]uillet"
    r"|[Aa]o[ûu]t|[Ss]eptembre"
    r"|[Oo]ctobre|[Nn]ovembre|[Dd][ée]cembre|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
)
_ENGLISH_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_WEEKDAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday)"
)
_YEAR = (
    r"(?<![\d.,\-–/$€£])(?:1\d{3}|20\d{2}|21\d{2})(?![.,]?\d)"
    r"(?!\s?(?:%|€|\$|km|m\b|euros?|dollars?|francs?|habitants|personnes|hectares"
    r"|mètres|people|tonnes))"
)
_DAY = r"\b(?:1er|[12]?\d|3[01])(?:st|nd|rd|th)?"
_RELATIVE = (
    r"\b(?:aujourd['’]hui|hier|demain|avant-hier|après-demain|yesterday|today|tomorrow"
    r"|(?:l['’]an(?:née)?|la semaine|le mois|l['’]été|l['’]hiver|l['’]automne|le printemps)"
    r" (?:dernière?|prochaine?|passée?|suivante?)"
    r"|cette (?:année|semaine)|ce mois-ci|(?:last|next|this) (?:year|month|week|spring"
    r"|summer|autumn|fall|winter))\b"
)
_DATE = re.compile(
    rf"(?:\b{_WEEKDAY},? )?{_DAY}(?: of)?[ \u00a0]{_MONTH}(?:,? {_YEAR})?"
    rf"|(?:\b{_WEEKDAY},? )?\b{_ENGLISH_MONTH} {_DAY}\b(?:,? {_YEAR})?"
    rf"|\b{_MONTH}(?:,? {_YEAR})?"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b"
    r"|\b[IVX]+(?:er|e|ème)?[ \u00a0]siècles?(?: (?:av\.|avant) J\.?-C\.?)?"
    r"|\b\d{1,2}(?:st|nd|rd|th) century"
    r"|\b(?:années |the )\d{2,4}s?\b"
    rf"|{_YEAR}|(?<=\b[Ee]n )\d{{3}}\b(?![ \u00a0]?[.,%€$\d])|(?<=l['’]an )\d+"
    rf"|\b{_WEEKDAY}\b|{_RELATIVE}"
)
_YEAR_IN = re.compile(
    rf"{_YEAR}|(?<=[Ee]n )\d{{3}}\b|(?<=l['’]an )\d+|années \d{{2,4}}|[IVX]+(?:er|e"
    r"|ème)?[ \u00a0]siècle"
    r"|\d{1,2}(?:st|nd|rd|th) century|the \d{4}s"
)
_HOUR = re.compile(
    r"\b\d{1,2}[ \u00a0]?(?:[hH]|heures?)(?:[ \u00a0]?\d{2})?\b|\b\d{1,2}(?::\d{2})?[ "
    r"\u00a0]?(?:am|pm|a\.m\.|p\.m\.)"
    r"|\b\d{1,2}:\d{2}\b|\bmidi\b|\bminuit\b|\bnoon\b|\bmidnight\b"
)
_SPELT = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingt|trente|quarante|cinquante|soixante|cent|cents|mille|quatre-vingts?|une? "
    r"(?:dizaine|douzaine"
    r"|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine|millier"
    r"|demi-douzaine|million|milliard)"
    r"|two|three|four|five|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|dozens?"
    r"|thousand)(?:[- ](?:et-)?(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|cents?|mille"
    r"|one|two|three|four|five|seven|eight|nine))*"
)
_DIGITS = (
    r"(?<![\w.,])(?<!\d:)(?<![A-Za-zÀ-ÿ]-)(?:\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?![\d])"
)
_SCALE = (
    r"(?:[ \u00a0\u202f-](?:mille|millions?|milliards?|billions?|trillions?|thousand"
    r"|hundred|milliers?)\b)?"
)
_NUMBER = rf"(?:{_DIGITS}|\b(?i:{_SPELT})\b){_SCALE}"
_OF = r"[ \u00a0\u202f](?:d['’]|de )?"
_CURRENCY = (
    r"(?:euros?|dollars?|€|\$|£|US\$|yens?|yuans?|livres?(?: sterling)?|roubles?"
    r"|francs?|tenges?|tengues?|lires?"
    r"|pounds?|rubles?|dirhams?|roupies?|rupees?|francs? CFA|lei|florins?|marks?"
    r"|deniers?|pesos?|crowns?|couronnes?|zlotys?|shekels?|rials?|riyals?|dinars?|wons?|rands?|nairas?|USD|EUR)"
)
_MONEY = re.compile(
    rf"{_NUMBER}(?:{_OF}|)(?:{_CURRENCY})(?!\w)|[$€£][ ]?\d[\d.,]*(?:[ "
    r"\u00a0](?:thousand|million|billion|trillion|bn|m)\b)?"
)
_PERCENT = re.compile(
    rf"{_NUMBER}[ \u00a0\u202f]?(?:%|pour cent|p\.[ \u00a0]?c(?:ent)?\.?|percent|per cent)"
    r"|\b(?:un tiers|deux tiers|la moitié|un quart|trois quarts|un dixième|half|a "
    r"third|two thirds|a quarter)\b"
)
_DURATION = re.compile(
    rf"{_NUMBER}[ \u00a0](?:ans?|années?|mois|jours?|semaines?|heures?|minutes?"
    r"|secondes?|siècles?|décennies?"
    r"|years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries)\b"
    rf"|\b(?:de|from|between|entre) {_YEAR} (?:à|to|and|et) {_YEAR}"
)
_MEASURE = re.compile(
    rf"{_NUMBER}{_OF}?(?:km[²2³3]?|m[²2³3]?|cm|mm|mètres?|kilomètres?|hectares?|ha"
    r"|tonnes?|kg|kilos?|grammes?|g"
    r"|litres?|l|°C|°|degrés?|miles?|feet|foot|meters?|metres?|kilometers?|kilometres?"
    r"|acres?|MW|GW|kWh|barils?|barrels?|km/h"
    r"|m/s|watts?|volts?|pieds?|lieues?|places?)(?![\w])"
)
# An hour and an ordinal count nothing ("17H00", "le 16e"), nor does what is spoken of already
# ("les deux pays", "tous deux").
_KNOWN_ONES = r"(?<!\b[lLcC]es )(?<!\b[tT]ous )(?<!\b[tT]outes )(?<!\b[tT]he )(?<!\b[lL]eurs )"
_COUNTS_NOTHING = r"(?!\d{1,2}[hH:]\d{0,2}\b|\d+(?:er?|[eè]mes?|st|nd|rd|th)\b)"
_FIGURE = re.compile(f"{_KNOWN_ONES}{_COUNTS_NOTHING}{_NUMBER}")
_AGE = re.compile(
    r"\b(?:[âÂaA]gée?s?|[Aa]ged?) (?:de |d['’])?(?:\w+ )?\d{1,3}(?: ans)?\b|\bà "
    r"(?:l['’]âge de )?\d{1,3} ans\b"
    rf"|\bl['’]âge de {_NUMBER} ans|(?<=[,(] )\d{{1,3}} ans\b|(?<=\()\d{{1,3}} ans\b"
    r"|\b(?:ses|leurs|a|aura|avait|fête|fêté) (?:ses )?\d{1,3} ans\b"
    r"|\b\d{1,3}[- ]years?[- ]old\b|(?<=, )\d{2}(?=, )|\bat the age of \d{1,3}"
    r"|\bturn(?:s|ed)? \d{2}\b"
    r"|\bnée?s? (?:le|en|à|au)\b[^.;]{0,40}?\b\d{4}\b|\bborn (?:on|in)\b[^.;]{0,40}?\b\d{4}\b"
)
_DAY_NUMBERED = re.compile(rf"{_DAY}\b(?![\d%])|\b{_WEEKDAY}")
_MONTH_NAMED = re.compile(_MONTH)
_AMOUNTS = {"money": _MONEY, "percent": _PERCENT, "duration": _DURATION, "measure": _MEASURE}


def date_spans(text: str, unit: Unit | None = None) -> list[Span]:
    """Dates; with a unit, only those that tell the year, month, day or hour, cut to it."""
    if unit == "hour":
        return [*_spans(_HOUR, text)]
    if unit == "year":
        return [*_spans(_YEAR_IN, text)]
    found = [*_spans(_DATE, text)]
    if unit == "day":
        return [span for span in found if _DAY_NUMBERED.search(text, *span)]
    if unit == "month":
        months = (_MONTH_NAMED.search(text, *span) for span in found)
        return [Span(month.start(), month.end()) for month in months if month]
    return found


def figure_spans(text: str) -> list[Span]:
    """Figures and spelt numbers that are no part of a date, with their unit where they have one."""
    figures = _spans(_FIGURE, text)
    if not figures:
        return []
    dates = _spans(_DATE, text)
    amounts = [span for pattern in _AMOUNTS.values() for span in _spans(pattern, text)]
    found = (
        next((amount for amount in amounts if amount.start <= span.start < amount.end), span)
        for span in figures
        if not any(span.start < date.end and date.start < span.end for date in dates)
    )
    return sorted(set(found))


def amount_spans(text: str, unit: Unit | None = None) -> list[Span]:
    """Figures with their unit; without a unit asked for, any amount, else any figure."""
    if unit in _AMOUNTS:
        return [*_spans(_AMOUNTS[unit], text)]
    wide = {span for pattern in _AMOUNTS.values() for span in _spans(pattern, text)}
    return sorted(wide) or figure_spans(text)


def counts_something_else(stretch: str, unit_words: Collection[str]) -> bool:
    """Whether a figure has a unit of time, money or measure, and none of these words is it."""
    has_unit = any(_AMOUNTS[unit].fullmatch(stretch) for unit in ("money", "duration", "measure"))
    return has_unit and not any(word in stretch.lower() for word in unit_words)


def age_spans(text: str) -> list[Span]:
    """Ages and births: "71 ans", "aged 71", "né en 1954"."""
    return [*_spans(_AGE, text)]


@lru_cache(maxsize=16_384)
def _spans(pattern: re.Pattern[str], text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in pattern.finditer(text) if match[0])
