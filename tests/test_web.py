"""HTML pages: their main text, and what they say of themselves."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from files import article_in, reason_for

from index.readers.single import articles_of
from index.reading import MAX_BYTES

PAGE = """<!doctype html><html lang="fr-FR"><head><meta charset="{charset}">
<title>Un pont neuf | La Gazette</title><link rel="canonical" href="https://gazette.example/pont">
<meta property="og:title" content="Un pont neuf"><meta property="og:site_name" content="La Gazette">
{head}</head><body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav>
<article><h1>Un pont neuf</h1>
<p>Le maire d’Évreux a reçu les délégués ; le 3 mars 2019, il disait encore non à tout le monde.</p>
<p>Le conseil votera un budget de douze mille euros pour les travaux du pont, a-t-il ajouté.</p>
<script>document.write("fausse piste")</script></article>
<footer>Mentions légales et contact</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_a_page_gives_its_main_text_and_what_it_says_of_itself(
    tmp_path: Path, charset: str
) -> None:
    head = '<meta property="article:published_time" content="2025-05">'
    page = PAGE.format(charset=charset, head=head).encode(charset)
    article = article_in(tmp_path, "a.html", page)
    assert article.title == "Un pont neuf"
    assert str(article.published) == "2025-05"
    assert article.language == "fr"
    assert article.sources == ("a.html", "https://gazette.example/pont")
    assert article.origin == "La Gazette"
    assert article.text.startswith("Le maire d’Évreux a reçu les délégués ;")
    assert article.text.endswith("a-t-il ajouté.")
    assert "\n\nLe conseil" in article.text
    for furniture in ("Accueil", "Mentions", "fausse piste"):
        assert furniture not in article.text


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="2025-05-21">',
        '<meta itemprop="datePublished" content="2025-05-21T08:00:00+02:00">',
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        '"datePublished": "2025-05-21T08:00:00Z", "dateModified": "2025-06-01"}</script>',
        '<time pubdate datetime="2025-05-21">hier</time>',
    ],
)
def test_a_page_states_its_date_in_many_ways(tmp_path: Path, head: str) -> None:
    article = article_in(tmp_path, "a.htm", PAGE.format(charset="utf-8", head=head))
    assert str(article.published) == "2025-05-21"


def test_a_date_in_a_page_s_text_is_not_its_date(tmp_path: Path) -> None:
    article = article_in(tmp_path, "a.html", PAGE.format(charset="utf-8", head=""))
    assert article.published is None


def test_short_fragments_and_very_deep_pages_give_their_text(tmp_path: Path) -> None:
    assert article_in(tmp_path, "a.html", "<p>Le pont &amp; la route</p>").text == (
        "Le pont & la route"
    )
    deep = "<div>" * 100_000 + "<p>Le pont est au fond.</p>" + "</div>" * 100_000
    article = article_in(tmp_path, "b.html", f"<html><body>{deep}</body></html>")
    assert article.text == "Le pont est au fond."


def test_a_page_s_text_is_not_searched_for_dates_in_every_language() -> None:
    page = "<html><title>Un pont</title><body><p>dit-il le 3 mYars 2024.</p></body></html>"
    articles, _ = articles_of("a.html", page.encode(), max_bytes=MAX_BYTES)
    assert articles[0].published is None
    assert not [name for name in sys.modules if "date_translation_data" in name]


def test_a_page_without_text_is_reported(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "a.html", "<html><body><script>x = 1</script></body></html>")
    assert "no text" in reason
