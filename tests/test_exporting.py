"""Conversations as Markdown and JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exchanges import MEETING, exchange
from markdown_it import MarkdownIt

from rag.exporting import as_json, as_markdown
from rag.history import History
from rag.questionnaires import Asked, read_questionnaire
from rag.types import Segment

HOSTILE = "Voir ![x](http://elsewhere.example/a.png) <img src=http://elsewhere.example> [ici](http://e.example)"


def kept(tmp_path: Path) -> History:
    """A history with an answer, a silence, and a written answer with a doubtful sentence."""
    history = History(tmp_path / "history.sqlite3")
    answer = exchange("Qui a reçu Dana Lirova ?", quote=MEETING, mark="Pavel Orsak")
    conversation, turn = history.add(answer)
    history.rate(turn, "up", "exact")
    _, silent = history.add(
        exchange("Et pourquoi ?", understood="Pourquoi Brenn ?"), conversation_id=conversation
    )
    history.rate(silent, "up")
    written = replace(
        answer,
        question=HOSTILE,
        segments=(*answer.segments, Segment(HOSTILE, (), "unsupported", "uncited")),
    )
    _, wrong = history.add(written, conversation_id=conversation)
    history.rate(wrong, "down")
    return history


def test_markdown_holds_the_questions_the_answers_and_full_references(tmp_path: Path) -> None:
    history = kept(tmp_path)
    (conversation,) = history.conversations()
    text = as_markdown(conversation, history.turns(conversation.conversation_id))
    shown = MarkdownIt().render(text)
    for words in ("Qui a reçu Dana Lirova ?", MEETING, "visite.md", "compris comme", "g000001"):
        assert words in shown
    assert "rien ne l’appuie" in shown


def test_no_text_becomes_markup(tmp_path: Path) -> None:
    history = kept(tmp_path)
    (conversation,) = history.conversations()
    text = as_markdown(conversation, history.turns(conversation.conversation_id))
    shown = MarkdownIt("commonmark", {"html": True}).render(text)
    assert "<img" not in shown
    assert "<a " not in shown


def test_json_holds_all_that_is_kept(tmp_path: Path) -> None:
    history = kept(tmp_path)
    (conversation,) = history.conversations()
    turns = history.turns(conversation.conversation_id)
    exported = as_json(conversation, turns)
    assert exported["title"] == "Qui a reçu Dana Lirova ?"
    assert [each["thumb"] for each in exported["turns"]] == ["up", "up", "down"]
    assert exported["turns"][0]["citations"] == turns[0].answer["citations"]


def test_what_readers_found_right_can_be_asked_again(tmp_path: Path) -> None:
    kept(tmp_path)
    questions = read_questionnaire(tmp_path / "history.sqlite3")
    assert isinstance(questions, tuple)
    answered, silent = questions
    assert answered == Asked(
        "Qui a reçu Dana Lirova ?", ("Pavel Orsak",), answered.article, answerable=True
    )
    assert silent == Asked("Pourquoi Brenn ?", (), None, answerable=False)
