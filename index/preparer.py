"""What is worked out of one article, and the process that does so: ``python -m index.preparer``.

A request is a list of articles, its answer what each gives. A passage is sent as where it begins
and ends, since both sides have the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index import processes
from index.entries import entries_of, terms_of
from index.signatures import Signature, signature
from index.types import Article, Entry, Passage

# Of a passage: start, end, id of the vector, heading, lead-in, terms of the body, of the heading.
_Part = tuple[int, int, int, str, str, str, str]
Given = tuple[list[_Part], Signature]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be written.

    ``terms`` are those of each entry's body and heading, parted by spaces; ``signature`` is what
    near copies are known by.
    """

    article: Article
    entries: tuple[Entry, ...]
    terms: tuple[tuple[str, str], ...]
    signature: Signature


def given(articles: Sequence[Article]) -> list[Given]:
    """What each article gives."""
    return [_given(article) for article in articles]


def completed(article: Article, given: Given) -> Prepared:
    """The article with what it gave."""
    parts, signed = given
    entries = tuple(
        Entry(
            Passage(article.article_id, start, end, article.text[start:end]),
            vector_id,
            heading,
            lead_in,
        )
        for start, end, vector_id, heading, lead_in, _, _ in parts
    )
    return Prepared(article, entries, tuple((part[5], part[6]) for part in parts), signed)


def _given(article: Article) -> Given:
    entries = entries_of(article)
    parts = [
        (one.passage.start, one.passage.end, one.vector_id, one.heading, one.lead_in, body, heading)
        for one, (body, heading) in zip(entries, terms_of(entries, article.language), strict=True)
    ]
    return parts, signature(article.text)


def main() -> None:
    """Answer until there is nothing more to read."""
    with processes.answering() as answer:
        for articles in processes.requests():
            answer(given(articles))


if __name__ == "__main__":
    main()
