"""The bundled model and others that model2vec reads, without torch and without model2vec.

That one takes a third of a second to read what a cold question needs a part of.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embedding import Vectors, checked
from index.errors import EmbedderError

BUNDLED = Path(__file__).with_name("model")
_FILES = ("config.json", "model.safetensors", "tokenizer.json")  # what the vectors depend on
_STRIDE = 1_024  # texts between two progress reports
_REMEMBERED = 200_000  # runs between white space whose tokens are kept: about 40 MB
_SIGNS = str.maketrans(dict.fromkeys("«»“”„‘’‹›…–—•·", " "))
_PLAIN = re.compile("[a-z0-9]+")
# Rows of a text that one matrix product adds up. It rounds otherwise than adding row after row,
# as model2vec does, which shows in a text of thousands of words (4e-6 at 10,000).
_PRODUCT = 1_024
_BYTES = np.dtype(np.int32).itemsize
_ADDED = 32_768  # rows held at once, 100 MB: a text may be a whole book

Ids = NDArray[np.int32]


class StaticEmbedder:
    """A text's vector is the sum of its tokens' rows, each times its scale, at unit length.

    A text without a known token has the zero vector, whose cosine with any is 0. The vectors are
    those of model2vec's ``StaticModel.encode``; that one cuts every text into tokens anew, which is
    nearly all of its time, where here each distinct run between white space is cut once. The
    tokenizer must look at nothing beyond such a run: that of the bundled model does not.
    """

    def __init__(self, model: _Model, *, name: str, digest: str) -> None:
        if model.scales is None:
            raise EmbedderError(f"the model {name} lacks a scale for each row: run `make model`")
        self._model = model
        self._scales: Vectors = np.asarray(model.scales, dtype=np.float32)
        self._runs: dict[str, bytes] = {}  # a run's tokens, as the bytes of Ids
        self.name = name
        self.digest = digest
        self.dimension = int(model.rows.shape[1])

    @classmethod
    def load(cls, folder: Path = BUNDLED, *, name: str) -> Self:
        """The model in a folder; EmbedderError where a file is missing or cannot be read."""
        missing = [file for file in _FILES if not (folder / file).is_file()]
        if missing:
            raise EmbedderError(
                f"the model {name} lacks {', '.join(missing)} in {folder}: install Sourcier again"
            )
        try:
            model = _Model(folder)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise EmbedderError(
                f"the model {name} in {folder} cannot be read ({error}): install Sourcier again"
            ) from error
        return cls(model, name=name, digest=_digest(folder))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _STRIDE):
            part = texts[start : start + _STRIDE]
            for number, ids in enumerate(self._tokens(part), start):
                vectors[number] = self._sum(ids)
        return checked(vectors, name=self.name, count=len(texts))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self.embed_passages(texts)

    def _tokens(self, texts: Sequence[str]) -> list[Ids]:
        cut = [text.split() for text in texts]
        known = self._runs
        new = set().union(*cut).difference(known)
        if len(known) + len(new) > _REMEMBERED:
            self._runs = known = {}  # not cleared: another thread may be reading
            new = set().union(*cut)
        if new:
            known |= self._cut(new)
        look_up = known.__getitem__
        return [np.frombuffer(b"".join(map(look_up, runs)), dtype=np.int32) for runs in cut]

    def _cut(self, runs: Collection[str]) -> dict[str, bytes]:
        """The tokens of each run: those of its words, where folding leaves plain letters.

        Most words are rows, and need no tokenizer; "avant", "(Avant" and "avant," are one.
        """
        words = {run: _words(run) for run in runs}
        cut: dict[str, bytes] = {}
        new = []
        for part in sorted({part for own in words.values() for part in own}):
            token = self._model.word(part)
            if token is None:
                new.append(part)
            else:
                cut[part] = token.to_bytes(_BYTES, sys.byteorder)
        if new:
            for part, ids in zip(new, self._tokenized(new), strict=True):
                cut[part] = np.array(ids, dtype=np.int32).tobytes()
        return {run: b"".join([cut[part] for part in own]) for run, own in words.items()}

    def _tokenized(self, parts: Sequence[str]) -> list[list[int]]:
        try:
            return self._model.tokenized(parts)
        except ValueError as error:
            raise EmbedderError(
                f"the words of the model {self.name} cannot be read ({error}): "
                "install Sourcier again"
            ) from error

    def _sum(self, ids: Ids) -> Vectors:
        model = self._model
        rows = ids if model.row_of is None else model.row_of[ids]
        if len(ids) <= _PRODUCT:
            product: Vectors = self._scales[ids] @ model.rows.take(rows, axis=0).astype(np.float32)
            return product
        total: Vectors = np.zeros(self.dimension, dtype=np.float32)
        for start in range(0, len(ids), _ADDED):
            part = slice(start, start + _ADDED)
            scaled = model.rows.take(rows[part], axis=0) * self._scales[ids[part], None]
            total += scaled.sum(axis=0)
        return total


class _Model:
    """The files of a model; its tokenizer is read when a word is met that is no token by itself.

    ``rows`` has shape (rows, dimension); ``row_of`` has the row of each token, None where token i
    has row i; ``scales`` that of each token.
    """

    def __init__(self, folder: Path) -> None:
        tensors = load_file(folder / "model.safetensors")
        json.loads((folder / "config.json").read_bytes())
        self.rows = tensors["embeddings"]
        self.row_of: Ids | None = tensors.get("mapping")
        self.scales = tensors.get("weights")
        self._packed = (folder / "tokenizer.json").read_bytes()
        read = json.loads(self._packed)
        self._numbers: dict[str, int] = dict(read["model"]["vocab"])
        self._numbers |= {token["content"]: token["id"] for token in read["added_tokens"]}
        if self.row_of is None and len(self.rows) != len(self._numbers):
            raise ValueError(f"{len(self.rows)} rows for {len(self._numbers)} tokens")
        self._unknown = self._numbers.get(read["model"].get("unk_token"))

    def word(self, part: str) -> int | None:
        """The token that a word is; none for one of other letters than the plain ones."""
        return self._numbers.get(part) if part.isascii() and part.isalnum() else None

    def tokenized(self, parts: Sequence[str]) -> list[list[int]]:
        """The tokens of each part, unknown ones left out; ValueError for a damaged tokenizer."""
        cut = self._tokenizer.encode_batch_fast(list(parts), add_special_tokens=False)
        return [[token for token in each.ids if token != self._unknown] for each in cut]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        read = Tokenizer.from_buffer(self._packed)
        read.no_padding()
        return read


def _words(run: str) -> list[str]:
    """The folded words of a run, as the tokenizer folds them, where all their letters are plain.

    Else the run as it is, for the tokenizer to fold; a lone surrogate, which is no text to it,
    stands for no word.
    """
    folded = run.translate(_SIGNS).lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join([char for char in decomposed if not unicodedata.combining(char)])
    if folded.isascii():
        return _PLAIN.findall(folded)
    return [run.encode("utf-8", "replace").decode("utf-8")]


def _digest(folder: Path) -> str:
    """Of the files that the vectors depend on; 0.02 s for 20 MB."""
    digest = hashlib.sha256()
    for name in _FILES:
        content = (folder / name).read_bytes()
        digest.update(f"{name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
