"""Answers as conversations hold them, over one invented article."""

from __future__ import annotations

from index.analysis import language_of
from index.types import Article, Span, article_id_of
from rag.types import Answer, Citation, Segment

STORY = (
    "Le président Pavel Orsak a reçu Mme Dana Lirova à Brenn. Mme Lirova a signé l’accord Velt "
    "avec la Norvège. M. Orsak souhaite un sommet du Conseil de sécurité."
)


def exchange(
    question: str, *, understood: str | None = None, quote: str = "", mark: str = ""
) -> Answer:
    """What a question got: a quotation of the story with a mark, or silence."""
    told = Article(article_id_of(STORY), "Visite", STORY, None, ("visite.md",), "fr")
    citations: tuple[Citation, ...] = ()
    if quote:
        start, at = STORY.index(quote), quote.find(mark)
        marks = (Span(at, at + len(mark)),) if mark else ()
        citations = (Citation(1, told, start, start + len(quote), quote, marks),)
    return Answer(
        question=question,
        language=language_of(question, "fr"),
        status="answered" if quote else "abstained",
        text=f"{quote} [1]",
        segments=(Segment(quote, (1,), "quoted"),) if quote else (),
        citations=citations,
        passages=(),
        unmatched=(),
        confidence=0.5,
        timings_ms={},
        generation="g000001",
        embedder="none",
        understood=understood,
    )


MEETING = "Le président Pavel Orsak a reçu Mme Dana Lirova à Brenn."
