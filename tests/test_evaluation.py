from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from support import BagEmbedder

from index.errors import SettingsError
from rag.evaluation import (
    evaluate_questions,
    evaluate_squad,
    index_squad,
    is_right,
    measure_retrieval,
)
from rag.questionnaires import Asked, Squad, read_questionnaire

SQUAD = {
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
        paragraph["context"]
        for group in SQUAD["data"]
        for paragraph in group["paragraphs"]  # type: ignore[index]
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
