"""Numbers that are written as words, against a speller of our own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import tokens
from rag.numerals import numeral

FRENCH = [
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
]
FRENCH_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante")
ENGLISH = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
]
ENGLISH_TENS = (
    "",
    "",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)


def french(number: int) -> str:
    """The number as a French schoolbook writes it."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        # "cents" and "vingts" lose their s before "mille"
        counted = re.sub(r"(cent|vingt)s$", r"\1", french(thousands))
        head = "mille" if thousands == 1 else f"{counted} mille"
        return f"{head} {french(rest)}" if rest else head
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        if not rest:
            return "cent" if hundreds == 1 else f"{FRENCH[hundreds]} cents"
        return ("cent " if hundreds == 1 else f"{FRENCH[hundreds]} cent ") + french(rest)
    if number < 20:
        return FRENCH[number]
    if number >= 80:
        return f"quatre-vingt-{FRENCH[number - 80]}" if number > 80 else "quatre-vingts"
    tens = min(number // 10, 6)
    ones = number - 10 * tens
    if not ones:
        return FRENCH_TENS[tens]
    return FRENCH_TENS[tens] + (" et " if ones in (1, 11) else "-") + FRENCH[ones]


def english(number: int) -> str:
    """The number as British English writes it."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        between = " and " if rest < 100 else " "
        return f"{english(thousands)} thousand" + (between + english(rest) if rest else "")
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{ENGLISH[hundreds]} hundred" + (f" and {english(rest)}" if rest else "")
    if number < 20:
        return ENGLISH[number]
    tens, ones = divmod(number, 10)
    return ENGLISH_TENS[tens] + (f"-{ENGLISH[ones]}" if ones else "")


def read(line: str, language: str) -> tuple[float, int] | None:
    return numeral(line, tokens(line), 0, language)


def test_the_spellers_spell() -> None:
    assert french(71) == "soixante et onze"
    assert french(1997) == "mille neuf cent quatre-vingt-dix-sept"
    assert french(300_080) == "trois cent mille quatre-vingts"
    assert french(83_000) == "quatre-vingt-trois mille"
    assert english(2_021) == "two thousand and twenty-one"
    assert english(345_612) == "three hundred and forty-five thousand six hundred and twelve"


# "un" and "one" alone are articles, and no number.
@given(number=st.integers(2, 999_999))
def test_french_words_are_read_whole(number: int) -> None:
    line = f"{french(number)} habitants"
    assert read(line, "fr") == (number, len(tokens(line)) - 1)


@given(number=st.integers(2, 999_999))
def test_english_words_are_read_whole(number: int) -> None:
    line = f"{english(number)} people"
    assert read(line, "en") == (number, len(tokens(line)) - 1)


@given(number=st.integers(2, 999), scale=st.sampled_from([10**6, 10**9]))
def test_a_scale_counts_what_stands_before_it(number: int, scale: int) -> None:
    name = {10**6: "millions", 10**9: "milliards"}[scale]
    words = len(tokens(french(number))) + 1
    assert read(f"{french(number)} {name}", "fr") == (number * scale, words)


@pytest.mark.parametrize(
    ("line", "language", "value", "words"),
    [
        ("un million et demi", "fr", 1.5e6, 4),
        ("trois et demi", "fr", 3.5, 3),
        ("two and a half million", "en", 2.5e6, 5),
        ("mille milliards", "fr", 1e12, 2),
        ("2,5 millions", "fr", 2.5e6, 2),
        ("deux douzaines", "fr", 24, 2),
        ("two dozen", "en", 24, 2),
        ("dix-septième siècle", "fr", 17, 2),
        ("vingt et unième siècle", "fr", 21, 3),
        ("twenty-first century", "en", 21, 2),
        ("deux tiers", "fr", 2, 1),
        ("deux, trois", "fr", 2, 1),  # what stands between ends a number
        ("dix deux", "fr", 10, 1),
        ("vingt trente", "fr", 20, 1),
        ("10 vingt", "fr", 10, 1),
        ("50 cents", "en", 50, 1),  # coins
        ("deux mille trois mille", "fr", 2003, 3),  # no thousand of thousands
    ],
)
def test_a_number_ends_where_its_words_end(
    line: str, language: str, value: float, words: int
) -> None:
    told = read(line, language)
    assert told is not None
    assert told == pytest.approx((value, words))


@pytest.mark.parametrize(
    ("line", "language"),
    [("un port", "fr"), ("one day", "en"), ("million", "en"), ("et demi", "fr"), ("F16", "fr")],
)
def test_what_counts_nothing_begins_no_number(line: str, language: str) -> None:
    assert read(line, language) is None


def test_a_rank_with_a_capital_is_a_name() -> None:
    line = "the Second World War"
    assert numeral(line, tokens(line), 1, "en") is None
    assert numeral(line.lower(), tokens(line.lower()), 1, "en") == (2, 2)


@given(
    words=st.lists(
        st.sampled_from(
            [
                *FRENCH,
                *ENGLISH,
                "cent",
                "mille",
                "et",
                "demi",
                "and",
                "vingt",
                "millions",
                "un",
                "hundred",
                ",",
                "3",
                "12h",
            ]
        )
    )
)
def test_any_words_are_read_to_an_end_within_them(words: list[str]) -> None:
    line = " ".join(words)
    found = tokens(line)
    for number in range(len(found)):
        for language in ("fr", "en"):
            told = numeral(line, found, number, language)
            assert told is None or (number < told[1] <= len(found) and told[0] >= 0)
