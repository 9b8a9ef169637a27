"""What tantivy keeps of an article: the fields, and a document for each passage."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import tantivy

from index import stored
from index.types import Article, Entry, Passage

# An article, its passages, and the terms of each one's body and heading, parted by spaces.
Analysed = tuple[Article, Sequence[Entry], Sequence[tuple[str, str]]]

SEARCHED = {"body": 1.0, "heading": 0.5}  # fields and their boosts


def schema() -> tantivy.Schema:
    """The fields of every index."""
    builder = tantivy.SchemaBuilder()
    for field in SEARCHED:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in ("article_id", "first_of", "language"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("vector_id", indexed=True, fast=True)
    builder.add_integer_field("order", fast=True)
    for field in ("first_day", "last_day"):
        builder.add_integer_field(field, indexed=True, fast=True)
    for field in ("passage", "article"):
        builder.add_bytes_field(field, stored=True)
    return builder.build()


def documents(analysed: Analysed) -> Iterator[tantivy.Document]:
    """One for each passage, the article in the first."""
    article, entries, terms = analysed
    for number, (entry, (body, heading)) in enumerate(zip(entries, terms, strict=True)):
        passage = entry.passage
        document = tantivy.Document()
        document.add_text("body", body)
        document.add_text("heading", heading)
        document.add_text("article_id", article.article_id)
        document.add_text("language", article.language)
        document.add_integer("vector_id", entry.vector_id)
        document.add_integer("order", _order(passage))
        if article.published is not None:
            document.add_integer("first_day", article.published.first_day.toordinal())
            document.add_integer("last_day", article.published.last_day.toordinal())
        document.add_bytes("passage", stored.passage_bytes(passage))
        if number == 0:
            document.add_text("first_of", article.article_id)
            document.add_bytes("article", stored.article_bytes(article))
        yield document


def _order(passage: Passage) -> int:
    """A number for telling passages of equal scores apart: of the article, then of the place."""
    return zlib.crc32(passage.article_id.encode()) << 31 | passage.start
