"""Questions as people ask an archive of news, in words of their own, and the sentences that answer.

12,464 questions on 1,558 OrangeSum articles, three in four of them with an answer, were written
article by article from reading alone. A sentence is named by a digest, so that no text of the
press is here. The embedding model has read most of these articles: its vectors look better on
them than they will look on others. So they fit which sentence answers and when to be silent, but
not the ranking.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.split import hashed

FILE = Path(__file__).with_name("questions") / "archive.jsonl"
_HELD_OUT = 15  # of 100 articles


@dataclass(frozen=True, slots=True)
class ArchiveQuestion:
    """A question on an article; without ``sentences``, the article does not answer it.

    ``article`` is its number in OrangeSum; ``sentences`` are the digests (`training.asking.digest`)
    of those that answer.
    """

    article: str
    language: str
    question: str
    sentences: frozenset[str]

    @property
    def is_held_out(self) -> bool:
        """Whether nothing may be fitted on it: fixed for each article."""
        return hashed(f"archive {self.article}") % 100 < _HELD_OUT


def read_archive(file: Path = FILE) -> Iterator[ArchiveQuestion]:
    """The questions of a file, in its order."""
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        sentences = frozenset(row["sentences"])
        yield ArchiveQuestion(row["article"], row["language"], row["question"], sentences)
