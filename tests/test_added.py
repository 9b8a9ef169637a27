from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.building import BuildReport
from index.errors import IndexWriteError
from index.types import Article, PartialDate, article_id_of
from rag.intake import Outcome, Taken
from ui.added import render_refusal, render_taken
from ui.text import Text

HOSTILE = "<img src=x onerror=alert(1)>"
TEXT = "Lena Ostrow a promis 14 ports."
ARTICLE = Article(article_id_of(TEXT), HOSTILE, TEXT, PartialDate(2025), ("a.txt",), "fr")
ADDED = Outcome(f"{HOSTILE}.txt", "added", f"{HOSTILE}.txt", (ARTICLE,))
KNOWN = Outcome("b.txt", "known", "2025/a.txt", (ARTICLE,))
REFUSED = Outcome(f"{HOSTILE}.pdf", "refused", reasons=(f"it is empty: {HOSTILE}",))


class Report(BuildReport):
    """What a build gives, of which the page shows one number."""

    def __init__(self, articles: int) -> None:
        object.__setattr__(self, "articles", articles)


TAKEN = Taken(Path("articles"), (ADDED, KNOWN, REFUSED), Report(1234))


def test_each_offer_stands_under_what_became_of_it() -> None:
    html = render_taken(TAKEN)
    added, known, refused = html.split("<h3>")[1:]
    assert "14 ports" not in html
    assert f'data-open="{ARTICLE.article_id}"' in added
    assert "2025/a.txt" in known
    assert "Il est vide" in refused
    assert "1,234 articles" in html


def test_names_titles_and_reasons_are_escaped() -> None:
    html = render_taken(TAKEN) + render_refusal(Text(HOSTILE, HOSTILE))
    assert "<img" not in html
    assert html.count("&lt;img") >= 4


def test_an_article_that_is_not_in_the_index_yet_cannot_be_opened() -> None:
    failed = replace(TAKEN, report=None, failure=IndexWriteError("no space"))
    html = render_taken(failed)
    assert "data-open" not in html
    assert "data-again" in html
    assert "articles</span>" in html


def test_long_lists_are_cut_and_say_so() -> None:
    many = Outcome("x.jsonl", "added", "x.jsonl", (ARTICLE,) * 50, ("line 1 has no text: x",) * 50)
    html = render_taken(replace(TAKEN, outcomes=(many,)))
    assert html.count("data-open") == 3
    assert "et 47 de plus" in html
    assert html.count('class="reason"') == 5
    assert "and 45 more" in html


def test_nothing_that_was_added_is_said_first() -> None:
    html = render_taken(Taken(Path("articles"), (REFUSED,)))
    assert html.index("Rien n’a été ajouté") < html.index("Non ajouté")
