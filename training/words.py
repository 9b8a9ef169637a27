"""Vectors of French terms, by the company that they keep in news: ``rag/words.npz``.

    python -m training.words ../shared/data

Positive pointwise mutual information of terms within five words of each other, a distance d
counting 1/sqrt(d), with context frequencies raised to .75 and frequent words thinned out, reduced
by a truncated singular value decomposition whose values are square-rooted (Levy, Goldberg and
Dagan 2015, "Improving Distributional Similarity with Lessons Learned from Word Embeddings").
Learnt from OrangeSum without the articles that ``training/questions`` asks about. Fixed seed; two
minutes on one core.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray
from rich.progress import track
from sklearn.utils.extmath import randomized_svd  # type: ignore[import-untyped]

from index.analysis import stem, tokens

TERMS = 30_000
DIMENSION = 100
LEAST = 8  # occurrences of a term
WINDOW = 5
FREQUENT = 1e-4  # share of all words above which a word is thinned out
SEED = 0
QUESTIONS = Path(__file__).with_name("questions")
MADE = Path(__file__).resolve().parents[1] / "rag" / "words.npz"

Floats = NDArray[np.float32]


def main(folder: Path) -> None:
    """Learn the vectors and write them."""
    asked = _asked_about()
    terms, vectors = learn(_texts(folder / "orangesum.jsonl.xz", leave_out=asked))
    packed = np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(MADE, terms=packed, vectors=vectors)


def learn(texts: Iterator[str]) -> tuple[list[str], NDArray[np.int8]]:
    """Terms, the commonest first, and their directions in 8 bits."""
    numbers: dict[str, int] = {}
    found = [
        np.array([numbers.setdefault(term, len(numbers)) for term in _terms(text)], dtype=np.int64)
        for text in texts
    ]
    flat = np.concatenate(found)
    owner = np.repeat(np.arange(len(found)), [len(each) for each in found])
    counts = np.bincount(flat, minlength=len(numbers))
    names = list(numbers)
    kept = sorted(np.flatnonzero(counts >= LEAST), key=lambda n: (-counts[n], names[n]))[:TERMS]
    rows = np.full(len(numbers), -1)
    rows[kept] = np.arange(len(kept))
    left, values, _ = randomized_svd(
        _information(rows[flat], owner, len(kept)),
        n_components=min(DIMENSION, len(kept) - 1),
        n_iter=2,
        random_state=SEED,
    )
    vectors = left * np.sqrt(values)
    scaled = 127 * vectors / np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    return [names[number] for number in kept], np.round(scaled).astype(np.int8)


def _information(
    rows: NDArray[np.int64], owner: NDArray[np.int64], count: int
) -> sparse.csr_matrix:
    """Positive pointwise mutual information of each two terms, shape (count, count)."""
    shares = np.bincount(rows[rows >= 0], minlength=count) / len(rows)
    chance = np.minimum(1, np.sqrt(FREQUENT / np.maximum(shares, 1e-12)))
    drawn = np.random.default_rng(SEED).random(len(rows))
    stays = (rows >= 0) & (drawn < chance[np.maximum(rows, 0)])
    rows, owner = rows[stays], owner[stays]
    together = sparse.csr_matrix((count, count), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        same = owner[:-distance] == owner[distance:]
        pairs = rows[:-distance][same], rows[distance:][same]
        weights = np.full(same.sum(), distance**-0.5, dtype=np.float32)
        together = together + sparse.csr_matrix((weights, pairs), shape=(count, count))
    both = (together + together.T).tocoo()
    of_word = np.asarray(both.sum(axis=1)).ravel()
    of_context = of_word**0.75 / (of_word**0.75).sum()
    information = np.log(both.data / np.maximum(of_word[both.row] * of_context[both.col], 1e-12))
    known = information > 0
    where = both.row[known], both.col[known]
    return sparse.csr_matrix((information[known].astype(np.float32), where), shape=(count, count))


def _terms(text: str) -> list[str]:
    return [_stem(token.folded) for token in tokens(text) if token.folded]


@cache
def _stem(folded: str) -> str:
    return stem(folded, "fr")


def _asked_about() -> frozenset[str]:
    rows = (
        json.loads(line)
        for file in sorted(QUESTIONS.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    )
    return frozenset(str(row["article"]) for row in rows if row.get("article"))


def _texts(path: Path, *, leave_out: frozenset[str]) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    seen = Counter[str]()
    for row in track(rows, description="reading"):
        seen[row["article"]] += 1
        if str(row["id"]) not in leave_out and seen[row["article"]] == 1:
            yield f"{row['title']}\n{row['heading']}\n{row['article']}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
