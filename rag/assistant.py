"""The one place where the parts are put together: an index, a model, and what makes answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Self

from index import generations
from index.analysis import language_of
from index.embedding import Embedder
from index.manifest import Manifest
from index.models import load_embedder
from index.published import Published
from index.query import QueryTerm
from index.searching import CANDIDATES, Index
from index.types import Article, Filters, Hit
from rag.answering import compose
from rag.examples import example_questions
from rag.question import analyse_question
from rag.ranking import Ranker
from rag.settings import Settings
from rag.types import Answer
from rag.versions import Versions, apart, distinct

SHOWN = 10  # passages of an answer


class Assistant:
    """Answers questions from one index; safe to share between threads.

    The index and the model are opened at the first need, and a newly published generation is
    taken up between two questions.
    """

    def __init__(
        self, settings: Settings | None = None, *, embedder: Embedder | None = None
    ) -> None:
        self._settings = settings or Settings.load()
        self._lock = threading.Lock()
        self._published: Published | None = None
        self._embedder = embedder
        self._index: Index | None = None
        self._versions: Versions | None = None
        self._ranker = Ranker()
        self._examples: dict[tuple[str, str, int], tuple[str, ...]] = {}

    @classmethod
    def open(cls, index: str | Path | None = None, *, settings: Settings | None = None) -> Self:
        """An assistant whose index was opened and checked.

        Raises IndexMissingError, IndexDamagedError, IndexMismatchError or EmbedderError, each
        with what to do.
        """
        settings = settings or Settings.load()
        if index is not None:
            settings = settings.model_copy(update={"index": Path(index)})
        assistant = cls(settings)
        assistant.current()
        return assistant

    @property
    def settings(self) -> Settings:
        """The settings that it was made with."""
        return self._settings

    def published(self) -> Published:
        """The generation that is published now, opened without a model."""
        with self._lock:
            return self._newest()[0]

    def current(self) -> Index:
        """The index as it is published now, with its model."""
        return self._opened()[0]

    def _opened(self) -> tuple[Index, Versions]:
        """The index as it is published now, and what it holds several versions of."""
        with self._lock:
            published, versions = self._newest()
            if self._index is None:
                self._index = Index(published, embedder=self._loaded())
            return self._index, versions

    def _newest(self) -> tuple[Published, Versions]:
        """What is published now and its near copies, under the lock; what was made of another
        generation is dropped.

        A generation is told by its manifest's checksum too: an index that was removed and built
        again begins with the same name.
        """
        generation = generations.current(self._settings.index)
        if (
            self._published is None
            or self._versions is None
            or self._published.generation != generation
        ):
            self._published = published = Published.open(generation)
            self._versions = Versions(published.copies.of, published.terms.article)
            self._index = None
            self._examples = {}
        return self._published, self._versions

    def ask(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        k: int = SHOWN,
        fallback_language: str = "fr",
        abstain: bool = True,
    ) -> Answer:
        """Answer a question with quotations, or abstain and give the ``k`` closest passages.

        ``fallback_language`` is that of a question whose words do not tell it. Without ``abstain``
        the best sentences are quoted however weak they are.
        """
        index, versions = self._opened()
        started = time.perf_counter()
        language = self.language_of(question, fallback_language)
        terms = index.query_terms(question, language)
        hits = self._ranked(index, versions, question, language, terms, filters, k)
        retrieved = time.perf_counter()
        draft = compose(
            question,
            language=language,
            terms=terms,
            hits=hits,
            article_of=index.article,
            abstain=abstain,
            min_confidence=self._settings.min_confidence,
        )
        composed = time.perf_counter()
        return Answer(
            question=question,
            language=language,
            status=draft.status,
            text=draft.text,
            segments=draft.segments,
            citations=tuple(map(versions.cited, draft.citations)),
            passages=tuple(hits),
            unmatched=draft.unmatched,
            confidence=round(draft.confidence, 4),
            timings_ms={
                "retrieve": round(1000 * (retrieved - started), 3),
                "answer": round(1000 * (composed - retrieved), 3),
            },
            generation=index.generation,
            embedder=index.manifest.model,
        )

    def stream(
        self, question: str, *, filters: Filters = Filters(), fallback_language: str = "fr"
    ) -> Iterator[Answer]:
        """The answer as it grows, a segment at a time; the last one is what ``ask`` gives."""
        answer = self.ask(question, filters=filters, fallback_language=fallback_language)
        for count in range(1, len(answer.segments)):
            yield answer.first(count)
        yield answer

    def search(self, question: str, *, k: int = SHOWN, filters: Filters = Filters()) -> list[Hit]:
        """The ``k`` closest passages, best first; of near copies, those of the newest."""
        (index, versions), language = self._opened(), self.language_of(question)
        terms = index.query_terms(question, language)
        return self._ranked(index, versions, question, language, terms, filters, k)

    def _ranked(
        self,
        index: Index,
        versions: Versions,
        question: str,
        language: str,
        terms: tuple[QueryTerm, ...],
        filters: Filters,
        k: int,
    ) -> list[Hit]:
        """A question by what was learnt from questions, words alone by both legs fused.

        A headline looks for its article as the titles do that the legs are weighed on.
        """
        if k < 1:
            return []

        def fetch(depth: int) -> list[Hit]:
            return index.candidates(
                question, language=language, filters=filters, terms=terms, depth=depth
            )

        most = max(k, CANDIDATES)
        found = apart(fetch, most, versions=versions, filters=filters)[: 2 * most]
        if analyse_question(question, language).kind != "keywords":
            found = self._ranker.rank(question, found, language=language, terms=terms)
        return list(islice(distinct(found), k))

    @staticmethod
    def language_of(question: str, fallback: str = "fr") -> str:
        """``fr`` or ``en``, by the question's function words."""
        return language_of(question, fallback)

    def article(self, article_id: str) -> Article:
        """An article, whole; ArticleUnknownError where the index holds none of that id."""
        return self.published().terms.article(article_id)

    def copies(self, article_id: str) -> tuple[Article, ...]:
        """The near copies of an article, newest first: reprints of it, and its other versions."""
        with self._lock:
            _, versions = self._newest()
        return versions.others(article_id)

    def examples(
        self, language: str, *, count: int = 4, go_on: Callable[[], bool] = lambda: True
    ) -> tuple[str, ...]:
        """Questions in ``fr`` or ``en`` that this index answers; found once a generation.

        Each takes an answer, so ``go_on`` is asked before; where it says no, those that were found
        so far are given.
        """
        index = self.current()
        key = (index.generation, language, count)
        if key in self._examples:
            return self._examples[key]
        found = example_questions(index, self.ask, language=language, count=count, go_on=go_on)
        if len(found) == count or go_on():
            self._examples[key] = found
        return found

    def sources(self) -> tuple[str, ...]:
        """What the articles come from, commonest first: choices for the filter."""
        return self.published().catalogue().source_names()

    def languages(self) -> tuple[str, ...]:
        """The articles' languages, commonest first."""
        return tuple(self.published().manifest.languages)

    def status(self) -> Manifest:
        """What the published generation says of itself."""
        return self.published().manifest

    def _loaded(self) -> Embedder:
        if self._embedder is None:
            self._embedder = load_embedder(
                self._settings.model, allow_download=self._settings.allow_download
            )
        return self._embedder
