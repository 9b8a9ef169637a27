"""What is worked out of one article, and the process that does so: ``python -m index.preparer``.

On standard input come pickles of lists of articles, on standard output go those of what each
gives. A passage is sent as where it begins and ends, since both sides have the text.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.analysis import terms
from index.entries import entries_of
from index.signatures import Signature, signature
from index.terms import Entry
from index.types import Article, Passage

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
    language, headings = article.language, dict[str, str]()
    parts = []
    for entry in entries_of(article):
        passage, heading, lead_in = entry.passage, entry.heading, entry.lead_in
        if heading not in headings:
            headings[heading] = " ".join(terms(heading, language))
        body = " ".join(terms(f"{lead_in} {passage.text}" if lead_in else passage.text, language))
        parts.append(
            (
                passage.start,
                passage.end,
                entry.vector_id,
                heading,
                lead_in,
                body,
                headings[heading],
            )
        )
    return parts, signature(article.text)


def main() -> None:
    """Answer until there is nothing more to read."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())  # nothing else reaches the answers
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's
        while True:
            try:
                articles = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            pickle.dump(given(articles), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    main()
