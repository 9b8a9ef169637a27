"""How good retrieval, answers and silence are; the one importer of ir-measures."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import MRR, R, nDCG

from index.analysis import fold
from index.building import Progress, write_index
from index.calibration import Sample
from index.embedding import Embedder
from index.entries import vector_id_of
from index.models import load_embedder
from index.types import Entry
from rag.assistant import Assistant
from rag.questionnaires import Asked, Group, Squad, read_questionnaire
from rag.settings import Settings
from rag.types import Answer

DEPTH = 10
MEASURES = {
    "R@1": R @ 1,
    "R@5": R @ 5,
    "R@10": R @ 10,
    "MRR@10": MRR @ 10,
    "nDCG@10": nDCG @ 10,
}
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\n": " ", "’": "'"})


def evaluate(file: Path, *, settings: Settings, progress: Progress | None = None) -> dict[str, Any]:
    """The object that ``sourcier eval FILE --json`` prints.

    SQuAD-style paragraphs are indexed unsplit, without titles, in a scratch index, and every
    question gets its best sentences; JSON lines are asked of the index in force, silence allowed.
    ``progress`` gets (stage, done, total), the stage "ask" or one of a build. Raises SettingsError
    for a file that cannot be used.
    """
    read = read_questionnaire(file)
    if isinstance(read, Squad):
        embedder = load_embedder(settings.model, allow_download=settings.allow_download)
        return evaluate_squad(read, embedder=embedder, progress=progress)
    return evaluate_questions(read, Assistant.open(settings=settings), progress=progress)


def evaluate_squad(
    squad: Squad, *, embedder: Embedder, progress: Progress | None = None
) -> dict[str, Any]:
    """Retrieval of each question's paragraph, and answers with abstention off."""
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        assistant = index_squad(squad, Path(folder), embedder=embedder, progress=progress)
        return evaluate_questions(squad.questions, assistant, abstain=False, progress=progress)


def index_squad(
    squad: Squad, folder: Path, *, embedder: Embedder, progress: Progress | None = None
) -> Assistant:
    """An assistant over an index of the paragraphs, each an article of one passage."""
    split = [
        (article, [Entry(passage, vector_id_of(passage.text), heading="")])
        for group in squad.groups
        for article, passage in group.paragraphs
    ]
    folder.mkdir(parents=True, exist_ok=True)
    samples = [_sample(group) for group in squad.groups if group.title and group.paragraphs]
    write_index(
        folder,
        split,
        articles_folder=folder,
        samples=samples,
        embedder=embedder,
        progress=progress,
    )
    return Assistant(Settings(index=folder), embedder=embedder)


def _sample(group: Group) -> Sample:
    article = replace(group.paragraphs[0][0], title=group.title)
    return Sample(article, tuple(passage for _, passage in group.paragraphs))


def evaluate_questions(
    questions: Sequence[Asked],
    assistant: Assistant,
    *,
    abstain: bool = True,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Ask each question; shares of 1, and milliseconds from question to answer."""
    answers = []
    for done, asked in enumerate(questions, start=1):
        answers.append(assistant.quote(asked.question, k=DEPTH, abstain=abstain))
        if progress:
            progress("ask", done, len(questions))
    times = [sum(answer.timings_ms.values()) for answer in answers] or [0.0]
    p50, p95 = np.percentile(times, [50, 95])
    return {
        "questions": len(questions),
        "retrieval": _retrieval(questions, answers, assistant),
        "answer": _quoted(questions, answers),
        "abstention": _abstention(questions, answers) if abstain else {},
        "timings_ms": {"p50": round(float(p50), 2), "p95": round(float(p95), 2)},
    }


def is_right(asked: Asked, answer: Answer, *, k: int = 3) -> bool:
    """Whether the first ``k`` quotations hold a gold answer, or every one where all are asked."""
    # A plain text has no line ends, so none is found across two quotations.
    quoted = "\n".join(_plain(citation.quote) for citation in answer.citations[:k])
    wanted = [_plain(text) in quoted for text in asked.answers]
    return bool(wanted) and (all(wanted) if asked.every else any(wanted))


def _plain(text: str) -> str:
    return " ".join(fold(text.translate(_SPACES)).split())


def _retrieval(
    questions: Sequence[Asked], answers: Sequence[Answer], assistant: Assistant
) -> dict[str, float]:
    names = _article_names(assistant)
    return measure_retrieval(
        (names.get(asked.article, {asked.article}), [hit.passage.article_id for hit in found])
        for asked, found in zip(questions, (answer.passages for answer in answers), strict=True)
        if asked.article is not None
    )


def measure_retrieval(
    judged: Iterable[tuple[Collection[str], Iterable[str]]],
) -> dict[str, float]:
    """Standard measures over pairs of what is relevant and what was found, best first.

    What is found again further down counts once, at its first place.
    """
    relevance, run = [], []
    for number, (wanted, found) in enumerate(judged):
        relevance += [ir_measures.Qrel(str(number), name, 1) for name in sorted(wanted)]
        run += [  # distinct scores: measures break ties differently
            ir_measures.ScoredDoc(str(number), name, -rank)
            for rank, name in enumerate(dict.fromkeys(found))
        ]
    if not relevance:
        return {}
    measured = ir_measures.calc_aggregate(list(MEASURES.values()), relevance, run)
    return {name: round(measured[measure], 4) for name, measure in MEASURES.items()}


def _article_names(assistant: Assistant) -> dict[str, set[str]]:
    """Articles' ids by the names of their files."""
    names: dict[str, set[str]] = {}
    for article_id, record in assistant.published().catalogue().records.items():
        for source in record.sources:
            names.setdefault(source.rpartition("/")[2], set()).add(article_id)
    return names


def _quoted(questions: Iterable[Asked], answers: Iterable[Answer]) -> dict[str, float]:
    judged = [
        (asked, answer)
        for asked, answer in zip(questions, answers, strict=True)
        if asked.answerable and asked.answers
    ]
    return {
        f"hit@{k}": round(float(np.mean([is_right(*pair, k=k) for pair in judged])), 4)
        for k in (1, 3)
        if judged
    }


def _abstention(questions: Iterable[Asked], answers: Iterable[Answer]) -> dict[str, int]:
    """How many were answered right and wrong, and left unanswered rightly and wrongly."""
    counts = Counter(
        _outcome(asked, answer) for asked, answer in zip(questions, answers, strict=True)
    )
    names = ("answered_right", "answered_wrong", "abstained_right", "abstained_wrong")
    return {name: counts[name] for name in names}


def _outcome(asked: Asked, answer: Answer) -> str:
    if answer.status == "abstained":
        return "abstained_wrong" if asked.answerable else "abstained_right"
    right = asked.answerable and is_right(asked, answer, k=len(answer.citations))
    return "answered_right" if right else "answered_wrong"
