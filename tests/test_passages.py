"""Passages: exact, whole, of a good size, and cut where a reader would turn the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import PASSAGE_SETTINGS, SentenceSplitter, passage_lead_ins, split_article
from index.sentences import sentence_spans
from index.types import Article, article_id_of


def article(text: str) -> Article:
    return Article(
        article_id=article_id_of(text), title="Un titre", text=text, published=None, sources=(),
        language="fr",
    )  # fmt: skip


def sentence(length: int) -> str:
    """A sentence of so many characters, the stop among them."""
    words = "Le pont de bois tient bon " + "et tient encore " * (length // 16 + 1)
    return words[: length - 1].rstrip().ljust(length - 1, "n") + "."


def paragraph(*lengths: int) -> str:
    return " ".join(map(sentence, lengths))


def test_a_short_article_is_one_passage_with_the_article_and_its_span_as_identity() -> None:
    short = article("  Un mot.\n")
    (passage,) = split_article(short)
    assert (passage.start, passage.end, passage.text) == (2, 9, "Un mot.")
    assert passage.passage_id == f"{short.article_id}:2-9"


@pytest.mark.parametrize("text", ["", " \n\n\t", "\u00a0\n"])
def test_an_article_without_words_has_no_passages(text: str) -> None:
    assert split_article(article(text)) == []


def test_passages_of_plain_prose_end_at_sentences_and_come_near_the_target() -> None:
    text = paragraph(*[97, 143, 61, 205, 122] * 12)
    ends = {span.end for span in sentence_spans(text)}
    passages = split_article(article(text))
    assert all(passage.end in ends for passage in passages)
    assert all(600 <= len(passage.text) <= 1_000 for passage in passages[:-1])
    assert 200 <= len(passages[-1].text) <= 1_000


def test_a_paragraph_end_near_the_target_is_preferred_to_a_sentence_end_at_it() -> None:
    first, second = paragraph(350, 330), paragraph(119, 400, 230)
    passages = split_article(article(f"{first}\n\n{second}"))
    assert [passage.text for passage in passages] == [first, second]


def test_a_list_that_fits_stays_with_the_sentence_that_introduces_it() -> None:
    before, lead = paragraph(300, 250), sentence(149)[:-1] + " :"
    items = "\n".join(f"- {sentence(180)}" for _ in range(4))
    passages = split_article(article(f"{before}\n{lead}\n{items}\n{paragraph(400, 350)}"))
    assert [passage.text for passage in passages] == [
        before,
        f"{lead}\n{items}",
        paragraph(400, 350),
    ]


def test_a_passage_that_begins_within_a_list_knows_the_sentence_that_introduces_it() -> None:
    lead = "Les engagements du sommet sont les suivants :"
    text = f"{lead}\n" + "\n".join(f"- {sentence(190)}" for _ in range(12))
    text += f"\n\n{paragraph(400, 400)}"
    passages = split_article(article(text))
    assert len(passages) >= 4
    first, *within, last = passage_lead_ins(text, passages)
    assert first is None  # it holds the sentence itself
    assert {text[span.start : span.end] for span in within if span} == {lead}
    assert None not in within
    assert last is None


@pytest.mark.parametrize("rest", [20, 120, 190])
def test_a_tiny_rest_joins_the_passage_before_it(rest: int) -> None:
    (passage,) = split_article(article(f"{paragraph(400, 400)}\n\n{sentence(rest)}"))
    assert len(passage.text) == 803 + rest


def test_a_sentence_is_cut_only_where_it_is_longer_than_two_passages() -> None:
    whole = "Il vint, " + "il vit, " * 190 + "il vainquit."
    assert 1_500 < len(whole) <= 1_600
    assert [passage.text for passage in split_article(article(whole))] == [whole]
    longer = "Il vint, " + "il vit, " * 350 + "il vainquit."
    passages = split_article(article(longer))
    assert len(passages) == 4
    assert all(passage.text.endswith(",") for passage in passages[:-1])
    assert " ".join(passage.text for passage in passages) == longer


def test_text_without_spaces_is_cut_hard_and_loses_nothing() -> None:
    passages = split_article(article("x" * 5_000))
    assert "".join(passage.text for passage in passages) == "x" * 5_000
    assert max(len(passage.text) for passage in passages) <= 1_600


@pytest.mark.timeout(60)  # a quadratic pass takes longer
@pytest.mark.parametrize("piece", ["a", ".", " ", '"', "a ", "Abc. ", "abcd\n", "Le pont tient. "])
def test_a_long_text_of_anything_is_split_in_linear_time(piece: str) -> None:
    text = (piece * (300_000 // len(piece) + 1))[:300_000]
    passages = split_article(article(text))
    passage_lead_ins(text, passages)
    assert sum(len(passage.text) for passage in passages) <= 300_000


def test_the_settings_name_the_target_that_is_used_when_none_is_given() -> None:
    text = paragraph(*[100] * 40)
    assert PASSAGE_SETTINGS["target"] == 800
    assert split_article(article(text)) == split_article(
        article(text), target=PASSAGE_SETTINGS["target"]
    )


def test_the_splitter_serves_langchain_with_the_same_passages_and_starts() -> None:
    text = "\n" + paragraph(300, 300, 300, 300) + "\n\n" + paragraph(300, 300, 300)
    documents = SentenceSplitter().create_documents([text, text])
    passages = split_article(article(text))
    found = [(document.metadata["start_index"], document.page_content) for document in documents]
    assert found == [(passage.start, passage.text) for passage in passages] * 2


TEXTS = st.one_of(
    st.lists(
        st.sampled_from(
            [*"a.,;: \n«»\"'(-…", "\n\n", "\n- ", " :\n- ", "Le pont tient bon. ", "mot " * 9]
        ),
        max_size=120,
    ).map("".join),
    st.text(max_size=300),
    st.sampled_from(["ab", "ab ", "ab. ", "A b ? "]).map(lambda piece: piece * 40),
)


@given(text=TEXTS, target=st.integers(min_value=1, max_value=120))
def test_every_character_that_is_not_space_lies_in_exactly_one_passage(
    text: str, target: int
) -> None:
    position = 0
    for passage in split_article(article(text), target=target):
        assert position <= passage.start < passage.end
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert len(passage.text) <= 2 * target
        assert not text[position : passage.start].strip()
        position = passage.end
    assert not text[position:].strip()


@given(text=TEXTS, target=st.integers(min_value=8, max_value=120))
def test_a_passage_cuts_no_sentence_that_fits_into_two(text: str, target: int) -> None:
    inside = {
        offset
        for start, end in sentence_spans(text)
        if end - start <= 2 * target
        for offset in range(start + 1, end)
    }
    for passage in split_article(article(text), target=target):
        assert passage.start not in inside
        assert passage.end not in inside


@given(text=TEXTS, target=st.integers(min_value=8, max_value=120))
def test_a_tiny_last_passage_is_left_only_where_it_cannot_join(text: str, target: int) -> None:
    passages = split_article(article(text), target=target)
    if len(passages) > 1 and len(passages[-1].text) < target // 4:
        assert passages[-1].end - passages[-2].start > 2 * target


@given(text=TEXTS, target=st.integers(min_value=8, max_value=120))
def test_a_lead_in_lies_before_the_passage_that_it_introduces(text: str, target: int) -> None:
    passages = split_article(article(text), target=target)
    spans = sentence_spans(text)
    for passage, lead in zip(passages, passage_lead_ins(text, passages), strict=True):
        if lead is not None:
            assert lead in spans
            assert lead.end <= passage.start
