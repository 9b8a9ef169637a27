"""The commands, each as a process of its own, over two small articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from commands import COMMAND, Run
from support import ROOT

COMMANDS = (
    "build",
    "ask",
    "search",
    "chat",
    "show",
    "status",
    "verify",
    "rollback",
    "watch",
    "eval",
)

ARTICLES = {
    "lisbonne.md": (
        "---\ntitle: Le sommet de Lisbonne s’achève\ndate: 2024-03-05\nlanguage: fr\n---\n"
        "Le sommet de Lisbonne s’est achevé mardi par un accord sur les ports.\n\n"
        "La présidente Odile Marchetti a promis 12 milliards d’euros d’ici à 2035.\n"
    ),
    "oslo.txt": (
        "Oslo talks end without a text\n"
        "Oslo, 7 June 2022 — Ministers left Oslo without a text.\n\n"
        "The next round will be held in Geneva in September 2022.\n"
    ),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles in ``articles`` and their index where the commands look for it."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    built = Run("build", cwd=folder)
    assert built.code == 0, built.err
    assert "2 added" in built.out
    return folder


def test_help_names_every_command_and_says_what_it_does(tmp_path: Path) -> None:
    shown = Run("--help", cwd=tmp_path)
    assert shown.code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in shown.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str, tmp_path: Path) -> None:
    assert Run(command, "--help", cwd=tmp_path).code == 0


def test_ask_prints_the_answer_then_its_numbered_source(place: Path) -> None:
    asked = Run("ask", "Combien de milliards Odile Marchetti a-t-elle promis ?", cwd=place)
    assert asked.code == 0, asked.err
    answer, _, sources = asked.out.partition("Sources")
    quote = "La présidente Odile Marchetti a promis 12 milliards d’euros d’ici à 2035."
    assert answer.strip().startswith(f"{quote} [1]")
    for part in ("[1] Le sommet de Lisbonne s’achève", "5 mars 2024", quote, "lisbonne.md, § 2"):
        assert part in sources


def test_ask_as_json_has_the_shape_that_was_promised(place: Path) -> None:
    answer = Run("ask", "Where will the next round be held?", "--json", cwd=place).json()
    assert answer["status"] == "answered"
    assert 0.0 <= float(str(answer["confidence"])) <= 1.0
    citation = answer["citations"][0]  # type: ignore[index]
    assert citation["published"] == "2022-06-07"
    assert citation["sources"] == ["oslo.txt"]
    article = Run("show", citation["article_id"], "--json", cwd=place).json()
    text = article["text"]
    assert isinstance(text, str)
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "Geneva" in citation["quote"]
    assert set(answer) >= {"question", "text", "segments", "passages", "timings_ms", "index"}


def test_an_abstention_is_an_answer(place: Path) -> None:
    asked = Run("ask", "Quel âge a Odile Marchetti ?", "--json", cwd=place).json()
    assert asked["status"] == "abstained"
    assert asked["segments"] == []
    assert asked["text"]
    assert asked["passages"]


def test_search_lists_passages_best_first(place: Path) -> None:
    found = Run("search", "Geneva round", "-k", 2, "--json", cwd=place).json()
    passages = found["passages"]
    assert isinstance(passages, list)
    assert "Geneva" in passages[0]["text"]
    assert [row["score"] for row in passages] == sorted(row["score"] for row in passages)[::-1]


def test_filters_limit_what_is_searched(place: Path) -> None:
    found = Run("search", "sommet", "--until", "2022", "--json", cwd=place).json()
    passages = found["passages"]
    assert isinstance(passages, list)
    assert passages
    assert all("Oslo" in row["text"] or "Geneva" in row["text"] for row in passages)


def test_status_tells_what_is_there(place: Path) -> None:
    told = Run("status", "--json", cwd=place).json()
    assert told["articles"] == 2
    assert told["languages"] == {"fr": 1, "en": 1}
    assert told["near_copies"] == 0
    assert told["articles_folder"] == str((place / "articles").resolve())
    assert "articles" in Run("status", cwd=place).out


def test_verify_finds_a_flipped_byte_and_rollback_needs_a_generation(place: Path) -> None:
    assert Run("verify", cwd=place).code == 0
    [vectors] = (place / ".sourcier/index").glob("g*/vectors/000001.rows")
    content = bytearray(vectors.read_bytes())
    content[-1] ^= 1
    try:
        vectors.write_bytes(content)
        damaged = Run("verify", cwd=place)
        assert damaged.code == 1
        assert "000001.rows" in damaged.err
        assert "sourcier build --full" in damaged.err
    finally:
        content[-1] ^= 1
        vectors.write_bytes(content)
    assert Run("verify", cwd=place).code == 0
    back = Run("rollback", cwd=place)
    assert back.code == 1
    assert "earlier generation" in back.err


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_language_that_no_article_has_is_misuse_that_names_those_they_have(
    command: str, place: Path
) -> None:
    refused = Run(command, "Qui ?", "--language", "de", cwd=place)
    assert refused.code == 2
    assert "'de'" in refused.err
    assert "use one of en, fr" in " ".join(refused.err.split())
    named = Run(command, "Geneva", "--language", "English", "--json", cwd=place).json()
    assert named["passages"]


def test_the_environment_sets_the_index_and_the_articles(place: Path, tmp_path: Path) -> None:
    told = Run("status", "--json", cwd=tmp_path, SOURCIER_INDEX=str(place / ".sourcier/index"))
    assert told.json()["articles"] == 2


def test_a_variable_that_is_set_to_nothing_counts_as_unset(place: Path) -> None:
    told = Run("status", "--json", cwd=place, SOURCIER_INDEX="", SOURCIER_ARTICLES="")
    assert told.json()["articles"] == 2


def test_a_terminal_that_cannot_write_a_character_still_gets_the_answer(place: Path) -> None:
    question = "Combien de milliards Odile Marchetti a-t-elle promis ?"
    plain = Run("ask", question, cwd=place, PYTHONIOENCODING="ascii")
    assert plain.code == 0, plain.err
    assert r"12 milliards d\u2019euros" in plain.out
    as_json = Run("ask", question, "--json", cwd=place, PYTHONIOENCODING="ascii").json()
    assert "12 milliards d’euros" in str(as_json["text"])
    half = Run("ask", b"Qui a promis \xff ?".decode("utf-8", "surrogateescape"), "--json",
               cwd=place, PYTHONIOENCODING="utf-8:strict")  # fmt: skip
    assert half.code == 0, half.err


@pytest.mark.parametrize("arguments", [("status",), ("status", "--json")])
def test_a_reader_that_has_had_enough_is_no_failure(
    arguments: tuple[str, ...], place: Path
) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [COMMAND, *arguments], stdout=write, stderr=subprocess.PIPE, text=True, cwd=place,
        timeout=100, check=False,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "un.txt").write_text("Le traité de Riga a été signé lundi.", encoding="utf-8")
    with subprocess.Popen(
        [COMMAND, "watch", str(articles), "--index", str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        yield process, articles
        process.kill()


def test_watch_rebuilds_when_the_folder_changes(
    watching: tuple[subprocess.Popen[str], Path],
) -> None:
    process, articles = watching
    assert process.stdout is not None
    said = iter(process.stdout.readline, "")
    first = list(takewhile(lambda line: "published" not in line, said))
    assert "  added    un.txt\n" in first
    (articles / "deux.txt").write_text("Le traité de Vilnius sera signé jeudi.", encoding="utf-8")
    then = list(takewhile(lambda line: "g000002 published: 2 articles" not in line, said))
    assert "  added    deux.txt\n" in then


def test_eval_measures_json_lines_on_the_index(place: Path) -> None:
    questions = [
        {"question": "Who left Oslo?", "answers": ["Ministers"], "article": "oslo.txt"},
        {"question": "Quel âge a Odile Marchetti ?", "answers": [], "answerable": False},
    ]
    file = place / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    figures = Run("eval", file, "--json", cwd=place).json()
    assert figures["retrieval"]["R@1"] == 1.0  # type: ignore[index]
    assert figures["abstention"] == {
        "answered_right": 1,
        "answered_wrong": 0,
        "abstained_right": 1,
        "abstained_wrong": 0,
    }


@pytest.mark.parametrize(("given", "used"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_numpy_finds_how_many_threads_to_use_when_a_command_imports_it(
    given: dict[str, str], used: str
) -> None:
    script = (
        "import os, sys\n"
        "from contextlib import suppress\n"
        "from ui.cli import main\n"
        "early = 'numpy' in sys.modules\n"
        "sys.argv = ['sourcier', '--help']\n"
        "sys.stdout = open(os.devnull, 'w')\n"
        "with suppress(SystemExit):\n"
        "    main()\n"
        "print(early, os.environ['OPENBLAS_NUM_THREADS'], file=sys.__stdout__)\n"
    )
    free = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=free | given,
    )
    assert done.stdout.split() == ["False", used]
