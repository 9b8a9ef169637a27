"""What an answer is made of: quotations that were checked, and the sentences that stand on them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

from index.types import Article, Hit, Span

Status = Literal["answered", "abstained"]
Support = Literal["quoted", "supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A near copy of a cited article; ``span`` is where it has the very quote, if anywhere."""

    article: Article
    span: Span | None

    @classmethod
    def of(cls, article: Article, quote: str) -> Self:
        """A near copy of an article that is quoted so."""
        start = article.text.find(quote)
        return cls(article, Span(start, start + len(quote)) if start >= 0 else None)

    def as_dict(self) -> dict[str, Any]:
        """As ``sourcier ask --json`` prints it: the offsets are null where the quote is changed."""
        start, end = self.span or (None, None)
        return {**article_as_dict(self.article), "start": start, "end": end}


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quotation: ``article.text[start:end] == quote``.

    ``marks`` are the spans of the quote that answer, counted in the quote. ``context`` are the
    spans of the article, counted in its text, that make the quote intelligible: the lead-in of a
    list, the sentence that names "il". ``also_in`` are the article's near copies, newest first.
    """

    number: int
    article: Article
    start: int
    end: int
    quote: str
    marks: tuple[Span, ...] = ()
    context: tuple[Span, ...] = ()
    also_in: tuple[Copy, ...] = ()

    def __post_init__(self) -> None:
        if self.article.text[self.start : self.end] != self.quote:
            raise ValueError(f"the quote is not {self.article.article_id}[{self.start}:{self.end}]")
        for copy in self.also_in:
            if copy.span and copy.article.text[slice(*copy.span)] != self.quote:
                raise ValueError(f"the quote is not {copy.article.article_id}{list(copy.span)}")

    def as_dict(self) -> dict[str, Any]:
        """As ``sourcier ask --json`` prints it; offsets count characters of the article's text."""
        return {
            "number": self.number,
            **article_as_dict(self.article),
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "marks": [list(span) for span in self.marks],
            "context": [list(span) for span in self.context],
            "also_in": [copy.as_dict() for copy in self.also_in],
        }


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of an answer, the numbers of its citations and how well they carry it.

    ``reason`` says why nothing supports it: "uncited", or where it differs from what it cites
    ("quotation", "number", "date", "name", "negation", "words"). ``moved``: a model cited another
    passage than the one that carries it.
    """

    text: str
    citations: tuple[int, ...]
    support: Support
    reason: str | None = None
    moved: bool = False

    def __post_init__(self) -> None:
        if not self.citations and self.support != "unsupported":
            raise ValueError("a segment without a citation must be marked unsupported")


@dataclass(frozen=True, slots=True)
class Notice:
    """Why an answer is quoted though a language model was asked.

    "failed": its server did, and ``detail`` is what to do; "nothing_stands": no sentence that it
    wrote is supported; "declined": it found no answer. ``detail`` is the model's name then.
    """

    how: Literal["failed", "nothing_stands", "declined"]
    detail: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be said of a question from the passages alone: an answer less its circumstances.

    An abstention has no segments and no citations, and says its sentence in ``text``.
    ``unmatched`` are words of the question as typed. Citations are numbered from 1, in order.
    ``confidence`` is the probability that the first quotation answers; of an abstention, that of
    the sentence that came closest.
    """

    status: Status
    text: str
    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]
    unmatched: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got.

    ``text`` is the whole answer with its ``[n]`` references, or the sentence of an abstention.
    ``passages`` are the closest ones found, best first, whatever the status. ``unmatched`` are
    the question's words that none of the quoted articles holds, or of the closest ones where
    nothing is quoted. ``confidence`` is the probability that the first quotation answers, and of an
    abstention that of the sentence that came closest; none where nothing can tell. ``understood``
    is the question that was asked of the index where a conversation completed it. ``written_by``
    names the language model that wrote the segments; ``notice`` says why they are quoted where one
    was asked. ``timings_ms`` has ``retrieve`` and ``answer``.
    """

    question: str
    language: str
    status: Status
    text: str
    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Hit, ...]
    unmatched: tuple[str, ...]
    confidence: float | None
    timings_ms: dict[str, float]
    generation: str
    embedder: str
    understood: str | None = None
    written_by: str | None = None
    notice: Notice | None = None

    def first(self, count: int) -> Answer:
        """The answer as far as its first ``count`` segments, and what those cite."""
        segments = self.segments[:count]
        cited = {number for segment in segments for number in segment.citations}
        return replace(
            self,
            text=" ".join(with_references(segment) for segment in segments),
            segments=segments,
            citations=tuple(item for item in self.citations if item.number in cited),
        )

    def as_dict(self) -> dict[str, Any]:
        """The object that ``sourcier ask --json`` prints: strings, numbers, lists, objects."""
        return {
            "question": self.question,
            "status": self.status,
            "text": self.text,
            "confidence": self.confidence,
            "segments": [
                {
                    "text": item.text,
                    "citations": list(item.citations),
                    "support": item.support,
                    "reason": item.reason,
                    "moved": item.moved,
                }
                for item in self.segments
            ],
            "citations": [citation.as_dict() for citation in self.citations],
            "passages": [passage_as_dict(hit) for hit in self.passages],
            "unmatched": list(self.unmatched),
            "understood": self.understood,
            "written_by": self.written_by,
            "notice": asdict(self.notice) if self.notice else None,
            "timings_ms": dict(self.timings_ms),
            "index": {"generation": self.generation, "embedder": self.embedder},
        }


def article_as_dict(article: Article) -> dict[str, Any]:
    """What every face tells of an article, less its text."""
    return {
        "article_id": article.article_id,
        "title": article.title,
        "published": str(article.published) if article.published else None,
        "place": article.place,
        "language": article.language,
        "origin": article.origin,
        "sources": list(article.sources),
    }


def passage_as_dict(hit: Hit) -> dict[str, Any]:
    """A passage that was found, with its fused score and what each leg gave."""
    passage = hit.passage
    return {
        "passage_id": passage.passage_id,
        "article_id": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 6),
        "terms": hit.terms,
        "similarity": hit.similarity,
        "text": passage.text,
    }


def with_references(segment: Segment) -> str:
    """A segment's text and the numbers of its citations."""
    return segment.text + "".join(f" [{number}]" for number in segment.citations)
