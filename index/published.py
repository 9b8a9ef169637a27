"""A published generation, opened and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index import generations
from index.catalogue import NAME, Catalogue
from index.errors import IndexDamagedError
from index.generations import Generation
from index.manifest import Manifest
from index.terms import Entry, TermIndex
from index.vectors import VectorIndex

VECTORS = "vectors.faiss"
TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Published:
    """A generation's manifest and both legs; the catalogue is read when it is asked for."""

    generation: Generation
    manifest: Manifest
    terms: TermIndex
    vectors: VectorIndex

    @classmethod
    def open(cls, generation: Generation) -> Self:
        """Check the manifest, sizes and small files, and open both legs by memory map.

        Raises IndexDamagedError or IndexMismatchError, each with the remedy.
        """
        folder = generation.folder
        manifest = Manifest.read(folder, sha256=generation.sha256)
        manifest.check(folder)
        opened = cls(
            generation,
            manifest,
            TermIndex.open(folder / TERMS),
            VectorIndex.open(folder / VECTORS),
        )
        opened._check_counts()
        return opened

    def catalogue(self) -> Catalogue:
        """The articles' records; IndexDamagedError where their file was altered."""
        self.manifest.check_bytes(self.generation.folder, NAME)
        return Catalogue.read(self.generation.folder)

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
    """The current generation; IndexMissingError where there is none."""
    return Published.open(generations.current(index))


def current_manifest(index: Path) -> Manifest:
    """What the current generation says of itself, its other files unread."""
    generation = generations.current(index)
    return Manifest.read(generation.folder, sha256=generation.sha256)


def altered_files(index: Path) -> list[str]:
    """The current generation's files whose bytes have changed since they were published."""
    generation = generations.current(index)
    manifest = Manifest.read(generation.folder, sha256=generation.sha256)
    return list(manifest.altered(generation.folder))
