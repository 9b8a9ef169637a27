"""The wire, proved on a real engine: transformers' own server with a tiny model of random weights.

What such a model writes is supported by nothing, so that the quoted answer must take its place.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from support import write_articles
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, set_seed

from index.errors import LanguageModelError
from rag import Assistant
from rag.generation import Message
from rag.language_model import ChatServer
from rag.settings import Settings

TAUGHT = (
    "Une girafe dessine souvent des cerfs-volants verts derrière notre vieux moulin.",
    "Trois horloges bavardes chantaient doucement pendant que la soupe refroidissait.",
    "Un escargot patient recopie le dictionnaire, puis il range ses crayons.",
)
QUESTION = "Combien de sculptures le musée de la Mer a-t-il rendues ?"
QUOTED = "Le musée de la Mer a rendu douze sculptures à l'île de Tamoa."
ASKED = (Message("system", "Réponds."), Message("user", "Que dessine la girafe ?"))
_START_SECONDS = 120.0  # ten on a calm machine
_ADDRESS = re.compile(r"running on (http://127\.0\.0\.1:\d+)")
_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "assistant: "
)


class Engine(NamedTuple):
    """A running server: its address, and its model's name there."""

    url: str
    model: str

    def client(self, model: str | None = None) -> ChatServer:
        """A client of it."""
        return ChatServer(self.url, model or self.model, key=None, timeout=60.0, window=4096)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of two layers and its tokenizer, whose words are those of TAUGHT."""
    folder = tmp_path_factory.mktemp("tiny")
    words = Tokenizer(models.WordLevel(unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    special = ["<unk>", "<s>", "</s>"]
    words.train_from_iterator(TAUGHT, trainers.WordLevelTrainer(special_tokens=special))
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=words,
        unk_token="<unk>",
        bos_token="<s>",
        eos_token="</s>",
        chat_template=_TEMPLATE,
    )
    tokenizer.save_pretrained(folder)
    set_seed(5)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        num_hidden_layers=2,
        num_attention_heads=2,
        hidden_size=32,
        intermediate_size=64,
        max_position_embeddings=8192,
        initializer_range=1.0,  # far from even, or it says one word again and again
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    network = LlamaForCausalLM(config)
    speech = network.generation_config
    speech.suppress_tokens = [tokenizer.unk_token_id, tokenizer.bos_token_id]
    # Random weights may end at once, or go on to the limit: the end comes soon after forty words.
    speech.min_new_tokens = 40
    speech.exponential_decay_length_penalty = (40, 1.2)
    network.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def engine(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """``transformers serve`` with the tiny model, as a process of its own."""
    folder = tmp_path_factory.mktemp("engine")
    log = folder / "log"
    command = [str(Path(sys.executable).parent / "transformers"), "serve", str(model)]
    options = ["--host", "127.0.0.1", "--port", "0", "--device", "cpu"]
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder), "NO_COLOR": "1"}
    with (
        log.open("w") as written,
        subprocess.Popen(
            [*command, *options], stdout=written, stderr=written, env={**os.environ, **offline}
        ) as process,
    ):
        try:
            yield Engine(f"{_announced(process, log)}/v1", str(model))
        finally:
            process.kill()


def _announced(process: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the server tells once it listens."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if found := _ADDRESS.search(log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.1)
    pytest.fail(f"transformers serve did not start; it said: {log.read_text(encoding='utf-8')}")


def test_a_real_engines_stream_arrives_in_pieces_and_ends(engine: Engine) -> None:
    pieces = list(engine.client().stream(ASKED))
    assert len(pieces) > 10
    taught = set(re.findall(r"\w+|[^\w\s]+", " ".join(TAUGHT)))
    assert set("".join(pieces).split()) <= taught


def test_a_real_engine_answers_again_after_a_reader_who_left(engine: Engine) -> None:
    client = engine.client()
    left = client.stream(ASKED)
    first = next(left)
    left.close()  # type: ignore[attr-defined]
    again = client.stream(ASKED)
    assert next(again) == first
    again.close()  # type: ignore[attr-defined]


def test_a_real_engine_that_does_not_know_the_model_is_told_of(engine: Engine) -> None:
    with pytest.raises(LanguageModelError, match=r"127\.0\.0\.1.*(SOURCIER_LLM_MODEL|status 4)"):
        list(engine.client("no-such-model").stream(ASKED))


def test_what_random_weights_write_gives_way_to_the_quoted_answer(
    engine: Engine, assistant_over: Callable[[Path], Assistant], tmp_path: Path
) -> None:
    quoted = assistant_over(write_articles(tmp_path))
    settings = Settings(
        index=quoted.settings.index, llm_url=engine.url, llm_model=engine.model, llm_timeout=60.0
    )
    grown = list(Assistant(settings, embedder=quoted.embedder()).stream(QUESTION))
    answer = grown[-1]
    assert answer.notice is not None
    assert answer.notice.how in ("nothing_stands", "declined")
    assert answer.notice.detail == engine.model
    assert answer.segments == quoted.ask(QUESTION).segments
    assert [citation.quote for citation in answer.citations] == [QUOTED]
    # Whatever was shown of the model's words while they came was marked.
    shown = [segment for each in grown[:-1] for segment in each.segments]
    assert {segment.support for segment in shown} <= {"unsupported"}
