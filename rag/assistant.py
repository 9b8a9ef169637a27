"""The one place where the parts are put together: an index, a model, and what makes answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self, Unpack

from index import generations
from index.analysis import language_of
from index.embedding import Embedder
from index.manifest import Manifest
from index.models import load_embedder
from index.published import Published, open_current
from index.searching import Index
from index.types import Article, Filters, Hit
from rag.examples import example_questions
from rag.generation import Generator
from rag.generators import load_generator
from rag.quoting import SHOWN, Options, Quoter
from rag.ranking import Ranker
from rag.settings import Settings
from rag.types import Answer
from rag.versions import Versions
from rag.writing import Writer


class Assistant:
    """Answers questions from one index; safe to share between threads.

    The index and the model are opened at the first need, and a newly published generation is
    taken up between two questions.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        embedder: Embedder | None = None,
        generator: Generator | None = None,
    ) -> None:
        self._settings = settings or Settings.load()
        self._lock = threading.Lock()
        self._published: Published | None = None
        self._embedder = embedder
        self._generator = generator
        self._quoted: Quoter | None = None
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
        return self._quoter().index

    def _quoter(self) -> Quoter:
        """What answers from the index as it is published now."""
        with self._lock:
            published, versions = self._newest()
            if self._quoted is None:
                index = Index(published, embedder=self._loaded())
                least = self._settings.min_confidence
                self._quoted = Quoter(index, versions, self._ranker, least)
            return self._quoted

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
            self._published = published = open_current(self._settings.index)
            self._versions = Versions(published.copies.of, published.terms.article)
            self._quoted = None
            self._examples = {}
        return self._published, self._versions

    def ask(self, question: str, **options: Unpack[Options]) -> Answer:
        """The whole answer at once: the last that ``stream`` gives."""
        *_, answer = self.stream(question, **options)
        return answer

    def quote(self, question: str, *, abstain: bool = True, **options: Unpack[Options]) -> Answer:
        """Answer a question with quotations, or abstain and give the closest passages.

        No language model is asked. Without ``abstain`` the best sentences are quoted however weak
        they are.
        """
        return self._quoter().answer(question, abstain=abstain, **options)

    def stream(self, question: str, **options: Unpack[Options]) -> Iterator[Answer]:
        """The answer as it grows, a segment at a time; closing the iterator ends it.

        With a language model the last one is what it wrote, or the quoted answer and a notice. All
        of an answer is of one generation.
        """
        quoter = self._quoter()
        answer = quoter.answer(question, **options)
        writer = self._writer()
        if writer is not None:
            asked = answer.understood or question
            for written in writer.write(answer, asked=asked, article_of=quoter.index.article):
                cited = tuple(map(quoter.versions.cited, written.citations))
                yield replace(written, citations=cited)
            return
        for count in range(1, len(answer.segments)):
            yield answer.first(count)
        yield answer

    def search(self, question: str, *, k: int = SHOWN, filters: Filters = Filters()) -> list[Hit]:
        """The ``k`` closest passages, best first; of near copies, those of the newest."""
        language = self.language_of(question)
        return self._quoter().passages(question, language=language, filters=filters, k=k)[1]

    @staticmethod
    def language_of(question: str) -> str:
        """``fr`` or ``en``, by the question's function words."""
        return language_of(question, "fr")

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
        found = example_questions(index, self.quote, language=language, count=count, go_on=go_on)
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

    def _writer(self) -> Writer | None:
        """What writes answers, where the settings name a language model."""
        settings = self._settings
        with self._lock:
            if self._generator is None and settings.llm_url is not None:
                self._generator = load_generator(settings)
            if self._generator is None:
                return None
            return Writer(self._generator, drop=settings.llm_unsupported == "drop")

    def embedder(self) -> Embedder:
        """The model, loaded once; EmbedderError."""
        with self._lock:
            return self._loaded()

    def _loaded(self) -> Embedder:
        if self._embedder is None:
            self._embedder = load_embedder(
                self._settings.model, allow_download=self._settings.allow_download
            )
        return self._embedder
