"""One file in a folder, read: what it gives, or why it is not read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.limits import DEFAULT_LIMITS, Limits
from index.reading import read_files
from index.revision import revise
from index.rows import Rows
from index.survey import survey
from index.types import Article
from index.walking import Problem

BODY = (
    "Le maire d’Évreux a reçu les délégués à l’hôtel de ville ; « rien n’est décidé », dit-il. "
    "Le budget atteint 12\u00a0000 euros."
)


@dataclass(frozen=True)
class Reading:
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


def read_articles(
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Reading:
    """What a first build takes from a folder, and what it says of the rest."""
    found = survey(folder, Rows(), limits=limits, progress=progress)
    return Reading(revise(None, Rows(), found).written, found.problems)


def article_of(path: Path, folder: Path) -> Article:
    """The one article of a file."""
    (reading,) = read_files([path], folder)
    (article,) = reading.articles
    return article


def article_in(folder: Path, name: str, data: bytes | str) -> Article:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return article_of(path, folder)


def reason_for(folder: Path, name: str, data: bytes | str) -> str:
    (folder / name).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    reading = read_articles(folder)
    assert reading.articles == ()
    assert [problem.path for problem in reading.problems] == [name]
    return reading.problems[0].reason
