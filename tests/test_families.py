"""Stems that are of one family."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.families import is_family

STEMS = st.text("abc", max_size=12)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("militair", "militaris", True),
        ("port", "port", False),  # four letters are too few, even where they are all
        ("negoci", "negatif", False),
        ("commenter", "commencer", True),  # 6 of 9 letters
        ("inter", "internationaliser", False),  # one begins the other, which is much longer
    ],
)
def test_a_long_shared_beginning_makes_a_family(one: str, other: str, are: bool) -> None:
    assert is_family(one, other) is are


@given(one=STEMS, other=STEMS)
def test_a_family_is_one_from_either_side(one: str, other: str) -> None:
    assert is_family(one, other) == is_family(other, one)


@given(stem=STEMS)
def test_a_stem_is_of_its_own_family_where_it_is_long_enough(stem: str) -> None:
    assert is_family(stem, stem) == (len(stem) >= 5)
