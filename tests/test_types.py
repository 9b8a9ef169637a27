"""Dates with their precision, article ids, passages and filters."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Filters, PartialDate, Passage, Span, article_id_of


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates())
    parts = draw(st.integers(1, 3))
    return PartialDate(day.year, day.month if parts > 1 else None, day.day if parts > 2 else None)


@given(partial_dates())
def test_a_date_is_read_back_from_how_it_is_written(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value


@given(st.dates())
def test_a_full_date_is_written_as_iso_and_stands_for_one_day(day: date) -> None:
    value = PartialDate(day.year, day.month, day.day)
    assert str(value) == day.isoformat()
    assert value.first_day == value.last_day == day


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_stands_for_its_first_to_its_last_day(year: int, month: int) -> None:
    value = PartialDate(year, month)
    assert value.first_day == date(year, month, 1)
    assert value.last_day == date(year, month, monthrange(year, month)[1])


def test_a_year_stands_for_january_to_december() -> None:
    assert PartialDate(2025).first_day == date(2025, 1, 1)
    assert PartialDate(2025).last_day == date(2025, 12, 31)


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert PartialDate(2024, 2).last_day == date(2024, 2, 29)
    assert PartialDate(2025, 2).last_day == date(2025, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025-7",
        "2025-07-1",
        "2025-13",
        "2025-00",
        "2025-07-00",
        "2025-00-00",
        "2025-02-30",
        "0000",
        " 2025",
        "2025\n",
        "2025-07-21T10:00",
        "2025/07/21",
        "21-07-2025",
        "mai 2025",
        "-2025",
        "２０２５",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no date: write YYYY, YYYY-MM or YYYY-MM-DD") as error:
        PartialDate.parse(text)
    assert repr(text) in str(error.value)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2025, None, 12)


def test_the_id_of_an_article_is_the_head_of_the_sha256_of_its_text() -> None:
    # The SHA-256 of "abc" is the first example of FIPS 180-2, appendix B.1.
    assert article_id_of("abc") == "ba7816bf8f01cfea"


@given(st.text(), st.text())
def test_two_texts_share_an_id_only_when_they_are_equal(first: str, second: str) -> None:
    assert (article_id_of(first) == article_id_of(second)) == (first == second)


def test_a_passage_is_named_by_its_article_and_span() -> None:
    assert Passage("0123456789abcdef", 12, 812, "").passage_id == "0123456789abcdef:12-812"


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since=PartialDate(2025)),
        Filters(until=PartialDate(2025)),
        Filters(source="afp"),
        Filters(language="fr"),
    ],
)
def test_any_one_limit_makes_a_filter(filters: Filters) -> None:
    assert filters


def test_a_filter_without_limits_is_none() -> None:
    assert not Filters()
    assert not Filters(source="", language="")


def test_a_span_slices_its_text() -> None:
    span = Span(3, 7)
    assert "un texte"[slice(*span)] == "text"


def test_what_flows_cannot_be_changed() -> None:
    passage = Passage("0123456789abcdef", 0, 3, "abc")
    with pytest.raises(FrozenInstanceError):
        passage.text = "abd"  # type: ignore[misc]


def test_filters_whose_dates_are_crossed_are_refused() -> None:
    with pytest.raises(ValueError, match="2025-07 comes after 2025-06-30"):
        Filters(since=PartialDate(2025, 7), until=PartialDate(2025, 6, 30))
    assert Filters(since=PartialDate(2025, 7), until=PartialDate(2025))
