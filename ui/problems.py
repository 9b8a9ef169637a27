"""What could not be read, as lines of a terminal: each of a few, counts and examples of many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich.text import Text as Line

from index.walking import Problem

_FEW = 20  # problems that are all shown
_EXAMPLES = 3  # of each kind, where they are many
_KINDS = 20  # of problems that are shown
_LONGEST = 300  # characters of a name or a reason
# What tells two problems of one kind apart: a number, a value, an error of a system or a parser.
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)|\d+")


def problem_lines(problems: Sequence[Problem]) -> Iterator[Line]:
    """Nothing for none; with many, the most frequent kinds first, and where to see them all."""
    if not problems:
        return
    yield Line(f"not read, or not whole: {len(problems)}", style="bold yellow")
    if len(problems) <= _FEW:
        for problem in problems:
            yield Line(f"  {_cut(problem.path)}: {_cut(problem.reason)}")
        return
    kinds = defaultdict(list)
    for problem in problems:
        kinds[_PARTICULAR.sub("…", problem.reason)].append(problem)
    ranked = sorted(kinds.values(), key=len, reverse=True)
    for alike in ranked[:_KINDS]:
        yield from _kind_lines(alike)
    if rest := ranked[_KINDS:]:
        yield Line(f"  and {sum(map(len, rest))} of other kinds")
    yield Line("  each of them: `sourcier build --json`", style="dim")


def _kind_lines(alike: Sequence[Problem]) -> Iterator[Line]:
    yield Line(f"  {len(alike)} × {_cut(alike[0].reason)}")
    names = dict.fromkeys(problem.path for problem in alike)
    for name in list(names)[:_EXAMPLES]:
        yield Line(f"      {_cut(name)}")
    if len(names) > _EXAMPLES:
        yield Line(f"      and {len(names) - _EXAMPLES} more")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
