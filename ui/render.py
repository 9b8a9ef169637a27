"""Questions and answers as HTML: pure, and escaped by :mod:`ui.markup`.

Ids hold the turn's number (``t3`` the third question, ``t3-s2`` its second source), so that every
answer of a conversation keeps its own sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.types import Article, Filters, Hit, Span
from rag.types import Answer, Citation, Segment
from ui import phrases, wording
from ui.copies import copies_counted
from ui.markup import Attributes, Layer, both, element, escape, hidden, marked
from ui.text import Text


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong in words, and what to do: an advice, a command, the error's own message."""

    headline: Text
    advice: Text | None = None
    command: Text | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what became of it.

    ``answer`` is none until its first passages come; ``finished`` is false while it grows.
    ``closest`` are an abstention's passages with their articles. ``alone``: the conversation
    before was not to complete it. ``stopped``: the reader did not wait for its end.
    ``kept`` is the number under which it is kept, 0 where it is not, ``thumb`` what the reader
    thinks of it: "up", "down" or none.
    """

    number: int
    question: str
    filters: Filters = Filters()
    answer: Answer | None = None
    closest: tuple[tuple[Hit, Article], ...] = ()
    trouble: Trouble | None = None
    finished: bool = False
    alone: bool = False
    stopped: bool = False
    kept: int = 0
    thumb: str | None = None


def render_conversation(turns: Sequence[Turn]) -> str:
    """All turns, oldest first."""
    return "".join(_turn(turn) for turn in turns)


def render_trouble(trouble: Trouble) -> str:
    """A headline, what to do and the error's own words."""
    parts = [element("p", both(trouble.headline), attributes={"class": "headline"})]
    if trouble.advice:
        parts.append(element("p", both(trouble.advice)))
    if trouble.command:
        command = element("code", both(trouble.command))
        line = f"{both(wording.RUN)} {command} {both(wording.THEN_RELOAD)}"
        parts.append(element("p", line))
    if trouble.detail:
        summary = element("summary", both(wording.DETAIL))
        detail = element("p", escape(trouble.detail), attributes={"lang": "en"})
        shown = {"open": trouble.command is None}
        parts.append(element("details", summary, detail, attributes=shown))
    return element("div", *parts, attributes={"class": "trouble"})


def _turn(turn: Turn) -> str:
    head = element("h2", escape(turn.question), attributes={"dir": "auto", "tabindex": -1})
    limits = "".join(element("li", both(text)) for text in phrases.filters_in_words(turn.filters))
    if limits:
        head += element("ul", limits, attributes={"class": "limits"})
    if turn.answer and turn.answer.understood:
        head += _understood(turn.question, turn.answer.understood)
    attributes: Attributes = {
        "id": f"t{turn.number}",
        "class": "turn",
        "data-turn": turn.number,
        "data-state": "done" if turn.finished else "growing",
        "aria-busy": "false" if turn.finished else "true",
    }
    body = element("div", _body(turn), attributes={"class": "answer"})
    return element("article", head, body, _thumbs(turn), attributes=attributes)


# Drawn: not every machine has a font with this sign. The style turns it for the other one.
_THUMB = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 11v9H4v-9zl4-8c1.6 0 2.5 1 2.5 '
    '2.5V9H19a2 2 0 0 1 2 2.3l-1.2 7A2 2 0 0 1 17.8 20H7"/></svg>'
)


def _thumbs(turn: Turn) -> str:
    """Whether the answer was good, where it is kept, and a line for a remark."""
    if not turn.kept:
        return ""
    shown = ((wording.GOOD_ANSWER, "up"), (wording.BAD_ANSWER, "down"))
    buttons = "".join(
        f'<button type="button" data-thumb="{thumb}" aria-pressed="'
        f'{"true" if turn.thumb == thumb else "false"}">{hidden(label)}{_THUMB}</button>'
        for label, thumb in shown
    )
    remark = (
        f'<label class="remark"{" hidden" * (turn.thumb is None)}>{both(wording.REMARK)} '
        '<input autocomplete="off" maxlength="500"></label>'
    )
    attributes: Attributes = {"class": "thumbs", "data-kept": turn.kept}
    return element("div", buttons, remark, attributes=attributes)


def _understood(question: str, understood: str) -> str:
    """How the conversation completed a question, and the way to ask it as it was typed."""
    words = element("span", escape(understood), attributes={"dir": "auto"})
    button = {"type": "button", "class": "alone", "data-alone": question}
    undo = element("button", both(wording.ASK_ALONE), attributes=button)
    line = f"{both(wording.UNDERSTOOD)} {words} {undo}"
    return element("p", line, attributes={"class": "understood"})


def _body(turn: Turn) -> str:
    if turn.trouble:
        return render_trouble(turn.trouble)
    answer = turn.answer
    if answer and answer.status == "abstained" and turn.finished:
        return _abstention(turn, answer)
    if answer is None or not answer.segments:
        waiting = wording.READING if answer else wording.SEARCHING
        return element("p", both(waiting), attributes={"class": "waiting"})
    parts = [*_notice(answer), *(_segment(turn, segment, answer) for segment in answer.segments)]
    parts += _circumstances(turn, answer)
    return "".join(parts)


def _circumstances(turn: Turn, answer: Answer) -> Iterator[str]:
    """How sure an answer is, or who wrote it; that it was stopped."""
    note = {"class": "note"}
    if turn.stopped:
        yield element("p", both(wording.STOPPED), attributes=note)
    if answer.written_by:
        written = wording.WRITTEN_BY.fill(model=answer.written_by)
        yield element("p", both(written), attributes=note)
    if answer.confidence is not None and turn.finished:
        confidence = wording.CONFIDENCE.fill(percent=round(100 * answer.confidence))
        yield element("p", both(confidence), attributes=note)


def _notice(answer: Answer) -> Iterator[str]:
    """Why an answer is quoted though a language model was asked."""
    if answer.notice:
        line = both(phrases.notice_in_words(answer.notice))
        yield element("p", line, attributes={"class": "notice"})


def _abstention(turn: Turn, answer: Answer) -> str:
    sentence = {"class": "abstained", "lang": answer.language}
    parts = [*_notice(answer), element("p", escape(answer.text), attributes=sentence)]
    if answer.unmatched:
        words = ", ".join(element("em", escape(word)) for word in answer.unmatched)
        line = f"{both(wording.UNMATCHED)} {words}"
        parts.append(element("p", line, attributes={"class": "note"}))
    if turn.closest:
        link = {"href": f"#t{turn.number}-s1", "class": "ref"}
        parts.append(element("p", element("a", both(wording.SEE_CLOSEST), attributes=link)))
    return "".join(parts)


def _segment(turn: Turn, segment: Segment, answer: Answer) -> str:
    cited = [citation for citation in answer.citations if citation.number in segment.citations]
    same = next((one for one in cited if one.quote == segment.text), None)
    layers = [Layer(span, "b") for span in same.marks] if same else []
    words = marked(segment.text, Span(0, len(segment.text)), layers)
    references = "".join(_reference(turn, number) for number in segment.citations)
    if segment.support == "unsupported":
        doubt = wording.DOUBTS.get(segment.reason or "", wording.UNSUPPORTED)
        references += element("span", both(doubt), attributes={"class": "flag"})
    elif segment.moved:
        references += element("span", both(wording.MOVED), attributes={"class": "flag"})
    language = {"lang": cited[0].article.language if cited else answer.language, "dir": "auto"}
    if segment.support != "quoted":
        kind = {"class": f"said {segment.support}"}
        return element(
            "p", element("span", words, attributes=language), references, attributes=kind
        )
    quotation = element("blockquote", element("q", words), attributes=language)
    titles = element("cite", *(_origin(citation) for citation in cited[:1]))
    return element("figure", quotation, element("figcaption", references, titles))


def _reference(turn: Turn, number: int) -> str:
    attributes = {
        "class": "ref",
        "href": f"#t{turn.number}-s{number}",
    }
    return element("a", hidden(wording.SOURCE_NUMBER), f"[{number}]", attributes=attributes)


def _origin(citation: Citation) -> str:
    title = element("span", escape(citation.article.title), attributes={"dir": "auto"})
    facts = [phrases.date_of(citation.article), copies_counted(citation.article, citation.also_in)]
    about = (element("span", both(fact), attributes={"class": "date"}) for fact in facts if fact)
    return " ".join([title, *about])
