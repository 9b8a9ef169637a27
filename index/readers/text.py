"""Plain text, with front matter if it has some."""

from __future__ import annotations

from dataclasses import replace

from index.errors import ArticleError
from index.readers.encoding import clean, decode
from index.readers.fields import article_of_fields
from index.readers.front_matter import take_front_matter
from index.readers.raw import RawArticle


def read(data: bytes, *, max_bytes: int) -> list[RawArticle | ArticleError]:
    """The one article of a text file."""
    decoded, notes = decode(data)
    fields, text = take_front_matter(clean(decoded))
    raw = article_of_fields(fields, text=text)
    return [replace(raw, notes=raw.notes + notes)]
