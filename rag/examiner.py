"""The process that asks and judges questions: ``python -m rag.examiner``.

A request is a paper, its answer a mark for each of its questions.
"""

from __future__ import annotations

from functools import cache

from index import processes
from rag.assistant import Assistant
from rag.examining import marks_of


def main() -> None:
    """Answer until there is nothing more to read."""
    assistant_of = cache(Assistant)  # one for all papers of the same settings
    with processes.answering() as answer:
        for paper in processes.requests():
            answer(marks_of(paper, assistant_of(paper.settings)))


if __name__ == "__main__":
    main()
