"""Conversations kept on this machine: an SQLite file in the user's data folder.

An answer is kept as ``ask --json`` prints it, with the generation of the index that gave it, and
what the reader thought of it. Nothing is kept where the setting says so.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path

from index.analysis import fold
from index.errors import HistoryError
from rag.settings import Settings
from rag.types import Answer

Thumb = Literal["up", "down"]

_SCHEMA = 1
_MAGIC = b"SQLite format 3\0"
_TITLE_LENGTH = 80
_BUSY_SECONDS = 10.0
_LISTED = (
    "SELECT c.id, c.title, c.created, c.updated,"
    " (SELECT count(*) FROM turn t WHERE t.conversation = c.id) FROM conversation c"
)
_HOLDS = (
    "(fold(c.title) LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM turn w WHERE w.conversation = c.id"
    " AND (fold(w.question) LIKE ? ESCAPE '\\' OR fold(w.said) LIKE ? ESCAPE '\\')))"
)
_TABLES = """
CREATE TABLE conversation (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
) STRICT;
CREATE TABLE turn (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
    asked TEXT NOT NULL, question TEXT NOT NULL, said TEXT NOT NULL, answer TEXT NOT NULL,
    thumb TEXT CHECK (thumb IN ('up', 'down')), remark TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX turn_conversation ON turn(conversation);
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation; ``created`` and ``updated`` are UTC, to the second."""

    conversation_id: int
    title: str
    created: str
    updated: str
    turns: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A kept question: ``answer`` is the object that ``ask --json`` printed."""

    turn_id: int
    asked: str
    answer: dict[str, Any]
    thumb: Thumb | None
    remark: str


def default_file() -> Path:
    """Where conversations are kept unless a setting says otherwise."""
    return user_data_path("sourcier", appauthor=False) / "history.sqlite3"


def is_history(file: Path) -> bool:
    """Whether a file is one of SQLite's."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def open_history(settings: Settings) -> History | None:
    """The history that the settings name; none where nothing is to be kept."""
    if settings.history == "off":
        return None
    return History(settings.history or default_file())


class History:
    """The conversations of one file; safe to share between threads and processes.

    Each method raises HistoryError where the file cannot be used.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def add(self, answer: Answer, *, conversation_id: int | None = None) -> tuple[int, int]:
        """Keep an answer, in a new conversation without an id; its conversation's id and its own.

        A conversation is called by its first question until it is renamed.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = json.dumps(answer.as_dict() | {"language": answer.language}, ensure_ascii=False)
        with self._writing() as db:
            if conversation_id is None or not _exists(db, conversation_id):
                title = _title(answer.question)
                conversation_id = _inserted(
                    db.execute(
                        "INSERT INTO conversation (title, created, updated) VALUES (?, ?, ?)",
                        (title, now, now),
                    )
                )
            db.execute("UPDATE conversation SET updated = ? WHERE id = ?", (now, conversation_id))
            row = db.execute(
                "INSERT INTO turn (conversation, asked, question, said, answer)"
                " VALUES (?, ?, ?, ?, ?)",
                (conversation_id, now, answer.question, answer.text, kept),
            )
            return conversation_id, _inserted(row)

    def conversations(self, *, holding: str = "", most: int = 200) -> list[Conversation]:
        """The newest conversations, of those whose title, questions or answers hold the words.

        Words are found whatever their case and accents.
        """
        words = [f"%{_literal(fold(word))}%" for word in holding.split()]
        where = " AND ".join(_HOLDS for _ in words)
        with self._reading() as db:
            rows = db.execute(
                f"{_LISTED} {'WHERE ' + where if where else ''}"
                " ORDER BY c.updated DESC, c.id DESC LIMIT ?",
                [*(word for word in words for _ in range(3)), most],
            ).fetchall()
        return [Conversation(*row) for row in rows]

    def conversation(self, conversation_id: int) -> Conversation:
        """One conversation; HistoryError for an unknown one."""
        with self._reading() as db:
            row = db.execute(f"{_LISTED} WHERE c.id = ?", (conversation_id,)).fetchone()
        if row is None:
            raise _unknown(conversation_id)
        return Conversation(*row)

    def turns(self, conversation_id: int) -> list[Turn]:
        """The questions of a conversation, oldest first; HistoryError for an unknown one."""
        with self._reading() as db:
            if not _exists(db, conversation_id):
                raise _unknown(conversation_id)
            rows = db.execute(
                "SELECT id, asked, answer, thumb, remark FROM turn WHERE conversation = ?"
                " ORDER BY id",
                (conversation_id,),
            ).fetchall()
        return [Turn(row[0], row[1], json.loads(row[2]), row[3], row[4]) for row in rows]

    def rename(self, conversation_id: int, title: str) -> None:
        """Call a conversation otherwise; a blank title leaves it as it is."""
        if not title.strip():
            return
        with self._writing() as db:
            _changed(
                db.execute(
                    "UPDATE conversation SET title = ? WHERE id = ?",
                    (_title(title), conversation_id),
                ),
                conversation_id,
            )

    def delete(self, conversation_id: int) -> None:
        """Remove a conversation and its answers, from the file too."""
        with self._writing() as db:
            _changed(
                db.execute("DELETE FROM conversation WHERE id = ?", (conversation_id,)),
                conversation_id,
            )

    def rate(self, turn_id: int, thumb: Thumb | None, remark: str = "") -> None:
        """Keep what the reader thinks of an answer; no thumb takes it back."""
        with self._writing() as db:
            _changed(
                db.execute(
                    "UPDATE turn SET thumb = ?, remark = ? WHERE id = ?",
                    (thumb, remark.strip(), turn_id),
                ),
                turn_id,
            )

    def rated(self) -> list[Turn]:
        """Every answer with a thumb, oldest first."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT id, asked, answer, thumb, remark FROM turn WHERE thumb IS NOT NULL"
                " ORDER BY id"
            ).fetchall()
        return [Turn(row[0], row[1], json.loads(row[2]), row[3], row[4]) for row in rows]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _told(self._file):
            yield self._opened()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _told(self._file):
            connection = self._opened()
            with connection:  # a transaction: all of it or nothing
                connection.execute("BEGIN IMMEDIATE")
                yield connection

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file.touch(mode=0o600)
            connection = sqlite3.connect(
                self._file,
                timeout=_BUSY_SECONDS,
                check_same_thread=False,
                isolation_level=None,
            )
            try:
                _prepare(connection, self._file)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is gone
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_SCHEMA}")
        elif version != _SCHEMA:
            raise HistoryError(
                f"{file} has the form {version} and this version knows {_SCHEMA}: move the file "
                "away, or set SOURCIER_HISTORY to another"
            )


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise HistoryError(
            f"conversations cannot be kept in {file} ({error}): move the file away, or set "
            "SOURCIER_HISTORY to another, or to off"
        ) from error


def _exists(db: sqlite3.Connection, conversation_id: int) -> bool:
    found = db.execute("SELECT 1 FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    return found is not None


def _inserted(cursor: sqlite3.Cursor) -> int:
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _changed(cursor: sqlite3.Cursor, number: int) -> None:
    if cursor.rowcount != 1:
        raise _unknown(number)


def _unknown(number: int) -> HistoryError:
    return HistoryError(
        f"no conversation or answer {number} is kept: `sourcier history` lists them"
    )


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _title(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _TITLE_LENGTH:
        return line or "…"
    head, space, _ = line[:_TITLE_LENGTH].rpartition(" ")
    return f"{head if space else line[:_TITLE_LENGTH]}…"
