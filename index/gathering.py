"""What is kept of articles on their way to the terms: vectors, signatures, and some whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, Vectors
from index.entries import embedded_text
from index.preparer import Prepared
from index.signatures import Signature
from index.types import Article, Entry
from index.vectors import VectorIndex
from index.weighing import Progress

_AT_ONCE = 4_096  # texts that are embedded together


class Gathering:
    """Lets articles through one by one, so that few are held at a time, and embeds what is new.

    ``signatures`` are those of the ``added`` articles; ``kept`` are the
    ``wanted`` ones with their passages, in the order of their ids.
    """

    def __init__(
        self,
        embedder: Embedder,
        before: VectorIndex | None,
        *,
        added: Collection[str],
        wanted: Collection[str],
    ) -> None:
        self._embedder = embedder
        self._before = before
        self._added, self._wanted = frozenset(added), frozenset(wanted)
        self._waiting: dict[int, str] = {}
        self._seen: set[int] = set()
        self._kept: dict[str, tuple[Article, tuple[Entry, ...]]] = {}
        self._ids: list[int] = []
        self._blocks: list[NDArray[np.float16]] = []
        self.signatures: dict[str, Signature] = {}
        self.first: Entry | None = None  # that came through

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids of the vectors that ``before`` does not hold."""
        return np.array(self._ids, dtype=np.int64)

    def vectors(self) -> Iterator[Vectors]:
        """Those vectors, in the order of ``ids``; kept as they are stored, in 16 bits."""
        yield np.zeros((0, self._embedder.dimension), dtype=np.float32)
        for block in self._blocks:
            yield block.astype(np.float32)

    @property
    def kept(self) -> list[tuple[Article, tuple[Entry, ...]]]:
        """The articles that were wanted, in the order of their ids."""
        return [self._kept[key] for key in sorted(self._kept)]

    def through(
        self, prepared: Iterable[Prepared], *, total: int, report: Progress
    ) -> Iterator[Prepared]:
        """The same articles; all is gathered once the last is through."""
        done = 0
        for done, one in enumerate(prepared, start=1):
            self._note(one)
            if len(self._waiting) >= _AT_ONCE:
                self._embed()
                report("embed", done, total)
            yield one
        self._embed()
        if total:
            report("embed", done, total)

    def _note(self, one: Prepared) -> None:
        key = one.article.article_id
        if key in self._added:
            self.signatures[key] = one.signature
        if key in self._wanted:
            self._kept[key] = (one.article, one.entries)
        for entry in one.entries:
            self.first = self.first or entry
            if entry.vector_id not in self._seen:
                self._seen.add(entry.vector_id)
                text = embedded_text(entry.heading, entry.lead_in, entry.passage.text)
                self._waiting[entry.vector_id] = text

    def _embed(self) -> None:
        """Embed what is waiting and was not embedded before."""
        ids, self._waiting, waiting = list(self._waiting), {}, self._waiting
        if self._before is not None and ids:
            held = self._before.holds(ids).tolist()
            ids = [number for number, there in zip(ids, held, strict=True) if not there]
        if ids:
            vectors: Vectors = self._embedder.embed_passages([waiting[number] for number in ids])
            self._ids += ids
            self._blocks.append(vectors.astype(np.float16))
