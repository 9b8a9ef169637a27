"""Articles and passages as the bytes that the term index stores: a checksum, then JSON in UTF-8.

The files that they lie in are too large to be checked at every opening, and tantivy's store has
no checksums of its own: so nothing that a damaged disk gives back is ever taken for what was said.
"""

from __future__ import annotations

import zlib
from typing import Any

import orjson

from index.errors import IndexDamagedError
from index.types import Article, PartialDate, Passage

_CHECKSUM = 4  # bytes


def passage_bytes(passage: Passage) -> bytes:
    """The passage, for ``passage_of``."""
    return _dumped(passage)


def article_bytes(article: Article) -> bytes:
    """The article, for ``article_of``."""
    published = str(article.published) if article.published else None
    fields = {field: getattr(article, field) for field in Article.__slots__}
    return _dumped(fields | {"published": published})


def passage_of(content: object) -> Passage:
    """The passage of its bytes; IndexDamagedError for others."""
    try:
        return Passage(**_loaded(content))
    except (ValueError, TypeError) as error:
        raise _altered() from error


def article_of(content: object) -> Article:
    """The article of its bytes; IndexDamagedError for others."""
    try:
        fields = _loaded(content)
        published = fields.pop("published")
        sources = tuple(fields.pop("sources"))
        date = PartialDate.parse(published) if published else None
        return Article(**fields, published=date, sources=sources)
    except (ValueError, TypeError, KeyError) as error:
        raise _altered() from error


def _dumped(fields: dict[str, Any] | Passage) -> bytes:
    content = orjson.dumps(fields)  # which takes dataclasses as they are
    return zlib.crc32(content).to_bytes(_CHECKSUM) + content


def _loaded(stored: object) -> dict[str, Any]:
    content = memoryview(bytes(stored))  # type: ignore[call-overload]
    if content[:_CHECKSUM] != zlib.crc32(content[_CHECKSUM:]).to_bytes(_CHECKSUM):
        raise ValueError("another checksum")
    fields = orjson.loads(content[_CHECKSUM:])
    if not isinstance(fields, dict):
        raise TypeError("no object")
    return fields


def _altered() -> IndexDamagedError:
    return IndexDamagedError("an article in the index was altered: run `sourcier build --full`")
