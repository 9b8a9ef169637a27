"""Answers by quotation from one generation of an index."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypedDict

from index.analysis import language_of
from index.query import QueryTerm
from index.searching import CANDIDATES, Index
from index.types import Filters, Hit
from rag.answering import compose
from rag.followups import understand
from rag.question import analyse_question
from rag.ranking import Ranker
from rag.types import Answer
from rag.versions import Versions, apart, distinct

SHOWN = 10  # passages of an answer


class Options(TypedDict, total=False):
    """What may be said beside a question.

    ``history`` holds the answers of the conversation, oldest first: what a follow-up question
    leaves out is taken from there, and told in ``Answer.understood``. ``filters`` limit the
    articles (none), ``k`` says how many passages are given (10). ``fallback_language`` is that of
    a question whose words do not tell it ("fr").
    """

    history: Sequence[Answer]
    filters: Filters
    k: int
    fallback_language: str


@dataclass(frozen=True, slots=True)
class Quoter:
    """Finds passages and quotes from them; what it opened stays, whatever is published next.

    An answer less sure than ``min_confidence`` is not given; none stands for that of the bundled
    weights.
    """

    index: Index
    versions: Versions
    ranker: Ranker
    min_confidence: float | None

    def answer(
        self,
        question: str,
        *,
        history: Sequence[Answer] = (),
        filters: Filters = Filters(),
        k: int = SHOWN,
        fallback_language: str = "fr",
        abstain: bool = True,
    ) -> Answer:
        """The answer to a question as the conversation completes it.

        Where it may as well stand alone, the surer of both answers counts. Without ``abstain`` the
        best sentences are quoted however weak they are.
        """

        def quoted(asked: str) -> Answer:
            return self._quoted(asked, filters, k, fallback_language, abstain=abstain)

        understood = understand(question, history)
        if understood is None:
            return quoted(question)
        if understood.source:
            last = history[-1]
            return replace(last, question=question, understood=last.understood or last.question)
        completed = replace(quoted(understood.text), question=question, understood=understood.text)
        if understood.sure:
            return completed
        alone = quoted(question)
        return completed if _surer(completed, alone) else alone

    def passages(
        self, question: str, *, language: str, filters: Filters, k: int
    ) -> tuple[tuple[QueryTerm, ...], list[Hit]]:
        """The question's words as the index knows them, and the ``k`` closest passages.

        Questions are ranked by what was learnt from questions, words alone by both legs fused: a
        headline looks for its article as the titles do that the legs are weighed on.
        """
        terms = self.index.query_terms(question, language)
        if k < 1:
            return terms, []

        def fetch(depth: int) -> list[Hit]:
            return self.index.candidates(
                question, language=language, filters=filters, terms=terms, depth=depth
            )

        most = max(k, CANDIDATES)
        found = apart(fetch, most, versions=self.versions, filters=filters)[: 2 * most]
        if analyse_question(question, language).kind != "keywords":
            found = self.ranker.rank(question, found, language=language, terms=terms)
        return terms, list(islice(distinct(found), k))

    def _quoted(
        self, question: str, filters: Filters, k: int, fallback_language: str, *, abstain: bool
    ) -> Answer:
        started = time.perf_counter()
        language = language_of(question, fallback_language)
        terms, hits = self.passages(question, language=language, filters=filters, k=k)
        retrieved = time.perf_counter()
        draft = compose(
            question,
            language=language,
            terms=terms,
            hits=hits,
            article_of=self.index.article,
            abstain=abstain,
            min_confidence=self.min_confidence,
        )
        composed = time.perf_counter()
        return Answer(
            question=question,
            language=language,
            status=draft.status,
            text=draft.text,
            segments=draft.segments,
            citations=tuple(map(self.versions.cited, draft.citations)),
            passages=tuple(hits),
            unmatched=draft.unmatched,
            confidence=round(draft.confidence, 4),
            timings_ms={
                "retrieve": round(1000 * (retrieved - started), 3),
                "answer": round(1000 * (composed - retrieved), 3),
            },
            generation=self.index.generation,
            embedder=self.index.manifest.model,
        )


def _surer(one: Answer, other: Answer) -> bool:
    """Whether an answer is better than another: given rather than none, then by its confidence."""
    return (one.status == "answered", one.confidence or 0.0) > (
        other.status == "answered",
        other.confidence or 0.0,
    )
