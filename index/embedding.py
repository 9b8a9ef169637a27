"""What turns a text into a vector: the protocol, and what every model's vectors must be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderError

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Gives unit vectors, so that an inner product is a cosine."""

    @property
    def name(self) -> str:
        """The model as the user named it."""

    @property
    def digest(self) -> str:
        """A digest of the weights and settings: another digest means other vectors."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension)."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension)."""


def checked(vectors: Vectors, *, name: str, count: int) -> Vectors:
    """The vectors at unit length, float32, contiguous; EmbedderError for a wrong shape or a NaN."""
    vectors = np.ascontiguousarray(vectors, dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != count:
        raise EmbedderError(f"the model {name} gave {vectors.shape} vectors for {count} texts")
    if not np.isfinite(vectors).all():
        raise EmbedderError(f"the model {name} gave vectors that are not numbers: use another")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
