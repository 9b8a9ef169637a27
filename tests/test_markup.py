from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from ui.markup import Layer, element, escape, link_to_quote, marked, prose, safe_url

HOSTILE = "<img src=x onerror=alert(1)>"


class Reader(HTMLParser):
    """What a browser makes of our markup: its text, its elements and the text within each."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.names: list[str] = []
        self.open: list[str] = []
        self.within: dict[str, str] = {}
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for name in set(self.open):
            self.within[name] = self.within.get(name, "") + data


# Letters and what has a meaning in HTML, in templates or in Markdown; no controls, which are
# replaced, and no carriage return, which HTML turns into a line feed.
PLAIN = st.text(
    st.sampled_from("abé <>&\"'`=/$;{}![]()#\\") | st.characters(exclude_categories=("Cs", "Cc")),
    max_size=60,
)


@given(PLAIN)
def test_escaped_text_reads_as_it_was_and_holds_no_markup(text: str) -> None:
    assert not set("<>\"'`") & set(escape(text))
    assert html.unescape(escape(text)) == re.sub("[\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", text)


@pytest.mark.parametrize("text", ["\x00", "\x1b", "\ud83d", "\x7f", "\uffff"])
def test_what_no_page_may_hold_becomes_a_replacement_character(text: str) -> None:
    assert escape(f"a{text}b") == "a\ufffdb"
    escape(f"a{text}b").encode("utf-8")


@given(PLAIN)
def test_an_attribute_never_ends_before_its_value_does(value: str) -> None:
    markup = element("a", "x", attributes={"title": value, "hidden": True, "lang": None})
    assert Reader(markup).names == ["a"]
    assert re.fullmatch(r'<a title="[^"<>]*" hidden>x</a>', markup)


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(PLAIN)
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=4))
    return text, [Span(*span) for span in spans]


@given(text_and_spans())
def test_marked_text_is_the_text_and_each_span_is_marked_whole(
    case: tuple[str, list[Span]],
) -> None:
    text, spans = case
    names = ["mark", "b", "i", "u"]
    layers = [Layer(span, name) for span, name in zip(spans, names, strict=False)]
    reader = Reader(marked(text, Span(0, len(text)), layers))
    assert reader.text == html.unescape(escape(text))
    for span, name, *_ in layers:
        assert reader.within.get(name, "") == html.unescape(escape(text[span.start : span.end]))


def test_a_mark_within_a_quotation_is_nested_in_it() -> None:
    layers = [Layer(Span(2, 9), "mark", "quote"), Layer(Span(4, 6), "b")]
    assert marked("0123456789", Span(0, 10), layers) == (
        '01<mark class="quote">23<b>45</b>678</mark>9'
    )


def test_prose_is_a_paragraph_a_line_and_marks_stay_within_paragraphs() -> None:
    text = "un deux\n\ntrois\nquatre"
    layers = [Layer(Span(3, 14), "mark")]
    assert prose(text, Span(0, len(text)), layers) == (
        '<p dir="auto">un <mark>deux</mark></p>'
        '<p dir="auto"><mark>trois</mark></p>'
        '<p dir="auto">quatre</p>'
    )


def test_prose_of_a_part_leaves_out_the_rest_and_its_marks() -> None:
    text = "un\ndeux trois\nquatre"
    layers = [Layer(Span(0, 2), "i"), Layer(Span(5, 20), "mark")]
    assert prose(text, Span(3, 13), layers) == '<p dir="auto">de<mark>ux trois</mark></p>'


@pytest.mark.parametrize("line", ["- un", "• un", "3. un", "12) un"])
def test_an_item_of_a_list_is_known_as_one(line: str) -> None:
    assert 'class="item"' in prose(line, Span(0, len(line)), [])


@pytest.mark.parametrize("line", ["2025 fut", "1,5 milliard", "— Oui", "-5 degrés"])
def test_a_figure_or_a_dialogue_is_no_item(line: str) -> None:
    assert "item" not in prose(line, Span(0, len(line)), [])


@pytest.mark.parametrize("url", ["https://example.org/a?b=c&d=é#e", "http://localhost:80/"])
def test_a_url_of_the_web_can_be_linked_to(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "//example.org/a",
        "https:///path",
        "https://[broken",
        'https://example.org/"onmouseover=alert(1)',
        "https://example.org/a b",
        "2025/article.txt",
        "",
    ],
)
def test_anything_else_cannot_be_linked_to(url: str) -> None:
    assert safe_url(url) is None


def test_a_link_to_a_quotation_names_all_of_it_percent_encoded() -> None:
    quote = "L'accord, dit-on & signé : 10 %"
    link = link_to_quote("https://example.org/a", quote)
    directive = link.removeprefix("https://example.org/a#:~:text=")
    assert unquote(directive) == quote
    assert not set(",-& ") & set(directive)  # each would mean something else in a directive


def test_a_link_keeps_the_fragment_that_the_url_has() -> None:
    assert link_to_quote("https://example.org/#top", "a") == "https://example.org/#top:~:text=a"


def test_a_long_quotation_is_named_by_its_first_and_last_words() -> None:
    words = [f"mot{number}" for number in range(200)]
    directive = link_to_quote("https://example.org/", " ".join(words)).partition("text=")[2]
    first, last = directive.split(",")
    assert unquote(first) == " ".join(words[:6])
    assert unquote(last) == " ".join(words[-6:])
