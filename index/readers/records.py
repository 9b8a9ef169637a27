"""Articles as JSON: one object, a list of objects, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.errors import ArticleError
from index.readers.encoding import SURROGATES, decode
from index.readers.fields import article_of_fields
from index.readers.raw import RawArticle

_LISTS = ("articles", "items", "documents", "data", "results")  # names of a list within an object
_REMEDY = "write an object with `title`, `text`, `date` and `url`"


def read(data: bytes, *, max_bytes: int) -> Iterable[RawArticle | ArticleError]:
    """The articles of a .json file; what is wrong with one of a list stands in its place."""
    text, notes = decode(data)
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        # Files named .json that hold an object a line are common.
        if error.msg == "Extra data" and "\n" in text.strip():
            return _lines(text, notes)
        raise ArticleError(
            f"line {error.lineno} is not JSON ({error.msg}): correct it, or save it again as UTF-8"
        ) from error
    except (RecursionError, ValueError) as error:
        raise ArticleError(f"this JSON cannot be read ({_why(error)}): {_REMEDY}") from error
    if isinstance(loaded, dict) and not _is_list(loaded):
        return [_article(loaded, "this file", None, notes)]
    records = loaded if isinstance(loaded, list) else _list_in(loaded)
    return (
        _article(record, f"item {rank}", str(rank), notes)
        for rank, record in enumerate(records, start=1)
    )


def read_lines(data: bytes, *, max_bytes: int) -> Iterable[RawArticle | ArticleError]:
    """The articles of a .jsonl file; what is wrong with a line stands in its place."""
    text, notes = decode(data)
    return _lines(text, notes)


def _is_list(loaded: dict[str, object]) -> bool:
    return any(isinstance(loaded.get(name), list) for name in _LISTS) and "text" not in loaded


def _list_in(loaded: object) -> list[object]:
    values = [loaded.get(name) for name in _LISTS] if isinstance(loaded, dict) else []
    return next((value for value in values if isinstance(value, list)), [loaded])


def _lines(text: str, notes: tuple[str, ...]) -> Iterator[RawArticle | ArticleError]:
    for number, line in enumerate(_split(text), start=1):
        if not line.strip():
            continue
        try:
            loaded = json.loads(line)
        except (RecursionError, ValueError) as error:
            yield ArticleError(f"line {number} is not JSON ({_why(error)}): {_REMEDY}")
        else:
            yield _article(loaded, f"line {number}", str(number), notes)
            notes = ()  # what concerns the file is said once


def _why(error: RecursionError | ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    deep = isinstance(error, RecursionError)
    return "it is nested too deep" if deep else "a number has thousands of digits"


def _split(text: str) -> Iterator[str]:
    """One line at a time, not all at once, and at line feeds alone.

    JSON strings may hold U+2028 and its like as they are.
    """
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _article(
    record: object, where: str, part: str | None, notes: tuple[str, ...]
) -> RawArticle | ArticleError:
    if not isinstance(record, dict):
        return ArticleError(f"{where} is not an object: {_REMEDY}")
    raw = article_of_fields(record)
    if not raw.text.strip():
        return ArticleError(f"{where} has no text: {_REMEDY}")
    if SURROGATES.search(raw.text):
        notes = (
            f"{where} holds half a surrogate pair, shown as �: write the character whole",
            *notes,
        )
    return replace(raw, part=part, notes=raw.notes + notes)
