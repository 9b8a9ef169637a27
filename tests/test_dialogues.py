"""Conversations over the seeds, written from the articles before any of them was tried."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag import Answer, Assistant
from seeds import FOLDER as SEEDS

DIALOGUES = Path(__file__).parent / "dialogues" / "seeds.jsonl"


def dialogues() -> list[dict[str, Any]]:
    """Each with its language and turns: the questions, what answers them and what is carried."""
    return [json.loads(line) for line in DIALOGUES.read_text(encoding="utf-8").splitlines()]


def plain(text: str) -> str:
    """The text with one kind of apostrophe and space, in lower case."""
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").lower()


def is_right(turn: dict[str, Any], answer: Answer, before: list[Answer]) -> bool:
    """Whether a turn got what its author read in the articles."""
    if turn.get("answerable") is False:
        return answer.status == "abstained"
    quotes = [citation.quote for citation in answer.citations]
    if turn.get("same") and quotes != [citation.quote for citation in before[-1].citations]:
        return False
    return any(plain(gold) in plain(" ".join(quotes)) for gold in turn["answers"])


def is_understood(turn: dict[str, Any], answer: Answer) -> bool:
    """Whether the question that was asked holds what the turn leans on, and nothing dropped."""
    asked = plain(answer.understood or answer.question)
    carried = all(plain(each) in asked for each in turn.get("carries", ()))
    return carried and not any(plain(each) in asked for each in turn.get("drops", ()))


def counted(assistant: Assistant, *, carrying: bool) -> Counter[str]:
    """How many follow-ups were understood, and how many were answered right."""
    counts: Counter[str] = Counter()
    for dialogue in dialogues():
        before: list[Answer] = []
        for turn in dialogue["turns"]:
            answer = assistant.ask(turn["question"], history=before if carrying else ())
            if before:
                right, understood = is_right(turn, answer, before), is_understood(turn, answer)
                counts.update({"follow-ups": 1, "understood": understood, "right": right})
                print(f"{understood:d}{right:d} {turn['question']} => {answer.understood}")
            before.append(answer)
    return counts


def test_there_are_dialogues_in_both_languages() -> None:
    languages = Counter(dialogue["language"] for dialogue in dialogues())
    assert sum(languages.values()) >= 30
    assert min(languages["fr"], languages["en"]) >= 10


# Measured: 55 of 67 understood and 39 right; without what is carried over, 14 and 35.
def test_follow_ups_go_no_worse_than_they_did(
    assistant_over: Callable[[Path], Assistant], capsys: pytest.CaptureFixture[str]
) -> None:
    assistant = assistant_over(SEEDS)
    counts, alone = counted(assistant, carrying=True), counted(assistant, carrying=False)
    with capsys.disabled():
        print(f"\ndialogues: {dict(counts)}; without carrying over: {dict(alone)}")
    assert counts["understood"] >= 54
    assert counts["right"] >= 38
    assert counts["right"] > alone["right"]
