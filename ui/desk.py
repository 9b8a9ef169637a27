"""What the page does, without the page: a conversation turn by turn, and the screens around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from index.errors import IndexMissingError, SettingsError, SourcierError
from index.types import Article, Filters, Hit, PartialDate, Span
from rag.types import Answer
from ui import frame, wording
from ui.render import Trouble, Turn, render_trouble
from ui.sources import render_article

# How many passages an abstention shows, questions the first screen offers in each language, and
# sources the filter proposes (any other can be typed).
_CLOSEST = 3
_EXAMPLES = 4
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
        self, question: str, *, filters: Filters = ..., fallback_language: str = ...
    ) -> Iterator[Answer]:
        """The answer as it grows."""

    def article(self, article_id: str) -> Article:
        """One article; raises ArticleUnknownError."""

    def copies(self, article_id: str) -> Sequence[Article]:
        """The near copies of an article, newest first."""

    def examples(self, language: str, *, count: int = ...) -> Sequence[str]:
        """Questions in a language that the index answers."""

    def sources(self) -> Sequence[str]:
        """What the filter by source can be set to, commonest first."""

    def languages(self) -> Sequence[str]:
        """The languages of the articles."""

    def status(self) -> StatusLike:
        """What there is to ask."""


def first_screen(assistant: AssistantLike, *, examples: bool, adding: bool = False) -> str:
    """The place of the first screen, with what it begins with."""
    return frame.opening(opening_screen(assistant, examples=examples, adding=adding))


def opening_screen(assistant: AssistantLike, *, examples: bool, adding: bool = False) -> str:
    """What the page begins with, or what to do where the index cannot be used.

    Examples need the model, which may take seconds to load: the page shows the rest before them.
    With ``adding``, articles can be added from the page.
    """
    try:
        status = assistant.status()
        if not status.articles:
            trouble = Trouble(wording.INDEX_EMPTY, command=wording.BUILD_COMMAND)
            return render_trouble(trouble) + frame.first_articles() * adding
        questions = {
            code: assistant.examples(code, count=_EXAMPLES) if examples else ()
            for code in wording.LANGUAGES
        }
    except SourcierError as error:
        missing = isinstance(error, IndexMissingError) and adding
        return render_trouble(_trouble(error)) + frame.first_articles() * missing
    return frame.welcome(questions, counts=(status.articles, status.passages))


def choices(assistant: AssistantLike) -> tuple[str, str]:
    """What the filters by source and by language offer, as HTML options; none without an index."""
    try:
        return frame.choices(assistant.sources()[:_SOURCES], assistant.languages())
    except SourcierError:
        return frame.choices((), ())


def question_form(assistant: AssistantLike) -> str:
    """The form, with the sources and languages that the index holds."""
    try:
        return frame.form(assistant.sources()[:_SOURCES], assistant.languages())
    except SourcierError:  # the first screen says it
        return frame.form((), ())


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
        turn = replace(turn, filters=filters_from(fields))
        yield (*turns, turn)
        growing = assistant.stream(turn.question, filters=turn.filters, fallback_language=language)
        for answer in growing:
            turn = replace(turn, answer=answer)
            yield (*turns, turn)
        turn = replace(turn, closest=_closest(assistant, turn.answer), finished=True)
    except SourcierError as error:
        turn = replace(turn, trouble=_trouble(error), finished=True)
    yield (*turns, turn)


def broken_off(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The conversation whose last turn ended in an error that nobody foresaw."""
    last = replace(
        turns[-1], trouble=Trouble(wording.FAILED, advice=wording.UNEXPECTED), finished=True
    )
    return (*turns[:-1], last)


def article_with_quote(assistant: AssistantLike, article_id: str, quoted: Span) -> str:
    """A whole article with a quotation marked, or why it cannot be shown."""
    try:
        article, others = assistant.article(article_id), assistant.copies(article_id)
        return render_article(article, quoted, others)
    except SourcierError as error:
        return render_trouble(_trouble(error))


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
    headline, command = wording.trouble_in_words(error)
    return Trouble(headline, detail=str(error), command=command)
