"""Files of questions whose answers are known: SQuAD-style JSON, JSON lines, rated conversations."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.analysis import language_of
from index.errors import SettingsError
from index.types import Article, Passage, article_id_of
from rag.history import History, Turn, is_history

_SHAPES = (
    'give SQuAD-style JSON, or JSON lines such as {"question": "...", "answers": ["..."], '
    '"article": "file.txt", "answerable": true}'
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its gold answers: strings of which one, or ``every`` one, must be quoted.

    ``article`` is what must be found: an article's id, or a file's name; none where it is not told.
    """

    question: str
    answers: tuple[str, ...]
    article: str | None
    answerable: bool = True
    every: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The paragraphs that SQuAD-style data has under one title, an article of one passage each."""

    title: str
    paragraphs: tuple[tuple[Article, Passage], ...]


@dataclass(frozen=True, slots=True)
class Squad:
    """SQuAD-style data: its paragraphs by group, distinct, and the questions on them."""

    groups: tuple[Group, ...]
    questions: tuple[Asked, ...]


def read_questionnaire(file: Path) -> Squad | tuple[Asked, ...]:
    """The questions of a file of either kind; SettingsError says what of it cannot be used."""
    read = _read(file)
    if not (read.questions if isinstance(read, Squad) else read):
        raise SettingsError(f"{file} holds no question: {_SHAPES}")
    return read


def _read(file: Path) -> Squad | tuple[Asked, ...]:
    if is_history(file):
        return tuple(_rated(History(file).rated()))
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read ({error}): {_SHAPES}") from error
    try:
        whole = json.loads(text)
    except ValueError:
        return tuple(_lines(file, text))
    if isinstance(whole, dict) and isinstance(whole.get("data"), list):
        return _squad(file, whole["data"])
    return tuple(_lines(file, text))


def _rated(turns: Iterable[Turn]) -> Iterator[Asked]:
    """The answers that readers found right; what was wrong does not tell what would be right.

    The words that were marked in the first quotation are the answer, else the quotation; a
    silence that was found right has none.
    """
    for turn in turns:
        answer = turn.answer
        asked = answer["understood"] or answer["question"]
        if turn.thumb != "up":
            continue
        if answer["status"] == "abstained":
            yield Asked(asked, (), None, answerable=False)
        elif answer["citations"]:
            first = answer["citations"][0]
            marked = tuple(first["quote"][start:end] for start, end in first["marks"])
            yield Asked(asked, marked or (first["quote"],), first["article_id"])


def _lines(file: Path, text: str) -> Iterator[Asked]:
    # Not splitlines: JSON strings may hold U+2028 and its like as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            yield Asked(
                question=str(fields["question"]),
                answers=tuple(filter(None, map(str, fields.get("answers") or ()))),
                article=str(fields["article"]) if fields.get("article") else None,
                answerable=bool(fields.get("answerable", True)),
                every=bool(fields.get("all", False)),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"{file}, line {number} is no question ({type(error).__name__}: {error})"
            raise SettingsError(f"{reason}: {_SHAPES}") from error


def _squad(file: Path, data: list[dict[str, Any]]) -> Squad:
    groups, questions, seen = [], [], set()
    try:
        for group in data:
            own = []
            for paragraph in group["paragraphs"]:
                article, passage = _one_passage(paragraph["context"])
                questions += [_from_squad(fields, article) for fields in paragraph["qas"]]
                if article.article_id not in seen:
                    seen.add(article.article_id)
                    own.append((article, passage))
            groups.append(Group(str(group.get("title") or ""), tuple(own)))
    except (KeyError, TypeError, AttributeError, UnicodeError) as error:
        reason = f"{file} is not SQuAD-style ({type(error).__name__}: {error})"
        raise SettingsError(f"{reason}: {_SHAPES}") from error
    return Squad(tuple(groups), tuple(questions))


def _one_passage(context: str) -> tuple[Article, Passage]:
    text = unicodedata.normalize("NFC", context)
    article_id, language = article_id_of(text), language_of(text, "fr")
    article = Article(
        article_id, title="", text=text, published=None, sources=(), language=language
    )
    return article, Passage(article_id, 0, len(text), text)


def _from_squad(fields: dict[str, Any], article: Article) -> Asked:
    answers = tuple(
        unicodedata.normalize("NFC", answer["text"]) for answer in fields.get("answers", ())
    )
    return Asked(
        fields["question"], answers, article.article_id, not fields.get("is_impossible", False)
    )
