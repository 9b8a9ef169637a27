from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, BagEmbedder

from index.errors import IndexMissingError, SettingsError
from index.models import load_embedder
from rag import examining
from rag.evaluation import (
    evaluate_questions,
    evaluate_squad,
    index_squad,
    measure_retrieval,
)
from rag.examining import is_right
from rag.questionnaires import Asked, Squad, read_questionnaire

SQUAD: dict[str, list[dict[str, Any]]] = {
    "data": [
        {
            "title": "Riga",
            "paragraphs": [
                {
                    "context": "Le traité de Riga fut signé en 1921. Il fixait la frontière.",
                    "qas": [{"question": "Quand fut signé le traité de Riga ?",
                             "answers": [{"text": "1921"}]}],
                },
                {
                    "context": "La ville de Riga compte trois ponts sur la Daugava.",
                    "qas": [{"question": "Combien de ponts compte Riga ?",
                             "answers": [{"text": "trois"}]}],
                },
            ],
        },
        {
            "title": "Oslo",
            "paragraphs": [
                {
                    "context": "Oslo accueille chaque année la remise du prix de la paix.",
                    "qas": [{"question": "Quelle ville accueille la remise du prix ?",
                             "answers": [{"text": "Oslo"}]}],
                },
            ],
        },
    ]
}  # fmt: skip


@pytest.fixture
def squad(tmp_path: Path) -> Squad:
    file = tmp_path / "squad.json"
    file.write_text(json.dumps(SQUAD), encoding="utf-8")
    read = read_questionnaire(file)
    assert isinstance(read, Squad)
    return read


def test_each_distinct_paragraph_is_one_passage_without_a_title(squad: Squad) -> None:
    paragraphs = [pair for group in squad.groups for pair in group.paragraphs]
    assert [passage.text for _, passage in paragraphs] == [
        paragraph["context"] for group in SQUAD["data"] for paragraph in group["paragraphs"]
    ]
    assert {article.title for article, _ in paragraphs} == {""}


def test_a_paragraph_that_comes_twice_is_indexed_once(tmp_path: Path) -> None:
    twice = {"data": [*SQUAD["data"], SQUAD["data"][1]]}
    file = tmp_path / "twice.json"
    file.write_text(json.dumps(twice), encoding="utf-8")
    read = read_questionnaire(file)
    assert isinstance(read, Squad)
    assert sum(len(group.paragraphs) for group in read.groups) == 3
    assert len(read.questions) == 4


def test_easy_questions_score_1_on_every_measure(squad: Squad) -> None:
    figures = evaluate_squad(squad, embedder=BagEmbedder())
    assert figures["questions"] == 3
    assert figures["retrieval"] == dict.fromkeys(("R@1", "R@5", "R@10", "MRR@10", "nDCG@10"), 1.0)
    assert figures["answer"] == {"hit@1": 1.0, "hit@3": 1.0}
    assert figures["abstention"] == {}


@pytest.fixture
def many(tmp_path: Path) -> Squad:
    """Paragraphs about ports of their own, a question on each, and one that nothing answers."""
    ports = [f"Kelvik{number}" for number in range(40)]
    paragraphs = [
        {
            "context": f"Le port de {port} compte {number + 3} grues. Le maire y habite.",
            "qas": [
                {
                    "question": f"Combien de grues compte le port de {port} ?",
                    "answers": [{"text": str(number + 3)}],
                }
            ],
        }
        for number, port in enumerate(ports)
    ]
    file = tmp_path / "many.json"
    file.write_text(json.dumps({"data": [{"title": "Ports", "paragraphs": paragraphs}]}), "utf-8")
    read = read_questionnaire(file)
    assert isinstance(read, Squad)
    return read


def _without_times(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figures.items() if name != "timings_ms"}


@pytest.fixture
def papers_of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_FEW", 10)
    monkeypatch.setattr(examining, "_AT_ONCE", 4)


@pytest.mark.usefixtures("papers_of_four")
def test_two_processes_find_the_figures_that_one_finds(many: Squad, tmp_path: Path) -> None:
    assistant = index_squad(many, tmp_path / "index", embedder=load_embedder())
    questions = [*many.questions, Asked("Qui a bâti la tour de Sorbeck ?", (), None, False)]
    steps: list[tuple[str, int, int]] = []
    for abstain in (True, False):
        alone = evaluate_questions(questions, assistant, abstain=abstain)
        both = evaluate_questions(
            questions,
            assistant,
            abstain=abstain,
            count=2,
            progress=lambda *step: steps.append(step),
        )
        assert _without_times(both) == _without_times(alone)
        assert both["timings_ms"]["p95"] > 0
    assert steps == [("ask", done, 41) for done in range(1, 42)] * 2


@pytest.mark.usefixtures("papers_of_four")
def test_what_processes_cannot_answer_is_told_as_without_them(many: Squad, tmp_path: Path) -> None:
    # They load the model of the settings, which is another: each dies of it.
    assistant = index_squad(many, tmp_path / "index", embedder=BagEmbedder())
    alone = evaluate_questions(many.questions, assistant, abstain=False)
    both = evaluate_questions(many.questions, assistant, abstain=False, count=2)
    assert _without_times(both) == _without_times(alone)


@pytest.mark.usefixtures("papers_of_four")
def test_an_index_that_is_gone_is_told_though_processes_ask(many: Squad, tmp_path: Path) -> None:
    assistant = index_squad(many, tmp_path / "index", embedder=load_embedder())
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(IndexMissingError):
        evaluate_questions(many.questions, assistant, abstain=False, count=2)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_an_interrupted_examination_leaves_no_process(many: Squad, tmp_path: Path) -> None:
    index_squad(many, tmp_path / "index", embedder=load_embedder())
    program = tmp_path / "program.py"
    program.write_text(
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from index import teams\n"
        "from rag import examining\n"
        "from rag.assistant import Assistant\n"
        "from rag.questionnaires import Asked\n"
        "from rag.settings import Settings\n"
        "started = []\n"
        "begin = teams.started\n"
        "teams.started = lambda *given: started.append(begin(*given)) or started[-1]\n"
        "ports = [f'Combien de grues à Kelvik{n % 40} ?' for n in range(999)]\n"
        "asked = [Asked(each, ('3',), None) for each in ports]\n"
        "marks = examining.examine(asked, Assistant(Settings(index=Path(sys.argv[1]))),"
        " abstain=False, count=2)\n"
        "try:\n"
        "    for done, _ in enumerate(marks):\n"
        "        if done == 40:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "except KeyboardInterrupt:\n"
        "    marks.close()\n"
        "    print(len(started), sum(one.poll() is None for one in started))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path / "index")],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert (done.stdout.split(), done.stderr) == (["2", "0"], "")


def test_retrieval_measures_are_the_textbook_ones() -> None:
    judged = [
        ({"a"}, ["a", "b"]),  # rank 1
        ({"a"}, ["b", "b", "a"]),  # rank 2, once "b" is counted once
        ({"a"}, ["b"]),  # not found
        ({"a"}, []),  # nothing found
    ]
    expected = {
        "R@1": 1 / 4,
        "R@5": 2 / 4,
        "R@10": 2 / 4,
        "MRR@10": (1 + 1 / 2) / 4,
        "nDCG@10": (1 + 1 / math.log2(3)) / 4,
    }
    assert measure_retrieval(judged) == pytest.approx(expected, abs=1e-4)


def test_nothing_judged_gives_no_figures() -> None:
    assert measure_retrieval([]) == {}


def test_a_wrong_gold_answer_is_counted_wrong(squad: Squad, tmp_path: Path) -> None:
    assistant = index_squad(squad, tmp_path / "index", embedder=BagEmbedder())
    [asked] = [one for one in squad.questions if "1921" in one.answers]
    wrong = Asked(asked.question, ("1922",), asked.article)
    figures = evaluate_questions([asked, wrong], assistant, abstain=False)
    assert figures["answer"] == {"hit@1": 0.5, "hit@3": 0.5}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not json", "line 1"),
        ('{"question": "Qui ?"}\n{"answers": []}', "line 2"),
        ('{"data": [{"title": "x"}]}', "SQuAD-style"),
        (r'{"data": [{"paragraphs": [{"context": "\ud800", "qas": []}]}]}', "SQuAD-style"),
        ('{"data": []}', "no question"),
        ("\n", "no question"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(
    content: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as caught:
        read_questionnaire(file)
    assert str(file) in str(caught.value)


def test_a_line_separator_within_a_question_does_not_end_its_line(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Qui\u2028?", "answers": ["", "Odile"]}\n', encoding="utf-8")
    assert read_questionnaire(file) == (Asked("Qui\u2028?", ("Odile",), None),)


def test_a_paragraph_is_searched_in_its_own_language(tmp_path: Path) -> None:
    file = tmp_path / "english.json"
    context = "The treaty of Riga was signed in 1921 and it set the border of the country."
    paragraph = {"context": context, "qas": [{"question": "When?", "answers": []}]}
    file.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}), encoding="utf-8")
    read = read_questionnaire(file)
    assert isinstance(read, Squad)
    assert [article.language for article, _ in read.groups[0].paragraphs] == ["en"]


def test_an_answer_across_two_quotations_is_in_neither(squad: Squad, tmp_path: Path) -> None:
    assistant = index_squad(squad, tmp_path / "index", embedder=BagEmbedder())
    answer = assistant.quote("Quand fut signé le traité de Riga ?", abstain=False)
    text = answer.citations[0].article.text
    cited = answer.citations[0]
    parts = [
        replace(cited, start=text.index(quote), end=text.index(quote) + len(quote), quote=quote)
        for quote in ("Le traité", "de Riga fut signé en 1921.")
    ]
    split = replace(answer, citations=tuple(parts))
    assert is_right(Asked("?", ("de Riga",), None), split)
    assert not is_right(Asked("?", ("Le traité de Riga",), None), split)


def test_json_lines_keep_what_each_question_says(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [
        {"question": "Qui ?", "answers": ["Odile"], "article": "a.txt", "answerable": True},
        {"question": "Quoi ?", "answers": [], "article": None, "answerable": False},
        {"question": "Lesquels ?", "answers": ["un", "deux"], "all": True},
    ]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    assert read_questionnaire(file) == (
        Asked("Qui ?", ("Odile",), "a.txt", answerable=True),
        Asked("Quoi ?", (), None, answerable=False),
        Asked("Lesquels ?", ("un", "deux"), None, every=True),
    )
