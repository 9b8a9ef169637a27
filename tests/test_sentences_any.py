"""What holds of the sentences of any text, and of those that people marked answers in."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import lead_ins, sentence_spans

DATA = Path(__file__).parents[1].parent / "shared" / "data"


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_nothing_has_no_sentences() -> None:
    assert sentence_spans("") == sentence_spans(" \n\t\u00a0\n") == []
    assert lead_ins("", []) == []


@pytest.mark.timeout(60)  # a quadratic pass takes longer
@pytest.mark.parametrize(
    "piece",
    ["a", ".", " ", '"', "«", "a.", "a. ", "A. ", ". ( ", '. " ', "\n", "a\n", ".\n", "- a\n",
     "M. ", "1.", "(...) ", "?!", "“", "a :\n- b ;\n", "\u200d", ".A", "…a", ") ", "x" * 79 + "\n"],
)  # fmt: skip
def test_a_long_text_of_anything_takes_linear_time(piece: str) -> None:
    text = (piece * (300_000 // len(piece) + 1))[:300_000]
    spans = sentence_spans(text)
    assert len(lead_ins(text, spans)) == len(spans)


TOKENS = [
    *("M.", "J.", "Le", "Il", "de", "Tokaïev", "un", "ans", "12", "3,5", "1.", "U.S.", "J.-C."),
    *("av.", "etc.", "«", "»", "“", "”", '"', "'", "(", ")", "[1]", "…", "...", ".", "?", "!", ":"),
    *(";", ",", "-", "–", "—", "•", "a)", "。", "؟", "😀", "fin.Une", "ex.com", "#", "@", "iOS"),
    *("h.", "30", "²", "ABC"),
]

SPACES = [" ", " ", "\u00a0", "\n", "\n\n", "\n- "]
LINE = "la moitié de la ligne, ou un peu plus que cela"

AWKWARD = st.one_of(
    st.lists(st.sampled_from([*TOKENS, *SPACES, LINE]), max_size=30).map("".join),
    st.text(max_size=60),
)


@given(AWKWARD)
def test_spans_are_in_order_trimmed_and_hold_every_character_that_is_not_space(text: str) -> None:
    spans = sentence_spans(text)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@given(AWKWARD, AWKWARD)
def test_paragraphs_are_cut_independently(first: str, second: str) -> None:
    joined = sentences(first + "\n\n" + second)
    assert joined == sentences(first) + sentences(second)


@given(AWKWARD)
def test_a_sentence_on_one_line_is_one_sentence_when_it_is_cut_again(text: str) -> None:
    for sentence in sentences(text):
        if len(sentence.splitlines()) == 1:
            assert sentences(sentence) == [sentence]


@given(AWKWARD)
def test_a_lead_in_is_an_earlier_sentence_with_a_colon(text: str) -> None:
    spans = sentence_spans(text)
    leads = lead_ins(text, spans)
    assert len(leads) == len(spans)
    for span, lead in zip(spans, leads, strict=True):
        if lead is not None:
            assert lead in spans
            assert lead < span
            assert ":" in text[lead.start : lead.end][-6:]


@pytest.mark.skipif(not DATA.is_dir(), reason="the data folder is not beside the repository")
def test_answers_that_people_marked_in_encyclopedia_text_stay_within_a_sentence() -> None:
    with lzma.open(DATA / "piaf-v1.1.json.xz", "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    answers = crossing = 0
    for paragraph in (paragraph for article in articles for paragraph in article["paragraphs"]):
        ends = [span.end for span in sentence_spans(paragraph["context"])]
        for answer in (answer for qa in paragraph["qas"] for answer in qa["answers"]):
            start = answer["answer_start"]
            last = start + len(answer["text"].rstrip())
            answers += 1
            crossing += any(start < end < last for end in ends)
    assert answers > 7_000
    assert crossing / answers < 0.003  # people did mark a few answers of two sentences
