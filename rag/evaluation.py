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

from index.building import Progress, write_index
from index.calibration import Sample
from index.embedding import Embedder
from index.entries import vector_id_of
from index.models import DEFAULT_MODEL, load_embedder
from index.teams import processors
from index.types import Entry
from rag.assistant import Assistant
from rag.examining import RANKS, Mark, examine
from rag.questionnaires import Asked, Group, Squad, read_questionnaire
from rag.settings import Settings

MEASURES = {
    "R@1": R @ 1,
    "R@5": R @ 5,
    "R@10": R @ 10,
    "MRR@10": MRR @ 10,
    "nDCG@10": nDCG @ 10,
}


def evaluate(file: Path, *, settings: Settings, progress: Progress | None = None) -> dict[str, Any]:
    """The object that ``sourcier eval FILE --json`` prints.

    SQuAD-style paragraphs are indexed unsplit, without titles, in a scratch index, and every
    question gets its best sentences; JSON lines are asked of the index in force, silence allowed.
    ``progress`` gets (stage, done, total), the stage "ask" or one of a build. Raises SettingsError
    for a file that cannot be used.
    """
    read = read_questionnaire(file)
    # Another model than the bundled one uses all processors by itself, and memory for each.
    count = processors() if settings.model == DEFAULT_MODEL else 1
    if isinstance(read, Squad):
        embedder = load_embedder(settings.model, allow_download=settings.allow_download)
        return evaluate_squad(
            read, embedder=embedder, settings=settings, progress=progress, count=count
        )
    assistant = Assistant.open(settings=settings)
    return evaluate_questions(read, assistant, progress=progress, count=count)


def evaluate_squad(
    squad: Squad,
    *,
    embedder: Embedder,
    settings: Settings | None = None,
    progress: Progress | None = None,
    count: int = 1,
) -> dict[str, Any]:
    """Retrieval of each question's paragraph, and answers with abstention off.

    The settings must name the model where ``count`` processes, with models of their own, ask.
    """
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        assistant = index_squad(
            squad, Path(folder), embedder=embedder, settings=settings, progress=progress
        )
        return evaluate_questions(
            squad.questions, assistant, abstain=False, progress=progress, count=count
        )


def index_squad(
    squad: Squad,
    folder: Path,
    *,
    embedder: Embedder,
    settings: Settings | None = None,
    progress: Progress | None = None,
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
    settings = (settings or Settings()).model_copy(update={"index": folder})
    return Assistant(settings, embedder=embedder)


def _sample(group: Group) -> Sample:
    article = replace(group.paragraphs[0][0], title=group.title)
    return Sample(article, tuple(passage for _, passage in group.paragraphs))


def evaluate_questions(
    questions: Sequence[Asked],
    assistant: Assistant,
    *,
    abstain: bool = True,
    progress: Progress | None = None,
    count: int = 1,
) -> dict[str, Any]:
    """Ask each question; shares of 1, and milliseconds from question to answer.

    See ``rag.examining.examine`` for ``count``, the processes that ask; the figures do not depend
    on it, but for the milliseconds, in which they are in each other's way.
    """
    marks = []
    for done, mark in enumerate(
        examine(questions, assistant, abstain=abstain, count=count), start=1
    ):
        marks.append(mark)
        if progress:
            progress("ask", done, len(questions))
    p50, p95 = np.percentile([mark.milliseconds for mark in marks] or [0.0], [50, 95])
    return {
        "questions": len(questions),
        "retrieval": _retrieval(questions, marks, assistant),
        "answer": _quoted(questions, marks),
        "abstention": _abstention(questions, marks) if abstain else {},
        "timings_ms": {"p50": round(float(p50), 2), "p95": round(float(p95), 2)},
    }


def _retrieval(
    questions: Sequence[Asked], marks: Sequence[Mark], assistant: Assistant
) -> dict[str, float]:
    names = _article_names(assistant)
    return measure_retrieval(
        (names.get(asked.article, {asked.article}), mark.found)
        for asked, mark in zip(questions, marks, strict=True)
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


def _quoted(questions: Iterable[Asked], marks: Iterable[Mark]) -> dict[str, float]:
    judged = [
        mark.right
        for asked, mark in zip(questions, marks, strict=True)
        if asked.answerable and asked.answers
    ]
    shares = np.mean(judged, axis=0).tolist() if judged else []
    return {
        f"hit@{rank}": round(share, 4) for rank, share in zip(RANKS, shares, strict=bool(judged))
    }


def _abstention(questions: Iterable[Asked], marks: Iterable[Mark]) -> dict[str, int]:
    """How many were answered right and wrong, and left unanswered rightly and wrongly."""
    counts = Counter(_outcome(*pair) for pair in zip(questions, marks, strict=True))
    names = ("answered_right", "answered_wrong", "abstained_right", "abstained_wrong")
    return {name: counts[name] for name in names}


def _outcome(asked: Asked, mark: Mark) -> str:
    if not mark.answered:
        return "abstained_wrong" if asked.answerable else "abstained_right"
    return "answered_right" if asked.answerable and mark.all_right else "answered_wrong"
