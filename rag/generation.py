"""What a language model is asked for, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol


class Message(NamedTuple):
    """One message of a chat: whose it is, and what it says."""

    role: Literal["system", "user"]
    text: str


class Generator(Protocol):
    """A language model that answers a chat as it writes."""

    @property
    def name(self) -> str:
        """The model, as a reader is told it."""

    @property
    def window(self) -> int:
        """How many tokens the messages and the answer may have together."""

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer, piece by piece; closing the iterator ends the request.

        Raises LanguageModelError where there is no answer, or it breaks off.
        """
