"""What the page keeps of a conversation, and what its dialog does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exchanges import MEETING, exchange

from rag.history import History
from ui.keeper import Keeper, keeping
from ui.render import Turn, render_conversation

ANSWER = exchange("Qui a reçu <b>Lirova</b> ?", quote=MEETING)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite3")


@pytest.fixture
def keeper(history: History) -> Keeper:
    return Keeper(history, lambda _: ANSWER.citations[0].article)


def finished(number: int) -> Turn:
    return Turn(number, ANSWER.question, answer=ANSWER, finished=True)


def test_finished_answers_are_kept_once_and_in_one_conversation(
    keeper: Keeper, history: History
) -> None:
    growing = (Turn(1, "Qui ?", answer=ANSWER),)
    assert keeper.keep(growing, 0) == (growing, 0)
    first, conversation = keeper.keep((finished(1),), 0)
    again, same = keeper.keep(first, conversation)
    assert (again, same) == (first, conversation)
    second, _ = keeper.keep((*first, finished(2)), conversation)
    assert [each.turns for each in history.conversations()] == [2]
    assert len({turn.kept for turn in second}) == 2


def test_a_kept_conversation_is_opened_again_with_its_thumbs(
    keeper: Keeper, history: History
) -> None:
    turns, conversation = keeper.keep((finished(1),), 0)
    assert keeper.rated({"turn": turns[0].kept, "thumb": "down", "remark": "faux"}) == ""
    (turn,) = keeper.reopened(conversation)
    assert (turn.number, turn.question, turn.answer) == (1, ANSWER.question, ANSWER)
    assert (turn.finished, turn.kept, turn.thumb) == (True, turns[0].kept, "down")
    assert history.rated()[0].remark == "faux"


def test_the_list_escapes_and_every_act_has_its_button(keeper: Keeper) -> None:
    _, conversation = keeper.keep((finished(1),), 0)
    listed = keeper.listed({"find": "lirova"})
    assert "<b>" not in listed
    for act in ("reopen", "rename", "delete", "export"):
        assert f'data-{act}="{conversation}"' in listed
    assert "data-reopen" not in keeper.listed({"find": "absent"})


def test_conversations_are_renamed_exported_and_deleted(keeper: Keeper) -> None:
    _, conversation = keeper.keep((finished(1),), 0)
    assert keeper.renamed({"id": conversation, "title": "Brenn"}) == ""
    exported = keeper.exported({"id": conversation, "kind": "json"})
    assert exported["name"].endswith(".json")
    assert json.loads(exported["content"])["title"] == "Brenn"
    assert MEETING[:20] in keeper.exported({"id": conversation, "kind": "md"})["content"]
    assert keeper.deleted({"id": conversation}) == ""
    assert "data-reopen" not in keeper.listed({"find": ""})
    assert "fault" in keeper.deleted({"id": conversation})


def test_an_answer_is_shown_though_it_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").write_text("no database " * 100, encoding="utf-8")
    keeper = Keeper(History(tmp_path / "history.sqlite3"), lambda _: ANSWER.citations[0].article)
    turns = (finished(1),)
    assert keeper.keep(turns, 0) == (turns, 0)
    assert "SOURCIER_HISTORY" in keeper.listed({"find": ""})


def test_only_kept_answers_can_be_rated() -> None:
    assert "data-thumb" not in render_conversation([finished(1)])
    kept = Turn(1, "?", answer=ANSWER, finished=True, kept=7, thumb="up")
    markup = render_conversation([kept])
    assert 'data-kept="7"' in markup
    assert 'data-thumb="up" aria-pressed="true"' in markup
    assert 'data-thumb="down" aria-pressed="false"' in markup
    assert 'id="keeper"' in keeping()
