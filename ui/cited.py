"""The articles that answers on the page have quoted, kept while their files change or go."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Protocol

from index.errors import SourcierError
from index.types import Article, Filters, Hit, Span
from ui import wording
from ui.markup import Attributes, both, element
from ui.render import Turn
from ui.sources import render_article

_MOST = 20_000_000  # characters of all that are kept
_NOTE: Attributes = {"class": "since", "role": "note"}
_LOOKED_AT = 5  # passages of a file, in looking for what it holds now


class ArticlesLike(Protocol):
    """What is asked of :class:`rag.assistant.Assistant`."""

    def article(self, article_id: str) -> Article:
        """One article; raises ArticleUnknownError."""

    def search(self, question: str, *, k: int = ..., filters: Filters = ...) -> list[Hit]:
        """The closest passages."""


class Cited:
    """Shows articles as they were quoted, and says what has become of them since.

    Safe to share between threads; the ones that were quoted longest ago are forgotten first.
    """

    def __init__(self, assistant: ArticlesLike, *, most: int = _MOST) -> None:
        self._assistant = assistant
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Article] = OrderedDict()
        self._size = 0

    def keep(self, turn: Turn) -> None:
        """Remember the articles that an answer shows."""
        citations = turn.answer.citations if turn.answer else ()
        shown = [citation.article for citation in citations]
        with self._lock:
            for article in (*shown, *(article for _, article in turn.closest)):
                if article.article_id not in self._kept:
                    self._size += len(article.text)
                self._kept[article.article_id] = article
                self._kept.move_to_end(article.article_id)
            while self._size > self._most and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1].text)

    def opened(self, article_id: str, quoted: Span) -> str | None:
        """An article that the index no longer holds, as it was quoted; none where it never was."""
        with self._lock:
            article = self._kept.get(article_id)
        return self._since(article) + render_article(article, quoted) if article else None

    def _since(self, article: Article) -> str:
        """That it was changed, with the way to what it says now, or that it was removed."""
        now = self._now(article)
        if now is None:
            return element("p", both(wording.REMOVED_SINCE), attributes=_NOTE)
        attributes: Attributes = {
            "type": "button",
            "data-open": now.article_id,
            "data-start": 0,
            "data-end": 0,
        }
        button = element("button", both(wording.OPEN_CURRENT), attributes=attributes)
        return element("p", both(wording.CHANGED_SINCE), " ", button, attributes=_NOTE)

    def _now(self, article: Article) -> Article | None:
        """What the file of an article holds now."""
        path = article.sources[0] if article.sources else ""
        try:
            hits = self._assistant.search(
                article.title, k=_LOOKED_AT, filters=Filters(source=path or None)
            )
            found = (self._assistant.article(hit.passage.article_id) for hit in hits)
            return next((one for one in found if path in one.sources), None)
        except SourcierError:
            return None
