"""Articles and passages as the bytes that the term index stores."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from index.errors import IndexDamagedError
from index.types import Article, PartialDate, Passage


def passage_bytes(passage: Passage) -> bytes:
    """The passage as JSON in UTF-8."""
    return _dumped(asdict(passage))


def article_bytes(article: Article) -> bytes:
    """The article as JSON in UTF-8."""
    published = str(article.published) if article.published else None
    return _dumped(asdict(article) | {"published": published})


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


def _dumped(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _loaded(content: object) -> dict[str, Any]:
    fields = json.loads(bytes(content))  # type: ignore[call-overload]
    if not isinstance(fields, dict):
        raise TypeError("no object")
    return fields


def _altered() -> IndexDamagedError:
    return IndexDamagedError("an article in the index was altered: run `sourcier build --full`")
