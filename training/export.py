"""Weights as a folder that model2vec and sentence-transformers both read, to equal vectors.

``model.safetensors`` holds the rows as 8-bit whole numbers (``embeddings``), and for each token the
number of its row (``mapping``; several may share one) and a 32-bit scale (``weights``): both
libraries multiply the two. What keeps their vectors equal elsewhere:

- model2vec drops unknown tokens where sentence-transformers averages over them: their row is 0,
  and an average that is brought to unit length afterwards does not feel how many were counted;
- model2vec reads ``normalize`` from ``config.json``, the other the modules in ``modules.json``;
- model2vec would cut at 512 tokens: ``max_length`` is null.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from training.sharing import Shared
from training.vocabulary import build_tokenizer

Floats = npt.NDArray[np.float32]

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]


def quantized(rows: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """The rows as whole numbers from -127 to 127, and the scale of each; a zero row has scale 0."""
    scales = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
    safe = np.where(scales > 0, scales, 1).astype(np.float32)
    return np.rint(rows / safe[:, None]).astype(np.int8), scales


def save_model(folder: Path, rows: Floats, scales: Floats, shared: Shared) -> None:
    """Write the folder; the same weights give the same bytes. ``scales``: one a token."""
    folder.mkdir(parents=True, exist_ok=True)
    embeddings, steps = quantized(rows)
    weights_file = folder / "model.safetensors"
    mapping = shared.mapping
    weights = steps[mapping] * scales
    save_file({"embeddings": embeddings, "mapping": mapping, "weights": weights}, weights_file)
    weights_file.chmod(0o644)  # the library lets only the owner read it
    (folder / "tokenizer.json").write_text(
        build_tokenizer(shared.tokens).to_str(), encoding="utf-8"
    )
    _write(folder / "config.json", {"normalize": True, "max_length": None})
    _write(folder / "modules.json", _MODULES)


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
