"""What the page does, without the page: a conversation turn by turn, and the screens around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from index.errors import ArticleUnknownError, IndexMissingError, SettingsError, SourcierError
from index.types import Article, Filters, Hit, PartialDate, Span
from rag.types import Answer
from ui import frame, phrases, wording
from ui.cited import Cited
from ui.render import Trouble, Turn, render_trouble
from ui.sources import render_article
from ui.text import LANGUAGES

# How many passages an abstention shows, questions the first screen offers in each language, and
# sources the filter proposes (any other can be typed).
_CLOSEST = 3
_EXAMPLES = 4
_LEISURE = 1.5  # seconds that looking for them may take in each language
_SOURCES = 200


class StatusLike(Protocol):
    """What the first screen says of the index."""

    @property
    def articles(self) -> int:
        """How many articles the index holds."""

    @property
    def passages(self) -> int:
        """How many passages they make."""


class AssistantLike(Protocol):
    """What the page asks of :class:`rag.assistant.Assistant`, which opens its index when asked."""

    def ask(self, question: str, *, filters: Filters = ...) -> Answer:
        """The whole answer at once."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Answer] = ...,
        filters: Filters = ...,
        fallback_language: str = ...,
    ) -> Iterator[Answer]:
        """The answer as it grows; the answers before may complete the question."""

    def article(self, article_id: str) -> Article:
        """One article; raises ArticleUnknownError."""

    def copies(self, article_id: str) -> Sequence[Article]:
        """The near copies of an article, newest first."""

    def examples(
        self, language: str, *, count: int = ..., go_on: Callable[[], bool] = ...
    ) -> Sequence[str]:
        """Questions in a language that the index answers, looked for while ``go_on`` says so."""

    def search(self, question: str, *, k: int = ..., filters: Filters = ...) -> list[Hit]:
        """The closest passages."""

    def sources(self) -> Sequence[str]:
        """What the filter by source can be set to, commonest first."""

    def languages(self) -> Sequence[str]:
        """The languages of the articles."""

    def status(self) -> StatusLike:
        """What there is to ask."""


class Asking:
    """Counts the questions that are being answered, for what can wait until none is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def __enter__(self) -> None:
        with self._lock:
            self._count += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._count -= 1

    def leisure(self, seconds: float) -> Callable[[], bool]:
        """Whether there is time for what nobody has asked for: none is waiting, not for long."""
        end = time.monotonic() + seconds
        return lambda: not self._count and time.monotonic() < end


def first_screen(
    assistant: AssistantLike, *, asking: Asking | None = None, adding: bool = False
) -> str:
    """The place of the first screen, with what it begins with."""
    return frame.opening(opening_screen(assistant, asking=asking, adding=adding))


def opening_screen(
    assistant: AssistantLike, *, asking: Asking | None = None, adding: bool = False
) -> str:
    """What the page begins with, or what to do where the index cannot be used.

    Examples are looked for where ``asking`` is given, while nobody else waits: they need the
    model and many answers, so the page shows the rest before them. With ``adding``, articles can
    be added from the page.
    """
    try:
        status = assistant.status()
        if not status.articles:
            trouble = Trouble(wording.INDEX_EMPTY, command=wording.BUILD_COMMAND)
            return render_trouble(trouble) + frame.first_articles() * adding
        questions = {
            code: assistant.examples(code, count=_EXAMPLES, go_on=asking.leisure(_LEISURE))
            if asking
            else ()
            for code in LANGUAGES
        }
    except SourcierError as error:
        missing = isinstance(error, IndexMissingError) and adding
        return render_trouble(_trouble(error)) + frame.first_articles() * missing
    return frame.welcome(questions, counts=(status.articles, status.passages))


def filter_choices(assistant: AssistantLike) -> tuple[str, str]:
    """What the filters by source and by language offer, as HTML options; none without an index."""
    try:
        return frame.choices(assistant.sources()[:_SOURCES], assistant.languages())
    except SourcierError:
        return frame.choices((), ())


def ask(
    assistant: AssistantLike,
    turns: tuple[Turn, ...],
    turn: Turn,
    *,
    fields: Mapping[str, str],
    language: str,
) -> Iterator[tuple[Turn, ...]]:
    """The conversation with one more turn, as that turn grows; an error ends up in the turn.

    ``turn`` is the bare question, ``fields`` are the filters as the form gives them, ``language``
    is the page's.
    """
    try:
        turn = replace(turn, filters=filters_for(assistant, fields))
        yield (*turns, turn)
        growing = assistant.stream(
            turn.question,
            history=() if turn.alone else _answers(turns),
            filters=turn.filters,
            fallback_language=language,
        )
        for answer in growing:
            turn = replace(turn, answer=answer)
            yield (*turns, turn)
        turn = replace(turn, closest=_closest(assistant, turn.answer), finished=True)
    except SourcierError as error:
        turn = replace(turn, trouble=_trouble(error), finished=True)
    yield (*turns, turn)


def _answers(turns: Sequence[Turn]) -> tuple[Answer, ...]:
    """What was answered so far, oldest first."""
    return tuple(turn.answer for turn in turns if turn.answer is not None)


def stopped(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The conversation whose last answer the reader did not wait for."""
    if not turns or turns[-1].finished:
        return turns
    return (*turns[:-1], replace(turns[-1], finished=True, stopped=True))


def broken_off(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The conversation whose last turn ended in an error that nobody foresaw."""
    last = replace(
        turns[-1], trouble=Trouble(wording.FAILED, advice=wording.UNEXPECTED), finished=True
    )
    return (*turns[:-1], last)


def article_with_quote(
    assistant: AssistantLike, article_id: str, quoted: Span, *, cited: Cited | None = None
) -> str:
    """A whole article with a quotation marked, or why it cannot be shown.

    One that the index no longer holds is shown as it was ``cited``.
    """
    try:
        article, others = assistant.article(article_id), assistant.copies(article_id)
        return render_article(article, quoted, others)
    except ArticleUnknownError as error:
        earlier = cited.opened(article_id, quoted) if cited else None
        return earlier or render_trouble(_trouble(error))
    except SourcierError as error:
        return render_trouble(_trouble(error))


def filters_for(assistant: AssistantLike, fields: Mapping[str, str]) -> Filters:
    """The filters that were given as text; SettingsError where no article can pass them."""
    filters = filters_from(fields)
    known = assistant.languages() if filters.language else ()
    if filters.language and filters.language not in known:
        raise SettingsError(
            f"no article is in {filters.language!r}: use one of {', '.join(sorted(known))}"
        )
    return filters


def filters_from(fields: Mapping[str, str]) -> Filters:
    """The filters that a form or a caller gave as text; empty ones are left out.

    Raises SettingsError for a date that is none, or dates that are crossed.
    """
    given = {name: value.strip() for name, value in fields.items() if value.strip()}
    try:
        since, until = (
            PartialDate.parse(given[name]) if name in given else None for name in ("since", "until")
        )
        return Filters(since, until, given.get("source"), given.get("language"))
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _closest(assistant: AssistantLike, answer: Answer | None) -> tuple[tuple[Hit, Article], ...]:
    if answer is None or answer.status != "abstained":
        return ()
    return tuple(
        (hit, assistant.article(hit.passage.article_id)) for hit in answer.passages[:_CLOSEST]
    )


def _trouble(error: SourcierError) -> Trouble:
    headline, command = phrases.trouble_in_words(error)
    return Trouble(headline, detail=str(error), command=command)
