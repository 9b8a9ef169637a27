"""Markdown as its reader sees it: no markup, front matter and the first heading apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import ArticleError
from index.readers.encoding import clean, decode
from index.readers.fields import article_of_fields
from index.readers.front_matter import take_front_matter
from index.readers.lines import unwrap
from index.readers.raw import RawArticle


def read(data: bytes, *, max_bytes: int) -> list[RawArticle | ArticleError]:
    """The one article of a Markdown file."""
    decoded, notes = decode(data)
    fields, source = take_front_matter(clean(decoded))
    # Markup in HTML is left as the characters that it is written with: nothing runs it.
    tokens = MarkdownIt("commonmark", {"html": False}).parse(source)
    heading = _heading(tokens)
    raw = article_of_fields(fields, text=unwrap(clean("".join(_blocks(tokens)))))
    return [replace(raw, title=raw.title or heading, notes=raw.notes + notes)]


def _heading(tokens: list[Token]) -> str | None:
    """The heading that opens the text; the same text opens the article, where it is taken out."""
    if len(tokens) > 3 and tokens[0].type == "heading_open":
        return _inline(tokens[1]).replace("\n", " ").strip() or None
    return None


def _blocks(tokens: list[Token]) -> Iterator[str]:
    """Paragraphs, headings, items and code, each with the line breaks before it."""
    lists: list[int | None] = []  # the next number of each open list, none for bullets
    marker, tight = "", False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type == "ordered_list_open"
            lists.append(int(token.attrs.get("start", 1)) if ordered else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            tight = False
        elif token.type == "list_item_open":
            marker, lists[-1] = _marker(lists[-1])
            marker = "  " * (len(lists) - 1) + marker
        elif token.type == "paragraph_open":
            tight = token.hidden or bool(marker)
        elif token.type in ("inline", "code_block", "fence"):
            text = _inline(token) if token.type == "inline" else token.content
            yield ("\n" if tight else "\n\n") + marker + text
            marker, tight = "", False


def _marker(number: int | None) -> tuple[str, int | None]:
    return ("- ", None) if number is None else (f"{number}. ", number + 1)


def _inline(token: Token) -> str:
    """The characters of a run of text: link texts and image descriptions, no markup."""
    parts = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(parts.get(child.type, child.content) for child in token.children or ())
