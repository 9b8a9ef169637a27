"""What is searched of a passage: its text, under the heading and the lead-in that it has."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from index.analysis import terms
from index.passages import passage_lead_ins, split_article
from index.types import Article, Entry, PartialDate, Passage

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def entries_of(article: Article) -> list[Entry]:
    """The article's passages, each with its heading, lead-in and the id of its vector."""
    passages = split_article(article)
    entries = []
    for passage, span in zip(passages, passage_lead_ins(article.text, passages), strict=True):
        heading = heading_of(article, passage)
        lead_in = article.text[span.start : span.end] if span else ""
        vector_id = vector_id_of(embedded_text(heading, lead_in, passage.text))
        entries.append(Entry(passage, vector_id, heading, lead_in))
    return entries


def terms_of(entries: Sequence[Entry], language: str) -> list[tuple[str, str]]:
    """The terms of each entry's body, lead-in included, and of its heading, parted by spaces."""
    headings = {heading: _terms(heading, language) for heading in {one.heading for one in entries}}
    return [
        (
            _terms(
                f"{one.lead_in} {one.passage.text}" if one.lead_in else one.passage.text, language
            ),
            headings[one.heading],
        )
        for one in entries
    ]


def heading_of(article: Article, passage: Passage) -> str:
    """Title, place and date on a line; the title only where the passage does not begin with it."""
    title = "" if passage.text.startswith(article.title) else article.title
    date = date_in_words(article.published, article.language) if article.published else ""
    return ", ".join(part for part in (title, article.place, date) if part)


def date_in_words(date: PartialDate, language: str) -> str:
    """The date as a question would write it: ``21 mai 2025``; as it is in other languages."""
    if date.month is None or language not in _MONTHS:
        return str(date)
    month = _MONTHS[language].split()[date.month - 1]
    return f"{date.day or ''} {month} {date.year}".lstrip()


def embedded_text(heading: str, lead_in: str, text: str) -> str:
    """What the model reads of a passage."""
    return "\n".join(part for part in (heading, lead_in, text) if part)


def vector_id_of(text: str) -> int:
    """63 bits of the SHA-256 of an embedded text: equal texts share a vector."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big") >> 1


def _terms(text: str, language: str) -> str:
    return " ".join(terms(text, language))
