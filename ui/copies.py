"""Where else an article stands, as HTML: its near copies, and the other files of its very text."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Article, Span
from rag.types import Copy
from ui import phrases, wording
from ui.markup import Attributes, both, element, escape
from ui.text import Text

_SHOWN = 3  # before "and more"


def render_copies(article: Article, copies: Sequence[Copy], *, name: str) -> str:
    """What an article is one of several versions of; nothing where it is the only one.

    Each near copy can be opened, at the quotation where it has that. ``name`` is an id that no
    other list of the page has.
    """
    items = [_copy(article, copy) for copy in copies]
    items += [_same(path) for path in paths_of(article)[1:]]
    if not items:
        return ""
    title = element("p", both(wording.ALSO_IN), attributes={"id": name})
    shown = element("ul", *items[:_SHOWN], attributes={"aria-labelledby": name})
    more = ""
    if rest := items[_SHOWN:]:
        summary = element("summary", both(wording.AND_MORE.fill(count=len(rest))))
        more = element(
            "details", summary, element("ul", *rest, attributes={"aria-labelledby": name})
        )
    return element("div", title, shown, more, attributes={"class": "also"})


def copies_counted(article: Article, copies: Sequence[Copy]) -> Text | None:
    """In how many other places an article stands, in words; none for none."""
    count = len(copies) + len(paths_of(article)[1:])
    return phrases.also_in_counted(count) if count else None


def paths_of(article: Article) -> tuple[str, ...]:
    """The files that an article stands in, less its addresses on the web."""
    return tuple(source for source in article.sources if not _is_url(source))


def main_sources(article: Article) -> tuple[str, ...]:
    """Who published an article, its first file and its addresses."""
    urls = tuple(filter(_is_url, article.sources))
    return (*filter(None, (article.origin,)), *paths_of(article)[:1], *urls)


def _copy(article: Article, copy: Copy) -> str:
    other = copy.article
    span = copy.span or Span(0, 0)
    attributes: Attributes = {
        "type": "button",
        "data-open": other.article_id,
        "data-start": span.start,
        "data-end": span.end,
        "lang": other.language,
        "dir": "auto",
    }
    about = [both(phrases.date_of(other)), *map(escape, main_sources(other)[:1])]
    if _is_newer(other, article):
        about.append(element("strong", both(wording.NEWER)))
    if copy.span is None:
        about.append(both(wording.DIFFERS))
    facts = "".join(element("span", one, attributes={"dir": "auto"}) for one in about)
    return element("li", element("button", escape(other.title), attributes=attributes), facts)


def _same(path: str) -> str:
    where = element("span", escape(path), attributes={"dir": "auto"})
    return element("li", where, element("span", both(wording.SAME_TEXT)))


def _is_newer(one: Article, other: Article) -> bool:
    return bool(
        one.published and other.published and one.published.first_day > other.published.last_day
    )


def _is_url(source: str) -> bool:
    return source.startswith(("http://", "https://"))
