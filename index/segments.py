"""The one importer of faiss: a file of unit vectors that never changes once it is written.

A segment holds its vectors in 16 bits (recall .999 against 32), ordered by id and read by memory
map: ``000001.rows``, with the ids in ``000001.ids`` and, in the generations since some were
removed, their rows in ``000001.gone``. Scanning them whole is exact, and quick up to some
megabytes. A larger segment has ``000001.coarse`` too, two bits a dimension (RaBitQ: Gao and others,
"Practical and asymptotically optimal quantization of high-dimensional vectors", 2024): they tell
which hundred vectors are worth the exact look.

Those are read from the file, not through the map, whose pages would soon all be in memory: that of
a reader of a million vectors stays below what they take.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError  # of NumPy's reader of headers
from typing import Final, Self, TypeVar

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array
from index.embedding import Vectors
from index.errors import IndexDamagedError
from index.linking import link_or_copy

Ids = NDArray[np.int64]
Rows = NDArray[np.int64]
_Index = TypeVar("_Index", bound=faiss.Index)

ROWS, IDS, GONE, COARSE = ".rows", ".ids", ".gone", ".coarse"

_HEAD = 80  # bytes before the first vector, fewer than any index has
_BLOCK: Final = 8_192  # vectors that are in memory as 32 bits at once
_SCANNED = 16_000_000  # bytes of vectors that are looked at one by one: about a millisecond
_BITS = 2  # of a vector's coordinate: of one, five times as many had to be looked at
_QUERY_BITS = 8  # of a question's coordinate
_READ = 2_000  # vectors that are read one by one at most
_BATCH = 32  # codes that are compared at once, as faiss has it


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The vectors of one file and their ids; a row is a place in it."""

    path: Path  # without an ending
    flat: faiss.IndexScalarQuantizer
    coarse: faiss.IndexRaBitQFastScan | None
    ids: Ids  # ascending
    gone: Rows  # ascending
    file: _File | None  # of the rows of a large segment

    @classmethod
    def open(cls, path: Path) -> Self:
        """A segment by memory map; IndexDamagedError where it cannot be read."""
        flat = _read(path.with_suffix(ROWS), faiss.IndexScalarQuantizer)
        coarse_path = path.with_suffix(COARSE)
        coarse = _read(coarse_path, faiss.IndexRaBitQFastScan) if coarse_path.exists() else None
        ids = _read_array(path.with_suffix(IDS), mapped=True)
        gone_path = path.with_suffix(GONE)
        gone = _read_array(gone_path) if gone_path.exists() else np.zeros(0, dtype=np.int64)
        file = (
            _File(path.with_suffix(ROWS)) if coarse is not None and hasattr(os, "pread") else None
        )
        segment = cls(path, flat, coarse, ids, gone, file)
        segment._check()
        return segment

    @classmethod
    def write(cls, path: Path, ids: Ids, vectors: NDArray[np.float16]) -> None:
        """Write distinct ids of shape (n,) and unit vectors of shape (n, dimension).

        OSError where the disk does not take them; the caller syncs the files.
        """
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        order = np.argsort(ids)
        count, dimension = vectors.shape
        kind = faiss.ScalarQuantizer.QT_fp16
        flat = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        coarse = None
        if 2 * dimension * count > _SCANNED:
            coarse = faiss.IndexRaBitQFastScan(dimension, faiss.METRIC_INNER_PRODUCT, _BATCH, _BITS)
            coarse.qb = _QUERY_BITS
            coarse.train(vectors[order[:_BLOCK]].astype(np.float32))  # ids are as good as random
        for start in range(0, count, _BLOCK):
            block = vectors[order[start : start + _BLOCK]].astype(np.float32)
            flat.add(block)
            if coarse is not None:
                coarse.add(block)
        _write(flat, path.with_suffix(ROWS))
        if coarse is not None:
            _write(coarse, path.with_suffix(COARSE))
        with path.with_suffix(IDS).open("wb") as file:
            np.save(file, ids[order], allow_pickle=False)

    def link(self, folder: Path, gone: Rows) -> None:
        """Make the segment part of another generation, where other rows may be gone."""
        for ending in (ROWS, IDS, COARSE):
            if ending != COARSE or self.coarse is not None:
                link_or_copy(self.path.with_suffix(ending), folder / (self.path.name + ending))
        target = folder / (self.path.name + GONE)
        if len(gone) and np.array_equal(gone, self.gone):
            link_or_copy(self.path.with_suffix(GONE), target)
        elif len(gone):
            with target.open("wb") as file:
                np.save(file, gone, allow_pickle=False)

    def __len__(self) -> int:
        """How many vectors there are, those that are gone left out."""
        return len(self.ids) - len(self.gone)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.flat.d)

    def rows_of(self, ids: Ids, *, gone: Rows | None = None) -> Rows:
        """The row of each id, -1 where it is not here or gone."""
        if not len(self.ids):
            return np.full(len(ids), -1, dtype=np.int64)
        rows = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        missing = (self.ids[rows] != ids) | _among(rows, self.gone if gone is None else gone)
        return np.where(missing, -1, rows)

    def kept(self) -> Rows:
        """Every row that is not gone."""
        return np.delete(np.arange(len(self.ids)), self.gone)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, shape (len(rows), dimension)."""
        if not len(rows):
            return np.zeros((0, self.dimension), dtype=np.float32)
        if self.file is not None and len(rows) <= _READ:
            return self.file.vectors(rows, self.dimension, len(self.ids))
        vectors: Vectors = self.flat.reconstruct_batch(rows)
        return vectors

    def scan(self, vector: Vectors, k: int, *, rows: Rows | None = None) -> tuple[Vectors, Rows]:
        """The cosines and rows of the ``k`` nearest, best first: exact, among all or some rows."""
        _one_thread()
        parameters = None
        if rows is not None or len(self.gone):
            bits = np.zeros(len(self.ids), dtype=np.bool_)
            bits[self.kept() if rows is None else rows] = True
            packed = np.packbits(bits, bitorder="little")
            selector = faiss.IDSelectorBitmap(packed)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        most = min(k, len(self.ids))
        scores, found = self.flat.search(vector.reshape(1, -1), most, params=parameters)
        real = found[0] >= 0
        return scores[0][real], found[0][real]

    def look(self, vector: Vectors, most: int) -> tuple[Vectors, Rows]:
        """Estimated cosines and rows of ``most`` likely neighbours, best first."""
        if self.coarse is None:
            raise ValueError(f"{self.path.name} has no codes to look at")
        _one_thread()
        wanted = min(most + len(self.gone), len(self.ids))
        scores, found = self.coarse.search(vector.reshape(1, -1), wanted)
        real = (found[0] >= 0) & ~_among(found[0], self.gone)
        return scores[0][real][:most], found[0][real][:most]

    def _check(self) -> None:
        counts = {len(self.ids), int(self.flat.ntotal)}
        dimensions = {self.dimension}
        if self.coarse is not None:
            counts.add(int(self.coarse.ntotal))
            dimensions.add(int(self.coarse.d))
        whole = self.flat.codes.size() == 2 * self.dimension * len(self.ids)
        if len(counts) != 1 or len(dimensions) != 1 or not whole:
            raise _damaged(self.path.with_suffix(ROWS))
        if len(self.gone) and not 0 <= self.gone[0] <= self.gone[-1] < len(self.ids):
            raise _damaged(self.path.with_suffix(GONE))


class _File:
    """The end of an open file, where vectors of 16 bits lie; it may be removed meanwhile."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)
        self._size = os.fstat(self._descriptor).st_size
        weakref.finalize(self, os.close, self._descriptor)

    def vectors(self, rows: Rows, dimension: int, count: int) -> Vectors:
        """The vectors of some rows of ``count``."""
        width = 2 * dimension
        start = self._size - width * count
        parts = [os.pread(self._descriptor, width, start + width * row) for row in rows.tolist()]
        read = np.frombuffer(b"".join(parts), dtype="<f2")
        return read.reshape(len(rows), dimension).astype(np.float32)


def in_blocks(rows: Rows) -> Iterable[Rows]:
    """Some rows at a time, so that their vectors fit into memory; of no rows one empty part."""
    return (rows[start : start + _BLOCK] for start in range(0, max(len(rows), 1), _BLOCK))


def _one_thread() -> None:
    """For a single question, which two threads made seven times slower on a busy machine.

    Each thread of this process has a setting of its own, all processors at first.
    """
    faiss.omp_set_num_threads(1)


def _among(rows: Rows, ascending: Rows) -> NDArray[np.bool_]:
    if not len(ascending):
        return np.zeros(len(rows), dtype=np.bool_)
    places = np.minimum(np.searchsorted(ascending, rows), len(ascending) - 1)
    found: NDArray[np.bool_] = ascending[places] == rows
    return found


def _read(path: Path, kind: type[_Index]) -> _Index:
    if path.is_file() and path.stat().st_size < _HEAD:  # faiss would end the process
        raise _damaged(path)
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except (RuntimeError, MemoryError) as error:  # the latter for an altered size
        raise _damaged(path) from error
    if not isinstance(index, kind):
        raise _damaged(path)
    return index


def _read_array(path: Path, *, mapped: bool = False) -> Ids:
    try:
        array = load_array(path, mapped=mapped)
    except (OSError, ValueError, EOFError, SyntaxError, TokenError) as error:
        raise _damaged(path) from error
    if array.ndim != 1 or array.dtype != np.int64:
        raise _damaged(path)
    return np.asarray(array)


def _write(index: faiss.Index, path: Path) -> None:
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path.name} cannot be written whole") from error


def _damaged(path: Path) -> IndexDamagedError:
    return IndexDamagedError(
        f"{path.name} of the index cannot be read: run `sourcier build --full`"
    )
