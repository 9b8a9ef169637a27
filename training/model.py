"""Train the bundled embedding model, and measure it.

    python -m training.model DATA

DATA is the folder that ``training/README.md`` describes. The folder ``index/model`` is written
anew; its card, ``README.md``, is left as it is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from index.static import BUNDLED, StaticEmbedder
from training.corpus import read_corpus
from training.export import save_model
from training.learning import Recipe, learn
from training.library import read_library
from training.measure import measure, show

NAMES = Path(__file__).with_name("lexicon_names.tsv")


def read_names(path: Path = NAMES) -> list[tuple[str, str]]:
    """The hand-written words and names, English and French."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return [(english, french) for english, french, *_ in rows]


def main(
    data: Annotated[Path, typer.Argument(help="The folder that training/README.md describes.")],
    output: Annotated[Path, typer.Option(help="The folder to write.")] = BUNDLED,
    research: Annotated[
        bool, typer.Option(help="Learn from the research rows too: for figures, not to ship.")
    ] = False,
    steps: Annotated[int, typer.Option(help="Fewer for a quick try.")] = Recipe().steps,
    threads: Annotated[int, typer.Option(help="Of torch; others may round otherwise.")] = 1,
) -> None:
    """Train the embedding model, write it, and print what it does on what it never saw."""
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)
    recipe = replace(Recipe(), steps=steps)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns) as progress:
        task = progress.add_task("reading", total=3)
        corpus = read_corpus(data)
        progress.update(task, advance=1, description="choosing words")
        library = read_library(
            corpus, read_names(), size=recipe.size, pieces=recipe.pieces, research=research
        )
        progress.advance(task)
        rows, scales = learn(library, recipe, progress)
        save_model(output, rows, scales, library.shared)
        progress.update(task, advance=1, description="written")
    Console().print("measuring")
    embedder = StaticEmbedder.load(output, name=output.name)
    show({output.name: measure(embedder.embed_passages, corpus)})


if __name__ == "__main__":
    typer.run(main)
