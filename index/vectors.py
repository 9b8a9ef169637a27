"""The one importer of faiss: unit vectors under 63-bit ids, searched exactly.

Flat and 16-bit: recall .999 against 32 bits, and half the disk. The file is read by memory map.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors
from index.errors import IndexDamagedError

Ids = NDArray[np.int64]

_HEAD = 100  # bytes before the first vector, of 126 that an index without vectors has


class VectorIndex:
    """Vectors and their ids; similarities are cosines, higher is better."""

    def __init__(self, index: faiss.IndexIDMap) -> None:
        self._index = index
        self._ids: Ids = faiss.vector_to_array(index.id_map)
        faiss.omp_set_num_threads(1)  # two made single questions seven times slower

    @classmethod
    def build(cls, ids: Ids, vectors: Vectors) -> Self:
        """From distinct ids of shape (n,) and unit vectors of shape (n, dimension)."""
        if len(ids) != len(vectors) or len(np.unique(ids)) != len(ids):
            raise ValueError(f"{len(ids)} ids, not all distinct, for {len(vectors)} vectors")
        flat = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        index = faiss.IndexIDMap(flat)
        index.add_with_ids(vectors, ids)
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The index in a file, by memory map; IndexDamagedError where faiss cannot read it."""
        message = f"{path.name} of the index cannot be read: run `sourcier build --full`"
        if path.is_file() and path.stat().st_size < _HEAD:  # faiss would end the process
            raise IndexDamagedError(message)
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except (RuntimeError, MemoryError) as error:  # the latter for an altered size
            raise IndexDamagedError(message) from error
        if not isinstance(index, faiss.IndexIDMap) or index.d != index.index.d:
            raise IndexDamagedError(message)
        return cls(index)

    def write(self, path: Path) -> None:
        """Write the file; the caller syncs it. OSError where the disk does not take it."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} cannot be written whole") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def ids(self) -> Ids:
        """The ids, in the order of the rows."""
        return self._ids

    def search(
        self, vector: Vectors, k: int, *, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` ids nearest to one vector of shape (dimension,), best first.

        Only ``allowed`` ids are returned, where any are given.
        """
        k = min(k, len(self))
        if k < 1 or (allowed is not None and not allowed):
            return []
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.fromiter(allowed, dtype=np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, ids = self._index.search(vector.reshape(1, -1), k, params=parameters)
        found = zip(ids[0].tolist(), scores[0].tolist(), strict=True)
        return [(number, score) for number, score in found if number >= 0]

    def vectors_of(self, ids: Sequence[int]) -> Vectors:
        """The vectors of known ids, shape (len(ids), dimension); KeyError for an unknown one."""
        if not len(ids):
            return np.zeros((0, self.dimension), dtype=np.float32)
        if not len(self):
            raise KeyError(ids[0])
        wanted = np.array(ids, dtype=np.int64)
        found = np.searchsorted(self._ids, wanted, sorter=self._order)
        rows = self._order[np.minimum(found, len(self) - 1)]
        unknown = wanted[self._ids[rows] != wanted]
        if len(unknown):
            raise KeyError(int(unknown[0]))
        vectors: Vectors = faiss.downcast_index(self._index.index).reconstruct_batch(rows)
        return vectors

    @cached_property
    def _order(self) -> Ids:
        """The rows in the order of their ids; a table of rows cost 20 ms a question at 100,000."""
        return np.argsort(self._ids)
