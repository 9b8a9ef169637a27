"""One file in a folder, read: what it gives, or why it is not read."""

from __future__ import annotations

from pathlib import Path

from index.reading import read_articles, read_file
from index.types import Article

BODY = (
    "Le maire d’Évreux a reçu les délégués à l’hôtel de ville ; « rien n’est décidé », dit-il. "
    "Le budget atteint 12\u00a0000 euros."
)


def article_in(folder: Path, name: str, data: bytes | str) -> Article:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    articles = read_file(path, folder)
    assert len(articles) == 1
    return articles[0]


def reason_for(folder: Path, name: str, data: bytes | str) -> str:
    (folder / name).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    reading = read_articles(folder)
    assert reading.articles == ()
    assert [problem.path for problem in reading.problems] == [name]
    return reading.problems[0].reason
