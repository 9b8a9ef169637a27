"""Near copies and files of one text, on the page and in the terminal."""

from __future__ import annotations

import re

from support import article

from index.types import Article, Span
from rag.types import Answer, Citation, Copy, Segment
from ui.copies import copies_counted, main_sources, render_copies
from ui.desk import article_with_quote
from ui.render import Turn, render_conversation
from ui.sources import render_article, render_sources
from ui.terminal import answer_lines, article_lines

QUOTE = "Le pont rouvrira lundi."
HOSTILE = "<img src=x onerror=alert(1)>"


def version(number: int, published: str | None = None, *, quote: str = QUOTE) -> Article:
    text = f"Version {number}. {quote} Les bus y passeront."
    return article(text, title=f"Titre {number}", published=published, sources=(f"v{number}.md",))


def answer(of: Article, *others: Article, language: str = "fr") -> Answer:
    start = of.text.index(QUOTE)
    also_in = tuple(Copy.of(other, QUOTE) for other in others)
    citation = Citation(1, of, start, start + len(QUOTE), QUOTE, also_in=also_in)
    return Answer(
        question="Quand le pont rouvrira-t-il ?",
        language=language,
        status="answered",
        text=f"{QUOTE} [1]",
        segments=(Segment(QUOTE, (1,), "quoted"),),
        citations=(citation,),
        passages=(),
        unmatched=(),
        confidence=None,
        timings_ms={},
        generation="g000001",
        embedder="bag",
    )


def opened(html: str) -> list[tuple[str, str, str]]:
    """The article and the span that each button opens, in order."""
    return re.findall(r'data-open="(\w+)" data-start="(\d+)" data-end="(\d+)"', html)


def test_a_source_names_its_near_copies_and_opens_each_at_the_quotation() -> None:
    of, same, other = version(1, "2025-03-03"), version(2, "2025-03-02"), version(3, quote="Non.")
    html = render_sources([Turn(1, "Quand ?", answer=answer(of, same, other), finished=True)])
    start = same.text.index(QUOTE)
    assert (same.article_id, str(start), str(start + len(QUOTE))) in opened(html)
    assert (other.article_id, "0", "0") in opened(html)
    assert "Aussi dans" in html
    assert "Also in" in html
    assert html.count("le passage y diffère") == 1
    assert html.index("Titre 2") < html.index("Titre 3")


def test_a_source_without_copies_has_no_list_of_them() -> None:
    html = render_sources([Turn(1, "Quand ?", answer=answer(version(1)), finished=True)])
    assert "Aussi dans" not in html
    assert render_copies(version(1), (), name="x") == ""
    assert copies_counted(version(1), ()) is None


def test_the_answer_says_in_how_many_places_it_stands() -> None:
    one, *others = (version(number) for number in range(4))
    html = render_conversation([Turn(1, "Quand ?", answer=answer(one, *others), finished=True)])
    assert "aussi dans 3 autres" in html
    assert "also in 3 others" in html


def test_files_of_the_very_text_count_as_places_and_addresses_do_not() -> None:
    of = article(
        "Un texte.", sources=("a.md", "b.md", "https://example.org/a"), origin="Le Journal"
    )
    assert main_sources(of) == ("Le Journal", "a.md", "https://example.org/a")
    counted = copies_counted(of, ())
    assert counted is not None
    assert counted.en == "also in 1 other"
    html = render_copies(of, (), name="x")
    assert "b.md" in html
    assert "même texte" in html
    assert "example.org" not in html


def test_long_lists_are_folded_and_whole() -> None:
    one, *others = (version(number) for number in range(12))
    html = render_copies(one, [Copy.of(other, QUOTE) for other in others], name="x")
    assert "et 8 de plus" in html
    assert html.index("<details>") < html.index("Titre 4")
    assert len(opened(html)) == 11


def test_an_article_says_which_of_its_versions_are_newer() -> None:
    of = version(1, "2025-03-02")
    start = of.text.index(QUOTE)
    others = [version(2, "2025-03-03"), version(3, "2025-03-01"), version(4, "2025-03"), version(5)]
    html = render_article(of, Span(start, start + len(QUOTE)), others)
    items = re.findall(r"<li>.*?</li>", html)
    assert ["plus récent" in item for item in items] == [True, False, False, False]


def test_what_a_copy_holds_is_never_markup() -> None:
    text = f"{HOSTILE} {QUOTE}"
    hostile = article(text, title=HOSTILE, sources=(HOSTILE, f"b{HOSTILE}"), origin=HOSTILE)
    one = version(1)
    for html in (
        render_sources([Turn(1, "Quand ?", answer=answer(one, hostile), finished=True)]),
        render_article(one, Span(0, 1), [hostile]),
        render_copies(hostile, (), name="x"),
    ):
        assert "<img" not in html
        assert "&lt;img" in html


def test_the_terminal_names_copies_with_what_show_takes() -> None:
    of = version(1, "2025-03-03")
    others = [version(number, "2025-03-02") for number in range(2, 9)]
    lines = [line.plain for line in answer_lines(answer(of, *others), article_of=lambda _: of)]
    place = lines.index("    Aussi dans")
    assert lines[place + 1] == f"      Titre 2 (2 mars 2025) · {others[0].article_id}"
    assert lines[place + 6 :] == ["      et 2 de plus"]
    english = answer_lines(answer(of, *others, language="en"), article_of=lambda _: of)
    assert "    Also in" in [line.plain for line in english]


def test_an_article_in_the_terminal_is_shown_with_its_versions() -> None:
    of, other = version(1), version(2, "2025-03-02")
    lines = [line.plain for line in article_lines(of, "en", [other])]
    assert f"      Titre 2 (2 March 2025) · {other.article_id}" in lines
    assert lines[-1] == of.text


def test_an_opened_article_lists_its_versions() -> None:
    class Two:
        def article(self, article_id: str) -> Article:
            return version(1)

        def copies(self, article_id: str) -> tuple[Article, ...]:
            assert article_id == version(1).article_id
            return (version(2),)

    html = article_with_quote(Two(), version(1).article_id, Span(0, 3))  # type: ignore[arg-type]
    assert "Titre 2" in html
