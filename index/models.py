"""The one place that finds an embedding model by its name."""

from __future__ import annotations

from index.embedding import Embedder

DEFAULT_MODEL = "sourcier-static"  # the bundled one, index/model


def load_embedder(name: str = DEFAULT_MODEL, *, allow_download: bool = False) -> Embedder:
    """The model of that name: the bundled one, ``all-MiniLM-L6-v2``, a folder, or one of a hub.

    A hub's model is looked for in the local cache alone unless ``allow_download``. Raises
    EmbedderError where it cannot be loaded. All but the bundled one import torch, which takes
    seconds: call it late.
    """
    if name == DEFAULT_MODEL:
        from index.static import StaticEmbedder  # each heavy import at its first need

        return StaticEmbedder.load(name=name)
    from index.transformer import TransformerEmbedder

    return TransformerEmbedder.load(name, allow_download=allow_download)
