"""Every article's signature on disk, in files that never change once they are written.

``000001.npy`` and so on hold records, ordered by id; ``removed.npy`` the ids of those that no
longer count. The next generation links what stays, so that an addition costs what it adds. A file
is merged with the one after it while it is not twice as large: there are never many.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tokenize import TokenError  # of NumPy's reader of headers
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array
from index.errors import IndexDamagedError
from index.linking import link_or_copy
from index.signatures import LENGTH, Signature

Records = NDArray[np.void]
Ids = NDArray[np.uint64]

RECORD: Final = np.dtype([("id", "<u8"), ("signature", "<u4", (LENGTH,))])
_REMOVED: Final = "removed.npy"
_FILE = re.compile(r"\d{6,}\.npy", re.ASCII)
_MOST_REMOVED: Final = 0.05  # of the records, above which all are written anew


def records_of(signatures: Mapping[str, Signature]) -> Records:
    """Records of article ids and their signatures, ordered by id."""
    records = np.zeros(len(signatures), dtype=RECORD)
    for place, (article_id, row) in enumerate(sorted(signatures.items())):
        records[place] = (int(article_id, 16), row)
    return records


def numbers_of(article_ids: Collection[str]) -> Ids:
    """Article ids as numbers, ascending."""
    return np.array(sorted(int(article_id, 16) for article_id in article_ids), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The records of a generation: its files, and what no longer counts of them."""

    files: tuple[tuple[Path, Records], ...]
    removed: Ids

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The records in a folder, by memory map; IndexDamagedError where they cannot be read."""
        paths = sorted(path for path in folder.iterdir() if _FILE.fullmatch(path.name))
        files = tuple((path, read_array(path, RECORD)) for path in paths)
        return cls(files, read_array(folder / _REMOVED, np.dtype("<u8")))

    @classmethod
    def none(cls) -> Self:
        """Those of an archive without articles."""
        return cls((), np.empty(0, dtype=np.uint64))

    def parts(self) -> list[Records]:
        """Every record, those of removed articles among them, as they lie in the files."""
        return [records for _, records in self.files]

    def living(self) -> Records:
        """Every record that counts, ordered by id; reads all of them."""
        return self._merged(self.parts())

    def counts(self, ids: Ids) -> NDArray[np.bool_]:
        """Which articles have a record that counts."""
        return self._has(ids) & ~np.isin(ids, self.removed)

    def without(self, ids: Ids) -> Recorded:
        """The same, less some articles."""
        known = ids[self._has(ids)]
        return replace(self, removed=np.union1d(self.removed, known))

    def restored(self, ids: Ids) -> Recorded:
        """The same, where the removed ones among these count again."""
        return replace(self, removed=np.setdiff1d(self.removed, ids))

    def write(self, folder: Path, new: Records) -> None:
        """Write the next generation's files, with new records that none of these files holds."""
        files, removed = list(self.files), self.removed
        total = sum(len(records) for _, records in files) + len(new)
        merged = [new] if len(new) else []
        everything = len(removed) > _MOST_REMOVED * total
        while files and (everything or merged):
            size = sum(map(len, merged))
            if not everything and len(files[-1][1]) >= 2 * size:
                break
            merged.append(files.pop()[1])
        for path, _ in files:
            link_or_copy(path, folder / path.name)
        records = self._merged(merged)
        if len(records):
            number = 1 + max((int(path.stem) for path, _ in self.files), default=0)
            np.save(folder / f"{number:06d}.npy", records, allow_pickle=False)
        linked = Recorded(tuple(files), removed)
        np.save(folder / _REMOVED, removed[linked._has(removed)], allow_pickle=False)

    def _has(self, ids: Ids) -> NDArray[np.bool_]:
        found = np.zeros(len(ids), dtype=bool)
        for records in self.parts():
            rows = np.minimum(np.searchsorted(records["id"], ids), len(records) - 1)
            found |= records["id"][rows] == ids
        return found

    def _merged(self, parts: Iterable[Records]) -> Records:
        records = np.concatenate([np.empty(0, dtype=RECORD), *parts])
        records = records[~np.isin(records["id"], self.removed)]
        return records[np.argsort(records["id"], kind="stable")]


def read_array(path: Path, dtype: np.dtype[Any]) -> NDArray[Any]:
    """An array of one dimension, by memory map; IndexDamagedError where it cannot be read."""
    try:
        array = load_array(path, mapped=True)
    except (OSError, ValueError, EOFError, SyntaxError, TokenError) as error:
        raise _unreadable(path) from error
    if array.dtype != dtype or array.ndim != 1:
        raise _unreadable(path)
    return array


def _unreadable(path: Path) -> IndexDamagedError:
    name = f"{path.parent.name}/{path.name}"
    return IndexDamagedError(f"{name} of the index cannot be read: run `sourcier build --full`")
