"""Written dates, and what only looks like one."""

from __future__ import annotations

import pytest

from index.readers.dates import date_in_name, date_of_number, find_date, parse_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-05-21", "2025-05-21"),
        ("2025/5/2", "2025-05-02"),
        ("2025-07", "2025-07"),
        ("2025", "2025"),
        ("20250521", "2025-05-21"),
        ("2025-05-21T10:00:00+02:00", "2025-05-21"),
        ("2025-05-21 10:00:00.123Z", "2025-05-21"),
        ("21/05/2025", "2025-05-21"),
        ("21.05.2025", "2025-05-21"),
        ("05/21/2025", "2025-05-21"),
        ("07/2025", "2025-07"),
        ("21 mai 2025", "2025-05-21"),
        ("1er août 2025", "2025-08-01"),
        ("mercredi 21 mai 2025", "2025-05-21"),
        ("le 3 févr. 2024", "2024-02-03"),
        ("21\u00a0décembre\u202f2024", "2024-12-21"),
        ("juillet 2025", "2025-07"),
        ("21 May 2025", "2025-05-21"),
        ("May 21, 2025", "2025-05-21"),
        ("Wednesday, May 21st, 2025", "2025-05-21"),
        ("Wed, 21 May 2025 10:00:00 +0200", "2025-05-21"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("July 2025", "2025-07"),
    ],
)
def test_a_written_date_is_read_with_its_precision(written: str, expected: str) -> None:
    assert str(parse_date(written)) == expected


@pytest.mark.parametrize(
    "written",
    ["", "hier", "2025-13-01", "2025-02-30", "31 juin 2025", "21 pluie 2025", "12345", "20, 2025",
     "2025 habitants", "3.14", "21 mai"],
)  # fmt: skip
def test_what_is_no_date_is_not_read_as_one(written: str) -> None:
    assert parse_date(written) is None


def test_a_numeric_date_in_doubt_in_english_keeps_only_its_year() -> None:
    assert str(parse_date("05/06/2025", language="fr")) == "2025-06-05"
    assert str(parse_date("05/06/2025", language="en")) == "2025"
    assert str(parse_date("05/21/2025", language="en")) == "2025-05-21"
    assert str(parse_date("06/06/2025", language="en")) == "2025-06-06"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(2025, "2025"), (20250521, "2025-05-21"), (1747828800, "2025-05-21"),
     (1747828800000, "2025-05-21")],
)  # fmt: skip
def test_numbers_are_years_compact_dates_or_moments(number: int, expected: str) -> None:
    assert str(date_of_number(number)) == expected


@pytest.mark.parametrize("number", [float("inf"), float("nan"), -1e300, 1e300, 99999999])
def test_numbers_that_are_no_date_give_none(number: float) -> None:
    assert date_of_number(number) is None


@pytest.mark.parametrize(
    ("stem", "expected"),
    [("2025-05-21-sommet", "2025-05-21"), ("sommet_20250521", "2025-05-21"),
     ("2025_07 visite", "2025-07"), ("visite 2025.05.21", "2025-05-21"),
     ("000_d54e8cbaef9876d4", None), ("rapport-2025", None), ("x20250521y", None),
     ("2025-13-45", None), ("tel 0612345678", None)],
)  # fmt: skip
def test_the_date_in_a_file_name_stands_by_itself(stem: str, expected: str | None) -> None:
    found = date_in_name(stem)
    assert (str(found) if found else None) == expected


def test_a_date_is_found_only_where_it_is_asked_for() -> None:
    text = "Paris, 21 mai 2025"
    assert find_date(text) is None
    found = find_date(text, 7)
    assert found is not None
    assert found[1] == len(text)
