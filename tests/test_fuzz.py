"""Any bytes under any name, and whole files damaged anywhere: an article or a problem."""

from __future__ import annotations

import json
import unicodedata
from io import BytesIO

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from traps import LINE, docx_of_xml, pdf_of_contents, scanned_pdf, sealed_pdf, stream, zip_of

from index.readers.single import KINDS, articles_of
from index.types import article_id_of

BODY = "Le maire d’Évreux a reçu les délégués ; « rien n’est décidé », dit-il le 3 mars 2024."
PAGE = f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Un pont</title>
<meta property="article:published_time" content="2025-05-21"><script type="application/ld+json">
{{"@type": "NewsArticle", "datePublished": "2025-05-21"}}</script></head><body><article><h1>Un pont
</h1><p>{BODY}</p><ul><li>un pont &amp; une route ;</li></ul><table><tr><td>12</td></tr></table>
</article></body></html>"""
MARKDOWN = f"""---
title: "Un pont : le vote"
date: 2025-07
tags: [a, &b b, *b]
source: La Gazette
---
# Un pont

Publié le 3 mars 2024 à 10 h

{BODY}

1. voter
   - [payer](https://e.example/x)

> ```
"""
RECORD = {
    "title": "Un pont", "text": BODY, "date": "2025-05-21T10:00:00Z", "lang": "fr",
    "url": "https://gazette.example/pont", "source": {"name": "La Gazette"}, "timestamp": 1.7e9,
}  # fmt: skip


def word() -> bytes:
    written = Document()
    written.add_heading("Un pont", level=1)
    written.add_paragraph(BODY)
    written.add_paragraph("un pont ;", style="List Bullet")
    written.add_table(rows=1, cols=2).rows[0].cells[0].text = "Coût"
    file = BytesIO()
    written.save(file)
    return file.getvalue()


WHOLE = {
    ".txt": [f"Un pont\nPublié le 3 mars 2024\nLyon, 21 mai 2025 — {BODY}".encode(),
             BODY.encode("utf-16"), BODY.encode("cp1252")],
    ".md": [MARKDOWN.encode()],
    ".html": [PAGE.encode(), PAGE.encode("utf-16-le")],
    ".json": [json.dumps(RECORD).encode(), json.dumps({"articles": [RECORD, 7]}).encode()],
    ".jsonl": [(json.dumps(RECORD) + "\n" + json.dumps(RECORD, ensure_ascii=False)).encode()],
    ".pdf": [pdf_of_contents(stream(LINE), stream(LINE)), scanned_pdf(LINE, b""), sealed_pdf()],
    ".docx": [word()],
}  # fmt: skip
PIECES = [
    b"", b"\0", b"\xff", b"\xff\xfe", b"\xed\xa0\x80", b"<", b"</p>", b"<!--", b"&#xD800;", b"&#0;",
    b"]", b"{", b'"', b"\\ud800", b"1e999", b"-1", b"99999999999", b"null", b"---\n", b": ", b"*b",
    b"<<", b">>", b"R", b"0 0 R", b"2 0 R", b"/Kids", b"/Length 0", b"stream\n", b"endobj", b"PK",
    b"</w:p>", b"<w:tc>", "\u0301".encode() * 40, "\u2028".encode(), "\u202e".encode(), b"\r",
    b"\x1b[2J", b"2025-02-30", b"31 juin 0000", b"[[", b"![", b"```", b"\n\n\n", b" " * 99,
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A whole file with some stretches written over, cut out, doubled or put elsewhere."""
    content = whole
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, max(len(content) - 1, 0)))
        end = min(start + draw(st.sampled_from([0, 1, 2, 8, 40, 400])), len(content))
        taken = content[start:end]
        put = draw(
            st.sampled_from(PIECES)
            | st.binary(max_size=6)
            | st.sampled_from([taken * 2, taken * 30, taken[::-1]])
        )
        content = content[:start] + put + content[end:]
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


def check(name: str, data: bytes) -> None:
    """What holds of whatever a file gives."""
    articles, problems = articles_of(name, data, max_bytes=1_000_000)
    assert articles or problems
    for article in articles:
        text = article.text
        assert article.article_id == article_id_of(text)
        assert unicodedata.is_normalized("NFC", text)
        assert text == text.strip() != ""
        assert not set(text) & {"\0", "\r", "\x1b", "\u2028", "\ufeff"}
        assert article.sources
        assert article.sources[0].partition("#")[0] == name
        for line in filter(None, (article.title, article.place, article.origin)):
            assert line == line.strip() != ""
            assert "\n" not in line
            assert len(line) <= 300
        assert article.title
        for each in (text, article.title, *article.sources, article.language):
            each.encode("utf-8")
    assert len({article.article_id for article in articles}) == len(articles)
    for problem in problems:
        assert problem.path.partition("#")[0] == name
        assert ": " in problem.reason
        assert not set(problem.reason) & {"\n", "\0", "\x1b"}
        problem.reason.encode("utf-8")
    assert articles_of(name, data, max_bytes=1_000_000) == (articles, problems)


@pytest.mark.parametrize("kind", [*WHOLE])
def test_whole_files_are_read(kind: str) -> None:
    for whole in WHOLE[kind]:
        check(f"a{kind}", whole)
        if whole != WHOLE[".pdf"][2]:
            assert articles_of(f"a{kind}", whole, max_bytes=1_000_000)[0]


@pytest.mark.parametrize("kind", [*WHOLE])
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_damaged_anywhere_is_articles_or_problems(kind: str, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(WHOLE[kind]))
    check(f"2025-05-21 a{kind}", data.draw(damaged(whole)))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([*KINDS]),
    st.binary(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join),
)
def test_any_bytes_are_articles_or_problems(kind: str, content: bytes) -> None:
    check(f"a{kind}", content)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_text_inside_a_word_file_may_be_damaged(data: st.DataObject) -> None:
    body = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    inner = data.draw(damaged(body.encode()))
    check("a.docx", docx_of_xml(inner.decode("utf-8", "replace")))
    check("b.docx", zip_of([("[Content_Types].xml", inner), ("word/document.xml", inner)]))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_a_page_of_a_pdf_draws_may_be_anything(data: st.DataObject) -> None:
    check("a.pdf", pdf_of_contents(stream(data.draw(damaged(LINE * 3))), stream(LINE)))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
FIELDS = st.sampled_from([*RECORD, "content", "articles", "published", "lieu", "source", "id"])


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(FIELDS, JSON_VALUES | st.sampled_from([BODY, "2025-07"])) | JSON_VALUES)
def test_json_of_any_values_is_articles_or_problems(value: object) -> None:
    check("a.json", json.dumps(value).encode())
    check("a.jsonl", json.dumps(value).encode() + b"\n" + json.dumps([value]).encode())
