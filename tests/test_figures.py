"""Numbers and dates of sentences."""

from __future__ import annotations

import pytest

from index.analysis import tokens
from rag.figures import Numbers, read_numbers


def numbers(line: str, language: str = "fr") -> Numbers:
    return read_numbers(line, tokens(line), language)


@pytest.mark.parametrize(
    ("line", "language", "value", "unit"),
    [
        ("un milliard et demi de dollars", "fr", 1.5e9, "money"),
        ("one and a half billion dollars", "en", 1.5e9, "money"),
        ("1,1 milliard d’euros", "fr", 1.1e9, "money"),
        ("1.1 billion euros", "en", 1.1e9, "money"),
        ("deux billions de neurones", "fr", 2e12, None),
        ("vingt-six ports", "fr", 26, None),
        ("twenty-six ports", "en", 26, None),
        ("quatre-vingt-dix ports", "fr", 90, None),
        ("douze pour cent des voix", "fr", 12, "%"),
        ("12 per cent of the votes", "en", 12, "%"),
        ("3,67 % du total", "fr", 3.67, "%"),
        ("la quatrième fois", "fr", 4, None),
        ("the fourth time", "en", 4, None),
        ("57 minutes", "fr", 57, "minute"),
        ("dix-sept ports", "fr", 17, None),
        ("mille soldats", "fr", 1000, None),
        ("deux cent cinquante euros", "fr", 250, "money"),
        ("$2bn in loans", "en", 2e9, "money"),
        ("£3m of aid", "en", 3e6, "money"),
        ("à 100m du port", "fr", 100, "m"),
        ("30km de côtes", "fr", 30, "km"),
        ("zéro mort", "fr", 0, None),
    ],
)
def test_a_number_has_its_value_and_unit(
    line: str, language: str, value: float, unit: str | None
) -> None:
    (figure,) = numbers(line, language).figures
    assert figure.value == pytest.approx(value)
    assert figure.unit == unit


def test_a_number_that_is_only_near_is_told() -> None:
    assert [figure.about for figure in numbers("près de 40 ports et 12 quais").figures] == [
        True,
        False,
    ]


def test_dates_are_no_figures() -> None:
    read = numbers("le lundi 4 mars 2024")
    assert not read.figures
    assert read.years == {2024}
    assert read.months == {3}
    assert read.days == {(4, 3)}
    assert read.weekdays == {0}


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("le 4 mars", "fr"),
        ("4 March 2024", "en"),
        ("March 4, 2024", "en"),
        ("on 4 of March", "en"),
        ("the 4th of March 2024", "en"),
    ],
)
def test_a_day_is_read_before_its_month_and_after_it(line: str, language: str) -> None:
    assert numbers(line, language).days == {(4, 3)}


@pytest.mark.parametrize("line", ["à 14h30", "à 14 h 30", "à 14 heures 30"])
def test_a_time_of_day_is_one_figure(line: str) -> None:
    (figure,) = numbers(line).figures
    assert (figure.value, figure.unit) == (14.5, "hour")


def test_hours_of_something_are_not_the_minutes_behind_them() -> None:
    assert [figure.value for figure in numbers("en 24 heures 120 ports ont fermé").figures] == [
        24,
        120,
    ]


def test_a_decade_is_told_by_its_first_year() -> None:
    assert numbers("in the 1990s", "en").years == numbers("les années 1990").years == {1990}


@pytest.mark.parametrize(
    ("line", "months"),
    [("Theresa May spoke", set()), ("in May 2018", {5}), ("they may march", set())],
)
def test_may_is_a_month_where_nobody_is_called_so(line: str, months: set[int]) -> None:
    assert numbers(line, "en").months == months
