"""HTML: the main text by trafilatura; date and language from what the page says of itself.

trafilatura's own date is not used: it falls back to dates in the running text, and what an
article tells is not when it was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import trafilatura
from lxml.etree import HTMLParser, LxmlError
from lxml.html import HtmlElement
from trafilatura.settings import Document

from index.analysis import fold
from index.errors import ArticleError
from index.readers.dates import find_date, parse_date
from index.readers.encoding import clean, decode, one_line
from index.readers.fields import language_code, web_address
from index.readers.raw import BROKEN, RawArticle, quiet
from index.types import PartialDate

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DATE_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created", "pubdate",
    "publish_date", "publish-date", "publication_date", "date.publication",
    "citation_publication_date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_TIMES = (
    "//time[@pubdate or contains(@itemprop, 'datePublished')]",
    "//time[contains(@class, 'publi') or contains(@class, 'posted')]",
    "//article//header//time[@datetime]",
)
# Its dates are not used, and a thorough search for them reads the calendars of 200 languages, which
# took seconds for a page of 200 characters.
_QUICK = {"original_date": True, "extensive_search": False}
_URL_DATE = re.compile(r"/([12]\d{3})/([01]\d)(?:/([0-3]\d))?(?=/)")
_NO_TITLES = frozenset(("untitled", "sans titre", "document sans titre", "untitled document"))
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "footer", "svg", "select",
    "button",
))  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "li", "ul", "ol", "table", "tr", "br",
    "hr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "figure",
    "figcaption",
))  # fmt: skip


def read(data: bytes, *, max_bytes: int) -> list[RawArticle | ArticleError]:
    """The one article of a page."""
    declared = _DECLARED.search(data[:4096])
    encoding = declared[1].decode("ascii", "replace") if declared else None
    html, notes = decode(data, declared=encoding)
    tree, page = _parsed(html)
    text = _paragraphs(page.text) if page is not None and page.text else ""
    url = page.url if page is not None else None
    title = one_line(page.title or "") if page is not None else ""
    return [
        RawArticle(
            text=text or _all_text(html),
            title=None if fold(title) in _NO_TITLES else title or None,
            published=_published(tree) if tree is not None else None,
            language=_language(tree) if tree is not None else None,
            url=web_address(url or ""),
            origin=_meta(tree, "og:site_name") if tree is not None else None,
            file_date=_date_in_address(url or ""),
            notes=notes,
        )
    ]


def _parsed(html: str) -> tuple[HtmlElement | None, Document | None]:
    """The tree and the extracted page; none of what trafilatura takes for no page."""
    try:
        with quiet("trafilatura"), quiet("htmldate"):
            tree = trafilatura.load_html(html)
            if tree is None:
                return None, None
            # From the text, not from the tree, which extraction takes apart.
            page = trafilatura.bare_extraction(
                html, with_metadata=True, include_comments=False, date_extraction_params=_QUICK
            )
            return tree, page if isinstance(page, Document) else None
    except (LxmlError, *BROKEN):
        return None, None


def _paragraphs(text: str) -> str:
    """One empty line between paragraphs; the items of a list stay together."""
    return re.sub(r"\n+(?!- )", "\n\n", text)


def _metas(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        yield name.lower(), meta.get("content") or ""


def _meta(tree: HtmlElement, wanted: str) -> str | None:
    return next((one_line(value) or None for name, value in _metas(tree) if name == wanted), None)


def _published(tree: HtmlElement) -> PartialDate | None:
    """The page's own date: from its meta elements, its JSON-LD, or a time marked as such."""
    language = _language(tree) or "fr"
    stated = dict(reversed(list(_metas(tree))))  # the first of a name wins
    values = [stated[name] for name in _DATE_NAMES if name in stated]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            values += _JSON_DATE.findall(script.text or "")
    for path in _TIMES:
        values += [time.get("datetime") or time.text_content() for time in tree.xpath(path)]
    return next(filter(None, (parse_date(value, language=language) for value in values)), None)


def _language(tree: HtmlElement) -> str | None:
    root = tree.getroottree().getroot()
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return language_code(stated or _meta(tree, "og:locale") or "")


def _date_in_address(url: str) -> PartialDate | None:
    match = _URL_DATE.search(url)
    found = find_date("-".join(filter(None, match.groups()))) if match else None
    return found[0] if found else None


class _TextTarget:
    """Gathers the text that a page shows from a parser's events; with no tree, depth is free."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._hidden = 0  # how many elements deep in what is not shown

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._hidden += tag in _SKIPPED
        if tag in _BLOCKS:
            self._parts.append("\n")

    def end(self, tag: str) -> None:
        """An element ends; the parser ends those too that the page leaves open."""
        self._hidden -= tag in _SKIPPED
        if tag in _BLOCKS:
            self._parts.append("\n")

    def data(self, data: str) -> None:
        """A run of characters."""
        if not self._hidden:
            self._parts.append(re.sub(r"[ \t\r\n]+", " ", data))

    def close(self) -> str:
        """The text, with line ends between blocks."""
        return "".join(self._parts)


def _all_text(html: str) -> str:
    """The text of a page in which trafilatura sees none: very short ones, very deep ones."""
    parser = HTMLParser(target=_TextTarget(), huge_tree=True, encoding="utf-8")
    try:
        parser.feed(html.encode("utf-8", "replace"))
        shown = parser.close()
    except (LxmlError, *BROKEN) as error:
        raise ArticleError("this HTML cannot be read: save the page again, as text") from error
    lines = map(str.strip, clean(shown).split("\n"))
    return "\n\n".join(filter(None, lines))
