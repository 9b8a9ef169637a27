"""Which articles of a whole archive have near copies, without comparing every two of them.

Hashes are taken in bands of three (Leskovec, Rajaraman and Ullman, "Mining of massive datasets",
chapter 3). There are more bands than hashes in which near copies may differ, so two of them always
have a whole band in common: what is found is what comparing every two would find.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.signatures import HASHES, Rows, Signatures, hashes_of, near, near_pairs

_BAND: Final = 3  # hashes
_BANDS: Final = HASHES // _BAND  # 42, where near copies differ in 38 hashes at most
_FEW: Final = 64  # rows with one band in common that are compared two by two
_BLOCK: Final = 16_384  # pairs compared at once
_SHIFTS = np.array([0, 16, 32], dtype=np.uint64)


def groups_of(signatures: Signatures) -> tuple[Rows, Rows]:
    """The rows of shape (n, LENGTH) that have a near copy, ascending, and the group of each.

    Near copies are in one group; those of one group need not be near copies of each other. Takes
    n log n, and m² for m rows that have a band in common where they are no near copies.
    """
    if len(signatures) < 2:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    joined, crowded = Joined(len(signatures)), Joined(len(signatures))
    few: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for keys in _bands(signatures):
        order = np.argsort(keys, kind="stable")
        ends = np.flatnonzero(np.r_[keys[order][1:] != keys[order][:-1], True]) + 1
        sizes = np.diff(ends, prepend=0)
        for end, size in zip(ends[sizes > _FEW].tolist(), sizes[sizes > _FEW], strict=True):
            crowded.join(order[end - size : end])
        few.append(_pairs(order[np.repeat(sizes <= _FEW, sizes)], keys))
    copied = np.zeros(len(signatures), dtype=bool)
    pairs = np.unique(np.concatenate(few))
    for start in range(0, len(pairs), _BLOCK):
        left, right = np.divmod(pairs[start : start + _BLOCK], len(signatures))
        both = near_pairs(signatures[left], signatures[right])
        copied[left[both]] = copied[right[both]] = True
        for pair in np.stack([left[both], right[both]], axis=1):
            joined.join(pair)
    for rows in crowded.groups():
        joined.join(rows)
        copied[rows[with_copies(signatures[rows])]] = True
    found = np.flatnonzero(copied)
    return found, np.array([joined.group(row) for row in found.tolist()], dtype=np.intp)


def with_copies(signatures: Signatures) -> NDArray[np.bool_]:
    """Which rows have a near copy among them; one pass for a clique, one a row at the worst."""
    copied = np.zeros(len(signatures), dtype=bool)
    for row in range(len(signatures)):
        if not copied[row]:
            rows = near(signatures[row], signatures)
            copied[rows] = len(rows) > 1
    return copied


class Joined:
    """Rows that belong together, through however many others; a group goes by its lowest row."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def group(self, row: int) -> int:
        """The lowest row of a row's group."""
        above = self._above
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    def join(self, rows: Rows) -> None:
        """Make one group of the groups of these rows."""
        for one, other in pairwise(rows.tolist()):
            low, high = sorted((self.group(one), self.group(other)))
            self._above[high] = low

    def groups(self) -> list[Rows]:
        """The groups of two rows and more."""
        of = np.array([self.group(row) for row in range(len(self._above))], dtype=np.intp)
        order = np.argsort(of, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(of[order])) + 1)
        return [part for part in parts if len(part) > 1]


def _bands(signatures: Signatures) -> list[NDArray[np.uint64]]:
    """For each band, the rows' three hashes in one number."""
    hashes = hashes_of(signatures)
    bands = (hashes[:, _BAND * band : _BAND * (band + 1)] for band in range(_BANDS))
    return [(band.astype(np.uint64) << _SHIFTS).sum(axis=1, dtype=np.uint64) for band in bands]


def _pairs(order: Rows, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Every two rows with one key, as lower × count + higher; ``order`` is by key."""
    found = [np.empty(0, dtype=np.int64)]
    for apart in range(1, min(_FEW, len(order))):
        left, right = order[:-apart], order[apart:]
        same = keys[left] == keys[right]
        if not same.any():
            break
        low, high = np.minimum(left[same], right[same]), np.maximum(left[same], right[same])
        found.append(low.astype(np.int64) * len(keys) + high)
    return np.concatenate(found)
