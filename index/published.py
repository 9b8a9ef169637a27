"""A published generation, opened and checked."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index import generations
from index.catalogue import Catalogue
from index.duplicates import COPIED, Copies
from index.errors import IndexDamagedError, SourcierError
from index.generations import Generation
from index.manifest import Manifest
from index.rows import FOLDER as CATALOGUE
from index.rows import Rows
from index.terms.searching import TermIndex
from index.types import Entry
from index.vectors import VectorIndex

VECTORS = "vectors"
TERMS = "terms"
COPIES = "copies"
_ATTEMPTS = 20  # at opening what others replace meanwhile


@dataclass(frozen=True, slots=True)
class Published:
    """A generation's manifest, both legs and the near copies.

    Its files stay readable when a later build removes its folder. The catalogue is mapped, and
    read when it is asked for.
    """

    generation: Generation
    manifest: Manifest
    terms: TermIndex
    vectors: VectorIndex
    copies: Copies
    _catalogue: Mapping[str, mmap.mmap | bytes]

    @classmethod
    def open(cls, generation: Generation) -> Self:
        """Check the manifest, sizes and small files, and open both legs by memory map.

        Raises IndexDamagedError or IndexMismatchError, each with the remedy.
        """
        folder = generation.folder
        manifest = Manifest.read(folder, sha256=generation.sha256)
        manifest.check(folder)
        manifest.check_bytes(folder, f"{COPIES}/{COPIED}")
        opened = cls(
            generation,
            manifest,
            TermIndex.open(folder / TERMS),
            VectorIndex.open(folder / VECTORS),
            Copies.open(folder / COPIES),
            {
                record.path: _mapped(folder / record.path)
                for record in manifest.files
                if record.path.startswith(f"{CATALOGUE}/")
            },
        )
        opened._check_counts()
        return opened

    def rows(self) -> Rows:
        """What each file gave; IndexDamagedError where that was altered."""
        contents = {path: bytes(content) for path, content in self._catalogue.items()}
        self.manifest.check_content(contents)
        return Rows.read({path.rpartition("/")[2]: content for path, content in contents.items()})

    def catalogue(self) -> Catalogue:
        """The articles' records; IndexDamagedError where they were altered."""
        return Catalogue(self.rows())

    def check_search(self, entry: Entry) -> None:
        """Raise IndexDamagedError where a passage that was written is not found in both legs."""
        vector = self.vectors.vectors_of([entry.vector_id])[0]
        keys = self.terms.scores([], [entry.vector_id])
        found = [self.terms.passage(key) for key in keys]
        if entry.passage not in found or not self.vectors.search(vector, 1):
            raise IndexDamagedError("the index that was written finds nothing: build it again")

    def _check_counts(self) -> None:
        counted = (self.terms.passage_count, len(self.vectors))
        stated = (self.manifest.passages, self.manifest.vectors)
        if counted != stated:
            raise IndexDamagedError(
                f"the index holds {counted} passages and vectors where its manifest says {stated}: "
                "run `sourcier build --full`"
            )


def open_current(index: Path) -> Published:
    """The current generation; IndexMissingError where there is none.

    Two builds may pass between the reading of its name and the opening of its files: then it is
    gone, and the one that took its place is opened.
    """
    generation = generations.current(index)
    for _ in range(_ATTEMPTS):
        try:
            return Published.open(generation)
        except SourcierError:
            newer = generations.current(index)
            if newer == generation:
                raise
            generation = newer
    return Published.open(generation)


def current_manifest(index: Path) -> Manifest:
    """What the current generation says of itself, its other files unread."""
    generation = generations.current(index)
    return Manifest.read(generation.folder, sha256=generation.sha256)


def altered_files(index: Path) -> list[str]:
    """The current generation's files whose bytes have changed since they were published."""
    generation = generations.current(index)
    manifest = Manifest.read(generation.folder, sha256=generation.sha256)
    return list(manifest.altered(generation.folder))


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""  # cannot be mapped
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
