"""More articles than there are: the sentences of real ones, recombined into distinct texts.

A made article takes its sentences in turns from a few real ones, so it keeps their words, lengths
and subjects, and no two are alike. What a search finds in it says nothing about quality.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.sentences import sentence_spans
from index.types import Article

_MIXED = 3  # real articles in a made one
_TOGETHER = 5  # sentences of a paragraph
_ROWS = 5_000  # of a file: those of more than 20 MB are not read


def made(articles: Sequence[Article], count: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Titles and texts of ``count`` made articles, each as long as one of the real ones."""
    cut = [_sentences(article.text) for article in articles]
    rng = random.Random(seed)
    for number in range(count):
        model = rng.randrange(len(cut))
        mixed = [model, *(rng.randrange(len(cut)) for _ in range(_MIXED - 1))]
        places = [rng.randrange(max(len(cut[one]), 1)) for one in mixed]
        sentences = []
        for turn in range(max(len(cut[model]), 2)):
            own = cut[mixed[turn % _MIXED]]
            if own:
                sentences.append(own[(places[turn % _MIXED] + turn // _MIXED) % len(own)])
        sentences.append(f"Dépêche numéro {number}.")  # which makes it the only one of its kind
        title = articles[mixed[-1]].title
        yield (
            title,
            "\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)),
        )


def write(articles: Sequence[Article], folder: Path, count: int) -> None:
    """Write made articles into ``folder`` as JSON lines, some thousand to a file."""
    folder.mkdir(parents=True)
    rows = made(articles, count)
    for start in range(0, count, _ROWS):
        path = folder / f"made-{start // _ROWS:04d}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for _ in range(min(_ROWS, count - start)):
                title, text = next(rows)
                file.write(json.dumps({"title": title, "text": text}, ensure_ascii=False) + "\n")


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]
