"""Kept answers as answers again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from exchanges import MEETING, exchange

from index.errors import ArticleUnknownError
from index.types import Article, PartialDate
from rag.restoring import restored
from rag.types import Answer, Notice, Segment


def kept(answer: Answer) -> dict[str, Any]:
    """The answer as a file keeps it."""
    told: dict[str, Any] = json.loads(json.dumps(answer.as_dict() | {"language": answer.language}))
    return told


def gone(article_id: str) -> Article:
    raise ArticleUnknownError(f"no article {article_id}: build")


ANSWER = exchange("Qui a reçu Mme Lirova ?", quote=MEETING, mark="Pavel Orsak")


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER,
        exchange("Et pourquoi ?", understood="Pourquoi Brenn ?"),
        replace(ANSWER, notice=Notice("failed", "start it"), confidence=None),
        replace(
            ANSWER,
            segments=(*ANSWER.segments, Segment("Il pleut.", (), "unsupported", "uncited")),
            written_by="petit",
        ),
    ],
)
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    article = ANSWER.citations[0].article
    assert restored(kept(answer), lambda _: article) == answer


def test_a_quotation_outlives_its_article() -> None:
    dated = replace(
        ANSWER,
        citations=(
            replace(
                ANSWER.citations[0],
                article=replace(ANSWER.citations[0].article, published=PartialDate(2024, 3)),
            ),
        ),
    )
    (citation,) = restored(kept(dated), gone).citations
    assert citation.quote == MEETING
    assert citation.quote[slice(*citation.marks[0])] == "Pavel Orsak"
    assert citation.article.title == "Visite"
    assert citation.article.published == PartialDate(2024, 3)


def test_an_article_that_was_altered_does_not_take_the_quotation_along() -> None:
    altered = replace(
        ANSWER.citations[0].article, text="Tout autre chose, et plus long encore. " * 9
    )
    (citation,) = restored(kept(ANSWER), lambda _: altered).citations
    assert citation.quote == MEETING
