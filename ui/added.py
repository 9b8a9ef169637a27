"""What became of articles that were handed over, as HTML: pure, and escaped by :mod:`ui.markup`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.errors import SourcierError
from index.types import Article
from rag.intake import Outcome, Taken
from ui import phrases, wording
from ui.markup import Attributes, both, element, escape
from ui.reasons import reason_in_words
from ui.text import Text

_MOST_TITLES = 3  # of one file
_MOST_REASONS = 5  # why parts of one file could not be read


def render_taken(taken: Taken) -> str:
    """What was added, what was there already, what could not be read, and how the index stands."""
    by_fate = {
        fate: [outcome for outcome in taken.outcomes if outcome.fate == fate]
        for fate in ("added", "known", "refused")
    }
    parts = [_standing(taken, by_fate["added"])]
    is_there = taken.failure is None
    for fate, heading in (("added", wording.ADDED), ("known", wording.KNOWN)):
        parts.append(_group(heading, [_taken(one, openable=is_there) for one in by_fate[fate]]))
    parts.append(_group(wording.NOT_ADDED, [_refused(one) for one in by_fate["refused"]]))
    return "".join(parts)


def render_refusal(reason: Text) -> str:
    """Why nothing was taken at all."""
    return element("p", both(reason), attributes={"class": "fault"})


def _standing(taken: Taken, added: Sequence[Outcome]) -> str:
    """The one sentence on how it ended."""
    if taken.failure:
        return _failure(taken.failure, taken.folder)
    if taken.report is None:
        return element("p", both(wording.NOTHING_ADDED), attributes={"class": "headline"})
    count = sum(len(outcome.articles) for outcome in added)
    headline = phrases.articles_added(count) if added else wording.INDEX_CURRENT
    holds = wording.INDEX_HOLDS.fill(count=phrases.articles_counted(taken.report.articles))
    return element("p", both(headline), attributes={"class": "headline"}) + element(
        "p", both(holds)
    )


def _failure(failure: SourcierError, folder: Path) -> str:
    """The files are there, and what to do so that they are searched too."""
    headline, command = phrases.trouble_in_words(failure)
    where = element("span", escape(str(folder)), attributes={"class": "path"})
    parts = [
        element("p", both(wording.ADDED_NOT_INDEXED), attributes={"class": "headline"}),
        element("p", both(wording.KEPT_IN), " ", where),
        element("p", both(headline), " – ", both(reason_in_words(str(failure)))),
    ]
    if command:
        parts.append(element("p", both(wording.RUN), " ", element("code", both(command))))
    again: Attributes = {"type": "button", "data-again": True}
    parts.append(element("p", element("button", both(wording.TRY_AGAIN), attributes=again)))
    return element("div", *parts, attributes={"class": "trouble"})


def _group(heading: Text, items: Sequence[str]) -> str:
    if not items:
        return ""
    count = f" ({len(items)})" if len(items) > 1 else ""
    return element("h3", both(heading), count) + element(
        "ul", *items, attributes={"class": "outcomes"}
    )


def _taken(outcome: Outcome, *, openable: bool) -> str:
    titles = [_title(article, openable) for article in outcome.articles[:_MOST_TITLES]]
    more = len(outcome.articles) - _MOST_TITLES
    if more > 0:
        titles.append(element("li", both(wording.AND_MORE.fill(count=more))))
    return element("li", _name(outcome.path), element("ul", *titles), _reasons(outcome.reasons))


def _refused(outcome: Outcome) -> str:
    return element("li", _name(outcome.name), _reasons(outcome.reasons))


def _name(name: str) -> str:
    return element("strong", escape(name), attributes={"dir": "auto"})


def _title(article: Article, openable: bool) -> str:
    title = element(
        "span", escape(article.title), attributes={"lang": article.language, "dir": "auto"}
    )
    date = element("span", both(phrases.date_of(article)), attributes={"class": "date"})
    if not openable:
        return element("li", title, " ", date)
    about = element("span", escape(article.title), attributes={"class": "unseen"})
    opener: Attributes = {
        "type": "button",
        "data-open": article.article_id,
        "data-start": 0,
        "data-end": 0,
    }
    button = element("button", both(wording.OPEN_ARTICLE), about, attributes=opener)
    return element("li", title, " ", date, " ", button)


def _reasons(reasons: Sequence[str]) -> str:
    shown = [
        element("p", both(reason_in_words(reason)), attributes={"class": "reason"})
        for reason in reasons[:_MOST_REASONS]
    ]
    more = len(reasons) - _MOST_REASONS
    if more > 0:
        shown.append(element("p", both(wording.AND_MORE.fill(count=more))))
    return "".join(shown)
