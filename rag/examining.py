"""Questions whose answers are known, asked and judged; by several processes where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from index.analysis import fold
from index.teams import in_processes
from rag.assistant import Assistant
from rag.questionnaires import Asked
from rag.settings import Settings
from rag.types import Answer

DEPTH = 10
RANKS = (1, 3)  # how many quotations may hold the answer
_AT_ONCE = 32  # questions of a paper
_FEW = 300  # questions that are answered in the time that processes take to start
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\n": " ", "’": "'"})


@dataclass(frozen=True, slots=True)
class Paper:
    """Questions for one assistant; without ``abstain``, answers are given however weak."""

    questions: tuple[Asked, ...]
    settings: Settings
    abstain: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a question.

    ``found`` are the articles of the passages, best first; ``right``, whether one of the first
    RANKS quotations holds what is asked for; ``all_right``, the same of all quotations.
    """

    found: tuple[str, ...]
    answered: bool
    right: tuple[bool, ...]
    all_right: bool
    milliseconds: float


def examine(
    questions: Sequence[Asked], assistant: Assistant, *, abstain: bool, count: int = 1
) -> Iterator[Mark]:
    """A mark for each question, in order.

    By ``count`` processes where that is more than one and the questions are many, each with an
    assistant of the same settings: so this one's model must be the one that they name.
    """
    if count < 2 or len(questions) <= _FEW:
        yield from (_mark(asked, assistant, abstain=abstain) for asked in questions)
        return
    papers = [
        Paper(tuple(questions[start : start + _AT_ONCE]), assistant.settings, abstain)
        for start in range(0, len(questions), _AT_ONCE)
    ]
    here = partial(marks_of, assistant=assistant)
    for marks in in_processes("rag.examiner", papers, count, here=here):
        yield from marks


def is_right(asked: Asked, answer: Answer, *, k: int = 3) -> bool:
    """Whether the first ``k`` quotations hold a gold answer, or every one where all are asked."""
    # A plain text has no line ends, so none is found across two quotations.
    quoted = "\n".join(_plain(citation.quote) for citation in answer.citations[:k])
    wanted = [_plain(text) in quoted for text in asked.answers]
    return bool(wanted) and (all(wanted) if asked.every else any(wanted))


def marks_of(paper: Paper, assistant: Assistant) -> list[Mark]:
    """A mark for each question of a paper."""
    return [_mark(asked, assistant, abstain=paper.abstain) for asked in paper.questions]


def _mark(asked: Asked, assistant: Assistant, *, abstain: bool) -> Mark:
    answer = assistant.quote(asked.question, k=DEPTH, abstain=abstain)
    return Mark(
        found=tuple(hit.passage.article_id for hit in answer.passages),
        answered=answer.status != "abstained",
        right=tuple(is_right(asked, answer, k=rank) for rank in RANKS),
        all_right=is_right(asked, answer, k=len(answer.citations)),
        milliseconds=sum(answer.timings_ms.values()),
    )


def _plain(text: str) -> str:
    return " ".join(fold(text.translate(_SPACES)).split())
