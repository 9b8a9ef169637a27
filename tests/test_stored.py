"""Articles and passages as stored bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.stored import article_bytes, article_of, passage_bytes, passage_of
from index.types import Article, PartialDate, Passage

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_DATES = st.one_of(
    st.none(),
    st.dates().map(lambda day: PartialDate(day.year)),
    st.dates().map(lambda day: PartialDate(day.year, day.month)),
    st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
)
_ARTICLES = st.builds(
    Article, _TEXT, _TEXT, _TEXT, _DATES, st.lists(_TEXT).map(tuple), _TEXT, _TEXT | st.none()
)
_PLACES = st.integers(0, 2**40)


@given(_ARTICLES)
def test_an_article_comes_back_as_it_was(article: Article) -> None:
    assert article_of(article_bytes(article)) == article


@given(st.builds(Passage, _TEXT, _PLACES, _PLACES, _TEXT))
def test_a_passage_comes_back_as_it_was(passage: Passage) -> None:
    assert passage_of(passage_bytes(passage)) == passage


@pytest.mark.parametrize(
    "content", [b"", b"{", b"{}", b"[]", b"3", b"\xff", b'{"published": "hier"}', None]
)
def test_other_bytes_are_refused_with_the_remedy(content: bytes | None) -> None:
    for read in (article_of, passage_of):
        with pytest.raises(IndexDamagedError, match="sourcier build --full"):
            read(content)


@given(_ARTICLES.map(article_bytes), st.data())
def test_a_flipped_bit_is_refused_wherever_it_is(content: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 8 * len(content) - 1))
    flipped = bytearray(content)
    flipped[place // 8] ^= 1 << place % 8
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        article_of(flipped)
