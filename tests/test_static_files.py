"""The folder of the bundled model: how it is loaded, and what is refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from support import ROOT
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from index.errors import EmbedderError
from index.models import DEFAULT_MODEL, load_embedder
from index.static import BUNDLED, StaticEmbedder

MOST_BYTES = 20_000_000


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder.load(name=DEFAULT_MODEL)


def test_the_folder_is_small_and_in_the_form_that_both_libraries_read() -> None:
    files = {path.name for path in BUNDLED.iterdir()}
    assert {"model.safetensors", "tokenizer.json", "config.json", "modules.json"} <= files
    assert "README.md" in files
    assert sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()) <= MOST_BYTES
    model = StaticModel.from_pretrained(BUNDLED, force_download=False)
    assert model.embedding.dtype == np.int8
    assert model.weights is not None
    assert model.weights.dtype == np.float32
    assert model.token_mapping is not None
    assert model.weights.shape == model.token_mapping.shape == (len(model.tokens),)
    assert set(model.token_mapping.tolist()) == set(range(len(model.embedding)))


def test_the_default_model_is_the_bundled_one(embedder: StaticEmbedder) -> None:
    loaded = load_embedder()
    assert loaded.name == DEFAULT_MODEL
    assert loaded.digest == embedder.digest
    assert loaded.dimension == embedder.dimension
    assert re.fullmatch(r"[0-9a-f]{16}", loaded.digest)


def test_loading_has_nothing_to_say(caplog: pytest.LogCaptureFixture) -> None:
    StaticEmbedder.load(name=DEFAULT_MODEL)
    assert not caplog.records


def test_the_default_model_needs_no_torch() -> None:
    script = (
        "import sys\n"
        "from index.models import load_embedder\n"
        "embedder = load_embedder()\n"
        "embedder.embed_passages(['Un barrage sur le fleuve.'])\n"
        "embedder.embed_questions(['Quel fleuve ?'])\n"
        "named = {'torch', 'sentence_transformers', 'transformers', 'model2vec'}\n"
        "heavy = named & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_another_weight_is_another_digest(tmp_path: Path, embedder: StaticEmbedder) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "copy")
    assert StaticEmbedder.load(copy, name="copy").digest == embedder.digest
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    assert StaticEmbedder.load(copy, name="copy").digest != embedder.digest


@pytest.mark.parametrize("lost", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_refused_and_no_hub_is_asked(
    tmp_path: Path, lost: str
) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "copy")
    (copy / lost).unlink()
    with pytest.raises(EmbedderError, match=rf"own lacks {lost} .*install Sourcier again"):
        StaticEmbedder.load(copy, name="own")
    with pytest.raises(EmbedderError, match="lacks"):
        StaticEmbedder.load(tmp_path / "no" / "such", name="own")


@pytest.mark.parametrize("spoilt", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, spoilt: str) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "copy")
    (copy / spoilt).write_bytes((copy / spoilt).read_bytes()[:20])
    with pytest.raises(EmbedderError, match=r"own in .* cannot be read .*install Sourcier again"):
        StaticEmbedder.load(copy, name="own")


def test_a_tokenizer_that_cannot_cut_is_said_when_it_is_needed(tmp_path: Path) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "copy")
    tokenizer = json.loads((copy / "tokenizer.json").read_bytes())
    tokenizer["normalizer"] = {"type": "none such"}
    (copy / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    embedder = StaticEmbedder.load(copy, name="own")
    assert embedder.embed_passages(["barrage"]).any()  # a token by itself
    with pytest.raises(EmbedderError, match=r"own cannot be read .*install Sourcier again"):
        embedder.embed_passages(["xqzvwkj"])


def test_a_model_without_row_scales_is_refused(tmp_path: Path) -> None:
    StaticModel(
        vectors=np.ones((3, 4), dtype=np.float32),
        tokenizer=Tokenizer(WordLevel({"[UNK]": 0, "un": 1, "deux": 2}, unk_token="[UNK]")),
        normalize=True,
    ).save_pretrained(tmp_path)
    with pytest.raises(EmbedderError, match="plain lacks a scale for each row"):
        StaticEmbedder.load(tmp_path, name="plain")
