"""What turns a text into a vector: the protocol, and the one place that finds a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderError

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

DEFAULT_MODEL = "sourcier-static"  # the bundled one, index/model


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

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimension); ``progress`` gets (done, total)."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension)."""


def load_embedder(name: str = DEFAULT_MODEL, *, allow_download: bool = False) -> Embedder:
    """The model of that name: the bundled one, ``all-MiniLM-L6-v2``, a folder, or one of a hub.

    A hub's model is looked for in the local cache alone unless ``allow_download``. Raises
    EmbedderError where it cannot be loaded. All but the bundled one import torch, which takes
    seconds: call it late.
    """
    if name == DEFAULT_MODEL:
        from index.static import StaticEmbedder  # each heavy import on first need

        return StaticEmbedder.load(name=name)
    from index.transformer import TransformerEmbedder

    return TransformerEmbedder.load(name, allow_download=allow_download)


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
