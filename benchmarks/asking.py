"""From a question to its answer, on an index that is there: milliseconds, and the processor's.

    python -m benchmarks.asking INDEX QUESTIONS.jsonl [QUESTIONS.jsonl ...] [--most 400]

Questions are asked one after another, each for the first time, then all of them again; the first
forty are not counted. Then some of them with filters: a filter should cost next to nothing. Times
on a clock want an idle machine; the processor's bear other work better.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.types import Filters, PartialDate
from rag.assistant import Assistant
from rag.questionnaires import Squad, read_questionnaire

_OPENING = 40  # questions that find the machine cold
_FILTERED = 60


class Times(NamedTuple):
    """Milliseconds of each question: on a clock, of the processor, and of the search alone."""

    clock: list[float]
    processor: list[float]
    search: list[float]


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=400, help="questions that are counted")
    arguments = parser.parse_args()
    assistant = Assistant.open(arguments.index)
    questions = _questions(arguments.questions)[: _OPENING + arguments.most]
    made = assistant.status()
    print(f"{made.articles} articles, {made.passages} passages, {len(questions)} questions")
    print(f"{'':<28}{'p50':>8}{'p95':>8}{'processor':>11}{'search p50':>12}")
    opening, counted = questions[:_OPENING], questions[_OPENING:] or questions
    _ask(assistant, opening, Filters())
    for name in ("first time", "again"):
        _report(name, _ask(assistant, counted, Filters()))
    some = counted[:_FILTERED]
    _report(f"again, {len(some)} of them", _ask(assistant, some, Filters()))
    for name, filters in _filters(assistant):
        _ask(assistant, some, filters)  # so that what else they find is no longer new
        _report(name, _ask(assistant, some, filters))


def _questions(files: Sequence[Path]) -> list[str]:
    found: list[str] = []
    for file in files:
        read = read_questionnaire(file)
        found += [one.question for one in (read.questions if isinstance(read, Squad) else read)]
    return list(dict.fromkeys(found))


def _filters(assistant: Assistant) -> Iterator[tuple[str, Filters]]:
    """Filters that let a tenth, half and nine tenths of the dated articles through."""
    records = assistant.published().catalogue().records.values()
    dates = sorted(str(one.published) for one in records if one.published)
    for share in (0.1, 0.5, 0.9) if dates else ():
        since = PartialDate.parse(dates[int((1 - share) * (len(dates) - 1))])
        kept = sum(date >= str(since) for date in dates) / len(dates)
        yield f"since {since} ({kept:.0%})", Filters(since=since)
    for language in assistant.languages()[:1]:
        yield f"in {language}", Filters(language=language)


def _ask(assistant: Assistant, questions: Sequence[str], filters: Filters) -> Times:
    times = Times([], [], [])
    for question in questions:
        clock, processor = time.perf_counter(), time.process_time()
        answer = assistant.quote(question, filters=filters)
        times.clock.append(1000 * (time.perf_counter() - clock))
        times.processor.append(1000 * (time.process_time() - processor))
        times.search.append(answer.timings_ms["retrieve"])
    return times


def _report(name: str, times: Times) -> None:
    p50, p95 = np.percentile(times.clock, [50, 95])
    processor, search = float(np.mean(times.processor)), float(np.median(times.search))
    print(f"{name:<28}{p50:>8.1f}{p95:>8.1f}{processor:>11.1f}{search:>12.1f}", flush=True)


if __name__ == "__main__":
    main()
