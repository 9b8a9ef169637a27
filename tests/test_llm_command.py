"""``sourcier ask`` with a language model, as a process; and the key, which nothing may show."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat_server import Script, babbles, chat_server, refuses, writes
from support import write_articles

from index.errors import SettingsError
from rag import Answer, Assistant
from rag.settings import Settings
from ui.render import Turn, render_conversation
from ui.terminal import answer_lines

COMMAND = Path(sys.executable).parent / "sourcier"
KEY = "sk-7f3a-never-to-be-seen"
QUESTION = "Combien de sculptures le musée de la Mer a-t-il rendues ?"
QUOTED = "Le musée de la Mer a rendu douze sculptures à l'île de Tamoa."
ECHOES = [
    refuses(401, f"the key {KEY} is unknown"),
    refuses(400, f"Bearer {KEY}"),
    refuses(500, f"Bearer {KEY}"),
    babbles(f'data: {{"error": {{"message": "{KEY}"}}}}\n\n'),
    babbles(f"data: {{{KEY}\n\n"),
]


@pytest.fixture(scope="module")
def assistant(
    assistant_over: Callable[[Path], Assistant], tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    return assistant_over(write_articles(tmp_path_factory.mktemp("articles")))


@pytest.fixture(params=["variable", "file"])
def key(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The setting that holds the key, or names its file."""
    if request.param == "variable":
        return {"llm_key": KEY}
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    return {"llm_key_file": str(tmp_path / "key")}


@pytest.fixture
def free_address() -> Iterator[str]:
    """An address where nothing listens: its port is bound, and stays so."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def ask(index: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """``sourcier ask`` with these settings in its environment."""
    told = {f"SOURCIER_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [COMMAND, "ask", QUESTION, "--index", str(index), *options],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "SOURCIER_LLM_MODEL": "petit", **told},
        timeout=120,
        check=False,
    )


def first_key(passages: str) -> str:
    """The opaque name of the passage that tells of the sculptures."""
    found = re.search(r"\[(\w+)\] Le musée de la Mer", passages)
    assert found
    return found[1]


def test_the_written_answer_is_printed_with_its_source(assistant: Assistant) -> None:
    script = writes(lambda passages: f"Le musée a rendu douze sculptures [{first_key(passages)}].")
    with chat_server(script) as server:
        asked = ask(assistant.settings.index, llm_url=server.url, llm_key=KEY)
    assert (asked.returncode, asked.stderr) == (0, "")
    answer, _, sources = asked.stdout.partition("Sources")
    assert answer.startswith("Le musée a rendu douze sculptures. [1]")
    assert "petit" in answer
    assert QUOTED in sources
    assert server.keys == [f"Bearer {KEY}"]


def test_no_server_is_one_clear_line_and_the_quoted_answer(
    assistant: Assistant, free_address: str
) -> None:
    asked = ask(assistant.settings.index, llm_url=free_address)
    assert (asked.returncode, asked.stderr) == (0, "")
    (line,) = (line for line in asked.stdout.splitlines() if free_address in line)
    assert "Aucun modèle de langage ne répond" in line
    assert "no language model" not in asked.stdout
    assert "SOURCIER_LLM_URL" in line
    assert f"{QUOTED} [1]" in asked.stdout


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_the_command_never_prints_a_key_that_the_server_echoes(
    assistant: Assistant, key: dict[str, str], options: tuple[str, ...]
) -> None:
    with chat_server(refuses(401, f"the key {KEY} is unknown")) as server:
        asked = ask(assistant.settings.index, *options, llm_url=server.url, **key)
    assert server.keys == [f"Bearer {KEY}"]
    assert asked.returncode == 0
    assert "SOURCIER_LLM_KEY" in asked.stdout
    assert KEY not in asked.stdout + asked.stderr


@pytest.mark.parametrize("script", ECHOES)
def test_no_answer_page_or_log_holds_a_key_that_the_server_echoes(
    assistant: Assistant,
    key: dict[str, str],
    script: Script,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with chat_server(script) as server:
        answer = _answer(assistant, llm_url=server.url, **key)
    assert server.keys[0] == f"Bearer {KEY}"
    assert answer.notice is not None
    assert answer.notice.how == "failed"
    shown = [
        json.dumps(answer.as_dict()),
        repr(answer),
        render_conversation([Turn(1, QUESTION, answer=answer, finished=True)]),
        *(str(line) for line in answer_lines(answer, article_of=assistant.article)),
        *map(repr, caplog.records),
        caplog.text,
    ]
    assert [text for text in shown if KEY in text] == []


def _answer(assistant: Assistant, **settings: str) -> Answer:
    told = Settings(index=assistant.settings.index, llm_model="petit", **settings)  # type: ignore[arg-type]
    return Assistant(told, embedder=assistant.embedder()).ask(QUESTION)


def test_settings_hide_the_key_wherever_they_are_written(key: dict[str, str]) -> None:
    settings = Settings(llm_url="http://127.0.0.1:1/v1", llm_model="petit", **key)  # type: ignore[arg-type]
    assert settings.key() == KEY
    written = [
        repr(settings),
        str(settings),
        settings.model_dump_json(),
        str(settings.model_dump()),
    ]
    assert [text for text in written if KEY in text] == []


def test_an_address_that_holds_a_password_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCIER_LLM_URL", f"https://me:{KEY}@example.org/v1")
    with pytest.raises(SettingsError, match="SOURCIER_LLM_URL") as caught:
        Settings.load()
    assert KEY not in str(caught.value)
    assert "SOURCIER_LLM_KEY" in str(caught.value)
