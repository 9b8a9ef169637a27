"""The near copies of articles: a dispatch that was reprinted with small edits.

A folder of a generation: :mod:`index.recorded` keeps every article's signature there, and
``copied.npy`` those of the articles that have near copies, which is all that a reader needs. Which
two articles are near copies depends on these two alone, so that increments end where a whole build
does.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import numpy as np

from index.errors import IndexDamagedError, IndexMismatchError
from index.grouping import groups_of, with_copies
from index.recorded import (
    RECORD,
    Ids,
    Recorded,
    Records,
    numbers_of,
    read_array,
    records_of,
)
from index.signatures import SIGNATURE_SETTINGS, Rows, Signature, near

_COPIED_RECORD: Final = np.dtype([*RECORD.descr, ("group", "<u8")])
COPIED: Final = "copied.npy"  # all that a reader needs, and therefore checked at each opening
_SETTINGS: Final = "settings.json"
_FEW: Final = 64  # articles that are compared one by one with all the others
_BLOCK: Final = 4096  # records compared at once


class Copies:
    """Which articles of a generation are near copies of each other."""

    def __init__(self, folder: Path, copied: Records) -> None:
        self._folder = folder
        self._copied = copied  # ordered by id; near copies are in one group
        self._remembered: dict[str, frozenset[str]] = {}

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The near copies in a folder, by memory map.

        IndexDamagedError where they cannot be read, IndexMismatchError where the signatures were
        made by other rules than those in force.
        """
        try:
            rules = json.loads((folder / _SETTINGS).read_bytes())
        except (OSError, ValueError) as error:
            message = f"{folder.name}/{_SETTINGS} of the index cannot be read"
            raise IndexDamagedError(f"{message}: run `sourcier build --full`") from error
        if rules != SIGNATURE_SETTINGS:
            message = "the index compares articles by other rules than this version"
            raise IndexMismatchError(f"{message}: run `sourcier build --full`")
        return cls(folder, read_array(folder / COPIED, _COPIED_RECORD))

    @classmethod
    def write(
        cls,
        folder: Path,
        *,
        before: Copies | None,
        added: Mapping[str, Signature],
        removed: Collection[str],
    ) -> Self:
        """Write the next generation's folder, which must not exist yet; the caller syncs it.

        ``added`` are article ids with their signatures, ``removed`` are ids; what is there already
        is not added twice, and what is not there is not removed. OSError where the disk does not
        take it.
        """
        folder.mkdir()
        recorded, copied = Recorded.none(), np.empty(0, dtype=_COPIED_RECORD)
        if before is not None:
            gone = numbers_of(removed)
            recorded = Recorded.open(before._folder).without(gone)
            copied = _without(np.asarray(before._copied), gone)
        arrived = records_of(added)
        arrived = arrived[~recorded.counts(arrived["id"])]
        recorded = recorded.restored(arrived["id"])
        new = arrived[~recorded.counts(arrived["id"])]  # less those whose record is still there
        if before is None or len(arrived) > _FEW:
            copied = _grouped(np.concatenate([recorded.living(), new]))
        else:
            for record in arrived:
                copied = _joined(copied, record, [*recorded.parts(), new], recorded)
        recorded.write(folder, new)
        np.save(folder / COPIED, copied, allow_pickle=False)
        (folder / _SETTINGS).write_text(json.dumps(SIGNATURE_SETTINGS), encoding="ascii")
        return cls.open(folder)

    def __len__(self) -> int:
        """How many articles have a near copy."""
        return len(self._copied)

    def of(self, article_id: str) -> frozenset[str]:
        """The ids of the near copies of an article, itself left out."""
        row = self._rows.get(article_id)
        if row is None:
            return frozenset()
        found = self._remembered.get(article_id)
        if found is None:
            found = self._remembered[article_id] = self._near(row) - {article_id}
        return found

    def _near(self, row: int) -> frozenset[str]:
        group = np.flatnonzero(self._groups == self._groups[row])
        signatures = self._copied["signature"]
        rows = group[near(signatures[row], signatures[group])]
        return frozenset(map(_name, self._copied["id"][rows].tolist()))

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {_name(number): row for row, number in enumerate(self._copied["id"].tolist())}

    @cached_property
    def _groups(self) -> Ids:
        return np.ascontiguousarray(self._copied["group"])


def _name(number: int) -> str:
    """An article's id as it is written."""
    return f"{number:016x}"


def _grouped(records: Records) -> Records:
    """Those of an archive's records that have near copies, ordered by id."""
    records = records[np.argsort(records["id"], kind="stable")]
    rows, groups = groups_of(np.ascontiguousarray(records["signature"]))
    return _with_group(records[rows], records["id"][groups])


def _joined(
    copied: Records, record: np.void, parts: Sequence[Records], recorded: Recorded
) -> Records:
    """``copied``, with an article that came and its near copies in one group."""
    found = [part[_near(record, part)] for part in parts]
    around = np.concatenate(found)
    around = around[~np.isin(around["id"], recorded.removed)]
    if len(around) < 2:  # itself
        return copied
    known = np.isin(copied["id"], around["id"])
    group = np.concatenate([around["id"], copied["group"][known]]).min()
    copied = copied.copy()
    copied["group"][np.isin(copied["group"], copied["group"][known])] = group
    came = around[~np.isin(around["id"], copied["id"])]
    copied = np.concatenate([copied, _with_group(came, np.full(len(came), group, np.uint64))])
    return copied[np.argsort(copied["id"], kind="stable")]


def _without(copied: Records, gone: Ids) -> Records:
    """``copied`` less removed articles, and less those that have no near copy any more."""
    leaving = np.isin(copied["id"], gone)
    touched = np.unique(copied["group"][leaving])
    copied = copied[~leaving]
    alone = np.zeros(len(copied), dtype=bool)
    order = np.argsort(copied["group"], kind="stable")
    groups = copied["group"][order]
    starts, ends = np.searchsorted(groups, touched), np.searchsorted(groups, touched, "right")
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        rows = order[start:end]
        alone[rows] = ~with_copies(np.ascontiguousarray(copied["signature"][rows]))
    return copied[~alone]


def _near(record: np.void, records: Records) -> Rows:
    """The rows of the records that are near copies of one, itself among them."""
    rows = [np.empty(0, dtype=np.intp)]
    for start in range(0, len(records), _BLOCK):
        block = records["signature"][start : start + _BLOCK]
        rows.append(start + near(record["signature"], block))
    return np.concatenate(rows)


def _with_group(records: Records, groups: Ids) -> Records:
    copied = np.empty(len(records), dtype=_COPIED_RECORD)
    for field in RECORD.names or ():
        copied[field] = records[field]
    copied["group"] = groups
    return copied
