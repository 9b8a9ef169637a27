"""What several tests ask of an index that they built, and do to its files."""

from __future__ import annotations

from pathlib import Path

from support import DIMENSION, BagEmbedder

from index import generations
from index.searching import Index

QUESTIONS = [
    "Combien coûtera le barrage de Lorméa ?",
    "Qui a été réélue présidente du Conseil ?",
    "wind power in Borland",
    "Quels pays replantent la forêt boréale ?",
    "train de nuit",
    "câbles sous-marins navire",
    "zorglub",
    "le la les",
    "Ilse Marevan",
    "mai 2025",
]
QUESTION = QUESTIONS[0]
DAM = "Le barrage de Lorméa sera achevé en 2031"  # the title of the article that answers it


def found(index: Path, question: str = QUESTION, *, dimension: int = DIMENSION) -> list[str]:
    """The titles of what is found, best first."""
    opened = Index.open(index, embedder=BagEmbedder(dimension=dimension))
    return [opened.article(hit.passage.article_id).title for hit in opened.search(question)]


def files_of(index: Path) -> dict[str, bytes]:
    """Every file below the current generation, and CURRENT itself."""
    folder = generations.current(index).folder
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    files["CURRENT"] = index / "CURRENT"
    return {name: path.read_bytes() for name, path in files.items() if path.is_file()}
