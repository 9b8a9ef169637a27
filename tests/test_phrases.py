from __future__ import annotations

import pytest

from index import errors
from index.types import Filters, PartialDate
from ui import phrases


@pytest.mark.parametrize(
    ("date", "fr", "en"),
    [
        (PartialDate(2025, 5, 21), "21 mai 2025", "21 May 2025"),
        (PartialDate(2024, 8, 1), "1er août 2024", "1 August 2024"),
        (PartialDate(2025, 12), "décembre 2025", "December 2025"),
        (PartialDate(1999), "1999", "1999"),
    ],
)
def test_a_date_is_told_as_precisely_as_it_is_known(date: PartialDate, fr: str, en: str) -> None:
    assert phrases.date_in_words(date) == (fr, en)


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [
        (0, "0 article", "0 articles"),
        (1, "1 article", "1 article"),
        (2, "2 articles", "2 articles"),
        (34113, "34\u202f113 articles", "34,113 articles"),
    ],
)
def test_counts_follow_the_plural_and_the_thousands_of_each_language(
    count: int, fr: str, en: str
) -> None:
    assert phrases.articles_counted(count) == (fr, en)


def test_no_filter_gives_no_words() -> None:
    assert phrases.filters_in_words(Filters()) == ()


def test_a_name_with_braces_is_told_to_the_letter() -> None:
    (text,) = phrases.filters_in_words(Filters(source="{date} {0}"))
    assert text.fr == "source : {date} {0}"


@pytest.mark.parametrize(
    "kind",
    [kind for kind in vars(errors).values() if isinstance(kind, type)],
    ids=lambda kind: kind.__name__,
)
def test_every_error_has_a_headline(kind: type[errors.SourcierError]) -> None:
    headline, _ = phrases.trouble_in_words(kind("the value at fault"))
    assert headline.fr
    assert headline.en


def test_an_index_that_is_missing_names_the_command_that_makes_one() -> None:
    _, command = phrases.trouble_in_words(errors.IndexMissingError("no index"))
    assert command is not None
    assert command.en == "sourcier build FOLDER"


def test_an_index_that_is_damaged_is_built_anew() -> None:
    # Without --full, files that a build does not read would be taken for good.
    _, command = phrases.trouble_in_words(errors.IndexDamagedError("terms/x was altered"))
    assert command is not None
    assert command.fr == "sourcier build --full"
