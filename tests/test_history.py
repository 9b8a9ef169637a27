"""Conversations that are kept, found, renamed, deleted and rated."""

from __future__ import annotations

import sqlite3
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from exchanges import MEETING, exchange

from index.errors import HistoryError
from rag.history import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "kept" / "history.sqlite3")


def test_an_answer_is_kept_as_it_was_given(history: History) -> None:
    answer = exchange("Qui a reçu Dana Lirova ?", quote=MEETING, mark="Pavel Orsak")
    conversation, turn = history.add(answer)
    (kept,) = history.turns(conversation)
    assert kept.turn_id == turn
    assert kept.answer == answer.as_dict() | {"language": "fr"}
    assert (kept.thumb, kept.remark) == (None, "")


def test_conversations_are_listed_newest_first_and_called_by_their_first_question(
    history: History,
) -> None:
    first, _ = history.add(exchange("Première ?"))
    second, _ = history.add(exchange("Deuxième ?"))
    history.add(exchange("Et alors ?"), conversation_id=first)
    listed = history.conversations()
    assert {each.conversation_id for each in listed} == {first, second}
    assert {each.title: each.turns for each in listed} == {"Première ?": 2, "Deuxième ?": 1}


def test_words_are_found_in_titles_questions_and_answers(history: History) -> None:
    one, _ = history.add(exchange("Qui préside ?", quote=MEETING))
    two, _ = history.add(exchange("100 % des voix_?"))
    history.rename(two, "Le vote")

    def found(words: str) -> set[int]:
        return {each.conversation_id for each in history.conversations(holding=words)}

    assert found("PRESIDE") == {one}
    assert found("orsak lirova") == {one}
    assert found("vote") == {two}
    assert found("%") == {two}
    assert found("x_x") == set()
    assert found("préside vote") == set()


def test_a_conversation_is_renamed_and_a_blank_name_changes_nothing(history: History) -> None:
    conversation, _ = history.add(exchange("Qui ?"))
    history.rename(conversation, "  Sommet  de Brenn ")
    history.rename(conversation, "   ")
    assert [each.title for each in history.conversations()] == ["Sommet de Brenn"]


def test_what_is_deleted_is_gone_from_the_file_too(history: History, tmp_path: Path) -> None:
    kept, _ = history.add(exchange("Qui reste ?"))
    gone, _ = history.add(exchange("Mot-très-secret ?"))
    history.delete(gone)
    assert [each.conversation_id for each in history.conversations()] == [kept]
    assert "Mot-très-secret".encode() not in (tmp_path / "kept/history.sqlite3").read_bytes()
    with pytest.raises(HistoryError, match="no conversation"):
        history.turns(gone)


def test_a_thumb_and_a_remark_stand_beside_the_answer_and_can_be_taken_back(
    history: History,
) -> None:
    conversation, turn = history.add(exchange("Qui ?", quote=MEETING))
    history.rate(turn, "down", " mauvaise phrase ")
    (rated,) = history.rated()
    assert (rated.turn_id, rated.thumb, rated.remark) == (turn, "down", "mauvaise phrase")
    assert rated.answer["index"]["generation"] == "g000001"
    history.rate(turn, None)
    assert history.rated() == []
    assert history.turns(conversation)[0].thumb is None


def test_an_answer_to_a_conversation_that_is_gone_begins_another(history: History) -> None:
    first, _ = history.add(exchange("Qui ?"))
    history.delete(first)
    again, _ = history.add(exchange("Quoi ?"), conversation_id=first)
    assert [each.title for each in history.conversations()] == ["Quoi ?"]
    assert history.turns(again)


@pytest.mark.parametrize("act", ["rename", "delete", "rate"])
def test_what_is_unknown_is_said(history: History, act: str) -> None:
    with pytest.raises(HistoryError, match="42"):
        {
            "rename": lambda: history.rename(42, "x"),
            "delete": lambda: history.delete(42),
            "rate": lambda: history.rate(42, "up"),
        }[act]()


def test_nobody_else_may_read_the_file(history: History, tmp_path: Path) -> None:
    history.add(exchange("Qui ?"))
    mode = (tmp_path / "kept" / "history.sqlite3").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_two_processes_worth_of_writers_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    histories = [History(file) for _ in range(4)]

    def write(history: History) -> None:
        for number in range(10):
            history.add(replace(exchange("Qui ?"), question=f"Qui {number} ?"))

    threads = [threading.Thread(target=write, args=(each,)) for each in histories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(History(file).conversations()) == 40


def test_a_file_that_is_no_history_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("des notes, rien d’autre\n" * 100, encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(HistoryError, match="SOURCIER_HISTORY"):
        History(file).add(exchange("Qui ?"))
    assert file.read_bytes() == before


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite3"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(HistoryError, match="form 7"):
        History(file).conversations()
