from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import tokens
from index.sentences import sentence_spans
from index.types import Article, PartialDate
from rag.likeness import load_word_table
from rag.pages import Page
from rag.vocabulary import Vocabulary


def _article(text: str, title: str = "", place: str | None = None, day: str = "") -> Article:
    published = PartialDate.parse(day) if day else None
    return Article("0" * 16, title, text, published, ("a.txt",), "fr", place)


def _read(article: Article) -> tuple[Page, Vocabulary]:
    vocabulary = Vocabulary(load_word_table())
    return Page.of(article, vocabulary), vocabulary


def _words(page: Page, vocabulary: Vocabulary, sentence: int) -> list[tuple[int, int, str]]:
    own = page.words_of(sentence)
    return [
        (start, end, vocabulary.folded[number])
        for start, end, number in zip(
            page.starts[own].tolist(),
            page.ends[own].tolist(),
            page.numbers[own].tolist(),
            strict=True,
        )
    ]


def test_title_place_and_date_come_after_the_sentences() -> None:
    page, vocabulary = _read(_article("Le port ouvre.", "Un port", "Kelvik", "2025-07-21"))
    assert [word for _, _, word in _words(page, vocabulary, 1)] == ["un", "port"]
    assert [word for _, _, word in _words(page, vocabulary, 2)] == [
        "kelvik",
        "21",
        "juillet",
        "2025",
    ]


def test_names_are_capitals_that_open_no_sentence() -> None:
    page, vocabulary = _read(_article("Le Port de Lorm. Kelvik dort, dit Anna.\n\n« À Ostrow ! »"))
    names = [vocabulary.folded[number] for number in page.numbers[page.names].tolist()]
    assert names == ["port", "lorm", "anna", "ostrow"]


def test_an_article_without_a_word_has_an_empty_page() -> None:
    page, _ = _read(_article("… !"))
    assert len(page.numbers) == len(page.names) == 0
    assert page.bounds.tolist() == [0] * (len(page.sentences) + 3)


WORDS = st.sampled_from(
    ["Le", "port", "10 000", "1.000", "2025", "2", "x" * 70, "d’Ark", "A\u0301b"]
)
BETWEEN = st.sampled_from([" ", ". ", ".", "\n", "\n\n", " : ", ", ", "\u00a0", "-"])


@given(st.lists(st.tuples(WORDS, BETWEEN)), st.text(max_size=40))
def test_a_sentence_has_the_words_that_it_has_alone(
    parts: list[tuple[str, str]], rest: str
) -> None:
    text = "".join(word + between for word, between in parts) + rest
    page, vocabulary = _read(_article(text, rest))
    spans = sentence_spans(text)
    assert page.sentences == tuple(spans)
    for number, (start, end) in enumerate(spans):
        assert _words(page, vocabulary, number) == [
            tuple(token) for token in tokens(text[start:end])
        ]
    title = [word for _, _, word in _words(page, vocabulary, len(spans))]
    assert title == [token.folded for token in tokens(rest)]
