"""What a conversation was about when a follow-up question came."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from index.analysis import fold
from rag.mentions import Mention, MentionKind, answered, is_named, mentions, things
from rag.names import flat
from rag.question import analyse_question
from rag.rules import Kind
from rag.types import Answer

_LOOKED_BACK = 3  # exchanges, for somebody or something that the last question did not name
_GIVES: dict[Kind, MentionKind] = {"who": "person", "where": "place", "what": "other"}


class Exchange:
    """A question as it was understood, and what it and its answer named."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.text = flat(answer.understood or answer.question).rstrip(" ?!.…")

    @cached_property
    def article(self) -> str:
        """The text of the article that was quoted first."""
        return self._answer.citations[0].article.text if self._answer.citations else ""

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        """The names in the question."""
        return mentions(self.text, article=self.article)

    @cached_property
    def given(self) -> tuple[Mention, ...]:
        """The name that was asked for and found, where one was."""
        if not self._answer.citations:
            return ()
        kind = _GIVES.get(analyse_question(self.text, self._answer.language).kind)
        first = self._answer.citations[0]
        names = [first.quote[slice(*mark)] for mark in first.marks[:1]]
        asked = fold(self.text)
        return tuple(
            answered(name, kind, article=self.article)
            for name in names
            if kind and fold(name) not in asked and is_named(name, self.article)
        )


class Conversation:
    """The last exchanges, the newest first."""

    def __init__(self, history: Sequence[Answer]) -> None:
        self.exchanges = [Exchange(answer) for answer in reversed(history[-_LOOKED_BACK:])]

    @property
    def last(self) -> Exchange:
        """The exchange that a follow-up comes after."""
        return self.exchanges[0]

    def persons(self) -> list[Mention]:
        """Who was spoken of last, the one who was asked for first."""
        return self._newest("person")

    def places(self) -> list[str]:
        """Where it was, a place that was asked for first."""
        return [each.text for each in self._newest("place") or self._newest("country")]

    def subjects(self) -> list[str]:
        """What it was about, less persons: names, else countries and the nouns beside them."""
        for exchange in self.exchanges:
            named = [*exchange.given, *exchange.names]
            others = [each.text for each in named if each.kind in ("other", "place")]
            countries = [each.text for each in named if each.kind == "country"]
            nouns = list(things(exchange.text))
            if found := others or [*nouns[: 1 if countries else 2], *countries]:
                return found
        return []

    def about(self, noun: str) -> list[str]:
        """The names beside a noun in the newest exchange that holds it, less persons if it can."""
        wanted = fold(noun)
        for exchange in self.exchanges:
            if wanted in fold(exchange.text):
                others = [each.text for each in exchange.names if each.kind != "person"]
                return others or [each.text for each in exchange.names]
        return self.everything()

    def everything(self) -> list[str]:
        """Every name of the last exchange; what there is to carry where nothing narrower tells."""
        named = [*self.last.given, *self.last.names]
        return [each.text for each in named] or self.subjects()

    def _newest(self, kind: MentionKind) -> list[Mention]:
        for exchange in self.exchanges:
            named = [*exchange.given, *exchange.names]
            if found := [each for each in named if each.kind == kind]:
                return found
        return []
