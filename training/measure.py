"""How well a model finds what it was not trained on.

    python -m training.measure DATA [--model NAME-OR-FOLDER]

Figures of ``choice`` are those that settings were chosen by; those of ``held out`` were looked at
afterwards (see ``training.split``); ``trained on`` tells how much a model learnt by heart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console
from rich.table import Table

from index.embedding import Vectors
from index.models import DEFAULT_MODEL, load_embedder
from training.corpus import Corpus, Pair, Press, read_corpus
from training.split import piaf_role

Embed = Callable[[Sequence[str]], Vectors]
Figures = dict[str, float]

CUTOFF = 10  # places that nDCG looks at
_BLOCK = 512  # questions whose cosines are held at once
_ROLES = {"trained on": "embedding", "choice": "ranking", "held out": "held-out"}


def places(
    questions: Vectors, passages: Vectors, gold: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """How many passages come before the right one, for each question; a tie counts against it."""
    before = np.empty(len(questions), dtype=np.int64)
    for start in range(0, len(questions), _BLOCK):
        block = slice(start, start + _BLOCK)
        scores = questions[block] @ passages.T
        right = np.take_along_axis(scores, gold[block, None], axis=1)
        before[block] = (scores >= right).sum(axis=1) - 1
    return before


def ndcg(before: npt.NDArray[np.int64]) -> float:
    """nDCG@10 of questions with one right passage each."""
    return float(np.where(before < CUTOFF, 1 / np.log2(before + 2), 0.0).mean())


def first(before: npt.NDArray[np.int64]) -> float:
    """The share whose right passage comes first."""
    return float((before == 0).mean())


def measure(embed: Embed, corpus: Corpus) -> Figures:
    """Every figure, by name."""
    return {
        **_piaf(embed, corpus),
        **_news(embed, "choice", corpus.news[1]),
        **_news(embed, "held out", corpus.news[0]),
        **_press(embed, "choice", corpus.press[1]),
        **_press(embed, "held out", corpus.press[0]),
    }


def _piaf(embed: Embed, corpus: Corpus) -> Figures:
    piaf = corpus.piaf
    gold = np.array([question.paragraph for question in piaf.questions])
    questions = embed([question.text for question in piaf.questions])
    before = places(questions, embed(piaf.paragraphs), gold)
    roles = np.array([piaf_role(title) for title in piaf.titles])[gold]
    figures = {}
    for name, role in _ROLES.items():
        figures[f"PIAF nDCG@10, {name}"] = ndcg(before[roles == role])
        figures[f"PIAF R@1, {name}"] = first(before[roles == role])
    return figures


def _news(embed: Embed, name: str, pairs: Sequence[Pair]) -> Figures:
    english = embed([pair.english for pair in pairs])
    french = embed([pair.french for pair in pairs])
    own = np.arange(len(pairs))
    return {
        f"news, English to French, {name}": first(places(english, french, own)),
        f"news, French to English, {name}": first(places(french, english, own)),
    }


def _press(embed: Embed, name: str, press: Sequence[Press]) -> Figures:
    bodies = embed([" ".join(article.sentences) for article in press])
    titles = embed([article.title for article in press])
    headings = embed([article.heading for article in press])
    own = np.arange(len(press))
    return {
        f"title to article, {name}": first(places(titles, bodies, own)),
        f"abstract to article, {name}": first(places(headings, bodies, own)),
    }


def show(columns: dict[str, Figures]) -> None:
    """Print figures, one column a model."""
    table = Table("figure", *columns)
    for figure in next(iter(columns.values())):
        table.add_row(figure, *(f"{column[figure]:.3f}" for column in columns.values()))
    Console().print(table)


def main(
    data: Annotated[Path, typer.Argument(help="The folder that training/README.md describes.")],
    model: Annotated[str, typer.Option(help="A model's name or folder.")] = DEFAULT_MODEL,
) -> None:
    """Measure a model on what it was not trained on."""
    embedder = load_embedder(model)
    show({model: measure(embedder.embed_passages, read_corpus(data))})


if __name__ == "__main__":
    typer.run(main)
