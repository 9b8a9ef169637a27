"""The README is tested: its commands, its Python, its answer, its pictures."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT, write_articles
from typer.main import get_command

import index
import rag
from rag import Assistant
from seeds import FOLDER as SEEDS
from ui.cli import app

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_table_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `sourcier (\w+)", README, re.MULTILINE))
    assert named == set(get_command(app).commands)  # type: ignore[attr-defined]


def test_every_option_that_is_named_exists() -> None:
    commands = get_command(app).commands.values()  # type: ignore[attr-defined]
    options = [one for command in commands for one in command.params]
    known = {name for one in options for name in (*one.opts, *one.secondary_opts)}
    named = {option for option in re.findall(r"(?<![\w-])--[a-z][\w-]*", README)}
    foreign = {"--index-url"}  # pip's
    assert named - known - foreign == set()


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", README)) <= targets


def test_the_first_screen_holds_what_a_newcomer_needs() -> None:
    first = "\n".join(README.splitlines()[:40])
    assert "make chat" in first
    assert "make test" in first
    assert re.search(r"!\[.+\]\(docs/page\.png\)", first)
    assert re.search(r"^\$ sourcier ask ", first, re.MULTILINE)
    assert "[1]" in first


def test_every_picture_and_page_that_is_linked_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_the_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = [block for block in blocks("python") if "build_index" in block]
    write_articles(tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})


def test_the_answer_is_the_one_that_the_program_gives(
    assistant_over: Callable[[Path], Assistant],
) -> None:
    session = next(block for block in blocks("") if "$ sourcier ask" in block)
    _, _, shown = session.partition("$ sourcier ask ")
    command, _, printed = shown.partition("\n")
    [question] = shlex.split(command)
    answer = assistant_over(SEEDS).ask(question)
    assert answer.status == "answered"
    for segment in answer.segments:
        assert segment.text in " ".join(printed.split())


@pytest.mark.parametrize("package", [index, rag])
def test_every_public_name_can_be_had(package: object) -> None:
    for name in package.__all__:  # type: ignore[attr-defined]
        assert getattr(package, name).__doc__, name
