"""What an answer is made of: quotations that were checked, and the sentences that stand on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types import Article, Hit, Span

Status = Literal["answered", "abstained"]
Support = Literal["quoted", "supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quotation: ``article.text[start:end] == quote``.

    ``marks`` are the spans of the quote that answer, counted in the quote. ``context`` are the
    spans of the article, counted in its text, that make the quote intelligible: the lead-in of a
    list, the sentence that names "il".
    """

    number: int
    article: Article
    start: int
    end: int
    quote: str
    marks: tuple[Span, ...] = ()
    context: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.article.text[self.start : self.end] != self.quote:
            raise ValueError(f"the quote is not {self.article.article_id}[{self.start}:{self.end}]")


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of an answer, the numbers of its citations and how well they carry it."""

    text: str
    citations: tuple[int, ...]
    support: Support

    def __post_init__(self) -> None:
        if not self.citations and self.support != "unsupported":
            raise ValueError("a segment without a citation must be marked unsupported")


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be said of a question from the passages alone: an answer less its circumstances.

    An abstention has no segments and no citations, and says its sentence in ``text``.
    ``unmatched`` are words of the question as typed. Citations are numbered from 1, in order.
    """

    status: Status
    text: str
    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]
    unmatched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got.

    ``text`` is the whole answer with its ``[n]`` references, or the sentence of an abstention.
    ``passages`` are the closest ones found, best first, whatever the status. ``unmatched`` are
    the question's words that no article holds. ``confidence`` is a probability, none until it is
    calibrated. ``timings_ms`` has ``retrieve`` and ``answer``.
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
