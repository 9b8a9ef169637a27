"""The types that flow from a file to a hit: one frozen dataclass a stage."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Span(NamedTuple):
    """A stretch of a text, in characters: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date that is known to the day, to the month or to the year."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a date with a day needs its month")
        month, day = (1 if part is None else part for part in (self.month, self.day))
        date(self.year, month, day)  # a ValueError for what is no day, 0 among it

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2025``, ``2025-07`` or ``2025-07-21``; anything else is a ValueError."""
        if match := _ISO_DATE.fullmatch(text):
            year, month, day = match.groups()
            with suppress(ValueError):  # a 13th month, a 31 April
                return cls(int(year), int(month) if month else None, int(day) if day else None)
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")

    @property
    def first_day(self) -> date:
        """The first day that the date may stand for."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day that the date may stand for."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def article_id_of(text: str) -> str:
    """The identity of an article: the first 16 hex digits of the SHA-256 of its text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Article:
    r"""One article as it is shown and quoted.

    ``text`` is NFC with ``\n`` line ends, without front matter, date header and title; every
    offset counts its characters. ``published`` keeps the precision of its origin. ``place`` is
    the dateline's. ``sources`` are paths (relative to the folder, with ``/``; a line of a
    ``.jsonl`` file as ``path#3``), then URLs. ``origin`` is whom front matter names as the source.
    ``language`` is an ISO 639-1 code, or ``und``.
    """

    article_id: str
    title: str
    text: str
    published: PartialDate | None
    sources: tuple[str, ...]
    language: str
    place: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article that ends at a sentence: ``article.text[start:end] == text``."""

    article_id: str
    start: int
    end: int
    text: str

    @property
    def passage_id(self) -> str:
        """The article and the span, readable and stable: ``0123456789abcdef:0-812``."""
        return f"{self.article_id}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is stored of a passage, with the id of its vector and the words before it.

    ``heading`` is the title, place and date of the article; ``lead_in`` the sentence before a
    list that the passage goes on with. Both are searched with the passage.
    """

    passage: Passage
    vector_id: int
    heading: str
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question is limited to; an empty filter lets everything through.

    ``since`` and ``until`` are inclusive, and an article of a vaguer date passes where one of its
    possible days does; ``source`` is a part of a path, URL or origin, in any case and accents.
    """

    since: PartialDate | None = None
    until: PartialDate | None = None
    source: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since.first_day > self.until.last_day:
            raise ValueError(f"{self.since} comes after {self.until}: exchange since and until")

    def __bool__(self) -> bool:
        return any((self.since, self.until, self.source, self.language))


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; higher scores are better, everywhere.

    ``terms`` is the BM25 score, 0 where no term matches; ``similarity`` is the cosine; ``score``
    is the fused one, between 0 and 1.
    """

    passage: Passage
    score: float
    terms: float
    similarity: float
