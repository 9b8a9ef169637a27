"""What every reader gives, and how readers keep other people's parsers in check."""

from __future__ import annotations

import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from index.types import PartialDate

# What parsers are known to raise on files that are broken on purpose or by accident. Programming
# errors look the same from outside, which is why each use wraps one library's calls and no more.
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as its file holds it, before headers are taken out of the text.

    ``title`` and ``published`` were stated for the article and win over what its text shows;
    ``file_title`` and ``file_date`` are properties of the file, used where all else is silent.
    ``part`` tells apart the articles of one file (its line or its rank); ``notes`` are sentences
    for the user about what could not be taken over.
    """

    text: str
    title: str | None = None
    published: PartialDate | None = None
    language: str | None = None
    place: str | None = None
    url: str | None = None
    origin: str | None = None
    file_title: str | None = None
    file_date: PartialDate | None = None
    part: str | None = None
    notes: tuple[str, ...] = ()


@contextmanager
def quiet(logger: str) -> Iterator[None]:
    """Keep a library's log lines and warnings away from the user's terminal."""
    log = logging.getLogger(logger)
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)
