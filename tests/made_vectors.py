"""Made vectors, their index, and a search by brute force in numpy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from support import unit

from index.embedding import Vectors
from index.segments import Ids
from index.vectors import VectorIndex

DIMENSION = 24
NOTHING = np.zeros(0, np.int64), np.zeros((0, DIMENSION), np.float32)


def sample(count: int, *, seed: int = 0, dimension: int = DIMENSION) -> tuple[Ids, Vectors]:
    """Ids of up to 63 bits in no order, and unit vectors that 16 bits hold exactly enough."""
    rng = np.random.default_rng(seed)
    ids = rng.choice(2**62, size=count, replace=False).astype(np.int64) * 2 + 1
    vectors = unit(rng.standard_normal((count, dimension)).astype(np.float32))
    return ids, vectors.astype(np.float16).astype(np.float32)


def clustered(count: int, *, dimension: int, seed: int = 0) -> tuple[Ids, Vectors]:
    """Vectors in a hundred groups, as those of texts are: near ones differ in small things."""
    rng = np.random.default_rng(seed)
    middles = rng.standard_normal((100, dimension))
    around = rng.standard_normal((count, dimension)) * rng.uniform(0.3, 1.5, (count, 1))
    vectors = unit((middles[rng.integers(0, 100, count)] + around).astype(np.float32))
    ids = rng.permutation(count).astype(np.int64) * 7
    return ids, vectors.astype(np.float16).astype(np.float32)


def question(seed: int = 99, dimension: int = DIMENSION) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal(dimension).astype(np.float32))


def written(
    folder: Path,
    ids: Ids,
    vectors: Vectors | Iterable[Vectors],
    *,
    before: VectorIndex | None = None,
    removed: Iterable[int] = (),
) -> VectorIndex:
    VectorIndex.write(
        folder, before=before, added_ids=ids, added_vectors=vectors, removed_ids=list(removed)
    )
    return VectorIndex.open(folder)


def by_brute_force(
    ids: Ids, vectors: Vectors, asked: Vectors, k: int, allowed: set[int] | None = None
) -> list[tuple[int, float]]:
    scored = zip(ids.tolist(), (vectors @ asked).tolist(), strict=True)
    kept = [pair for pair in scored if allowed is None or pair[0] in allowed]
    return sorted(kept, key=lambda pair: -pair[1])[: max(k, 0)]


def assert_same(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> None:
    assert [number for number, _ in found] == [number for number, _ in expected]
    assert [score for _, score in found] == pytest.approx(
        [score for _, score in expected], abs=1e-5
    )


def names(folder: Path, ending: str) -> set[str]:
    return {path.name for path in folder.glob(f"*{ending}")}
