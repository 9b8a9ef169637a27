"""An assistant over one article, for tests of the page that say themselves what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.errors import ArticleUnknownError
from index.types import Article, Filters
from rag.types import Answer


@dataclass
class Counts:
    articles: int
    passages: int


class StandIn:
    """Gives the answers that it is told to, one after another as one answer that grows."""

    def __init__(self, article: Article, *answers: Answer, articles: int = 1) -> None:
        self.answers = answers
        self.counts = Counts(articles, 2 * articles)
        self._article = article

    def ask(self, question: str, *, filters: Filters = Filters()) -> Answer:
        return self.answers[-1]

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Answer] = (),
        filters: Filters = Filters(),
        fallback_language: str = "fr",
    ) -> Iterator[Answer]:
        yield from self.answers

    def article(self, article_id: str) -> Article:
        if article_id != self._article.article_id:
            raise ArticleUnknownError(f"no article {article_id}")
        return self._article

    def copies(self, article_id: str) -> Sequence[Article]:
        return ()

    def examples(
        self, language: str, *, count: int = 4, go_on: Callable[[], bool] = lambda: True
    ) -> Sequence[str]:
        return ()

    def sources(self) -> Sequence[str]:
        return ()

    def languages(self) -> Sequence[str]:
        return ()

    def status(self) -> Counts:
        return self.counts
