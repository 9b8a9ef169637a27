"""The passages behind an answer, and the article behind a passage, as HTML.

Pure, and escaped by :mod:`ui.markup`. A quotation is marked within its passage, and the words of it
that answer within the quotation.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Article, Hit, Span
from rag.types import Citation, Copy
from ui import phrases, wording
from ui.copies import main_sources, render_copies
from ui.markup import Attributes, Layer, both, element, escape, link_to_quote, prose, safe_url
from ui.render import Turn
from ui.text import Text

# What is shown around a quotation that none of the passages found holds, in characters.
_AROUND = 350


def render_sources(turns: Sequence[Turn]) -> str:
    """The sources of every turn; the page shows those of one turn at a time."""
    return "".join(_sources_of(turn) for turn in turns)


def render_article(article: Article, quoted: Span, others: Sequence[Article] = ()) -> str:
    """A whole article with the quotation marked; an empty span marks nothing.

    ``others`` are its near copies, each of which can be opened.
    """
    facts = {
        wording.DATE: [both(phrases.date_of(article))],
        wording.PLACE: [escape(article.place)] if article.place else [],
        wording.SOURCE: [_source_name(source, link=True) for source in main_sources(article)],
    }
    entries = "".join(
        element("div", element("dt", both(name)), *(element("dd", value) for value in values))
        for name, values in facts.items()
        if values
    )
    quote = article.text[quoted.start : quoted.end]
    copies = [Copy.of(other, quote) for other in others]
    language = {"lang": article.language}
    title = element("h2", escape(article.title), attributes={**language, "id": "reader-title"})
    body = prose(article.text, Span(0, len(article.text)), [Layer(quoted, "mark", "quote")])
    return (
        title
        + element("dl", entries)
        + render_copies(article, copies, name="reader-also")
        + element("div", body, attributes={**language, "class": "text"})
    )


def surroundings(citation: Citation, passages: Sequence[Hit]) -> Span:
    """The stretch of the article that a quotation is shown in: its passage, or what is around it.

    It always holds the quotation; where no passage does, it ends at white space.
    """
    for hit in passages:
        passage = hit.passage
        same = passage.article_id == citation.article.article_id
        if same and passage.start <= citation.start and citation.end <= passage.end:
            return Span(passage.start, passage.end)
    text = citation.article.text
    start, end = max(0, citation.start - _AROUND), min(len(text), citation.end + _AROUND)
    while 0 < start < citation.start and not text[start - 1].isspace():
        start += 1
    while len(text) > end > citation.end and not text[end].isspace():
        end -= 1
    return Span(start, end)


def citation_text(article: Article, quote: str) -> Text:
    """What a journalist pastes: the quotation, the title, the date and where it is from."""
    words = " ".join(quote.split())
    date = phrases.date_of(article)
    where = ", ".join(_names(article))
    end = f", {where}" if where else ""
    return Text(
        f"« {words} » — {article.title}, {date.fr}{end}",
        f"“{words}” — {article.title}, {date.en}{end}",
    )


def _sources_of(turn: Turn) -> str:
    question = f"{both(wording.FOR_QUESTION)} {element('q', escape(turn.question))}"
    top = element("p", question, attributes={"class": "note"})
    if turn.closest:
        warning = element("strong", both(wording.NOT_AN_ANSWER))
        top = element("h3", both(wording.CLOSEST)) + element("p", warning) + top
        cards = [
            _closest(turn, place, hit, article)
            for place, (hit, article) in enumerate(turn.closest, start=1)
        ]
    elif turn.answer and turn.answer.citations:
        passages = turn.answer.passages
        cards = [_source(turn, citation, passages) for citation in turn.answer.citations]
    else:
        nothing = wording.NO_SOURCES if turn.finished else wording.NO_SOURCES_YET
        top, cards = element("p", both(nothing), attributes={"class": "empty"}), []
    attributes: Attributes = {"class": "sources", "data-turn": turn.number}
    return element("section", top, element("ol", *cards), attributes=attributes)


def _source(turn: Turn, citation: Citation, passages: Sequence[Hit]) -> str:
    article = citation.article
    around = surroundings(citation, passages)
    quote = Span(citation.start, citation.end)
    layers = [Layer(quote, "mark", "quote")]
    layers += [
        Layer(Span(citation.start + mark.start, citation.start + mark.end), "b")
        for mark in citation.marks
    ]
    layers += [Layer(span, "span", "context") for span in citation.context]
    # What makes the quotation intelligible may stand outside its passage: it is shown all the same.
    before = [Span(span.start, min(span.end, around.start)) for span in sorted(citation.context)]
    after = [Span(max(span.start, around.end), span.end) for span in sorted(citation.context)]
    text = "".join(prose(article.text, part, layers) for part in (*before, around, *after))
    return _card(turn, citation.number, article, text, quote, copies=citation.also_in)


def _closest(turn: Turn, place: int, hit: Hit, article: Article) -> str:
    span = Span(hit.passage.start, hit.passage.end)
    return _card(turn, place, article, prose(article.text, span, []), span)


def _card(
    turn: Turn,
    number: int,
    article: Article,
    text: str,
    span: Span,
    *,
    copies: Sequence[Copy] | None = None,
) -> str:
    """What stands behind an answer, with ``copies``, or a passage that answers nothing."""
    quotation = copies is not None
    name = f"t{turn.number}-s{number}"
    language = {"lang": article.language}
    badge = element("span", f"[{number}]", attributes={"class": "number"}) if quotation else ""
    title = element("span", escape(article.title), attributes={**language, "dir": "auto"})
    heading = element("h4", badge, title, attributes={"id": f"{name}-title"})
    about = [both(phrases.date_of(article))]
    about += [escape(article.place)] if article.place else []
    about += [_source_name(source) for source in main_sources(article)]
    facts = element("ul", *(element("li", one) for one in about), attributes={"class": "facts"})
    passage = element("blockquote", text, attributes=language)
    also_in = render_copies(article, copies or (), name=f"{name}-also")
    actions = _actions(turn, number, article, span, quotation=quotation)
    attributes: Attributes = {
        "id": name,
        "class": "source",
        "tabindex": -1,
        "aria-labelledby": f"{name}-title",
    }
    return element("li", heading, facts, passage, also_in, actions, attributes=attributes)


def _actions(turn: Turn, number: int, article: Article, span: Span, *, quotation: bool) -> str:
    about = element("span", escape(article.title), attributes={"class": "unseen"})
    parts = [
        element(
            "button",
            both(wording.OPEN_ARTICLE),
            about,
            attributes={
                "type": "button",
                "data-open": article.article_id,
                "data-start": span.start,
                "data-end": span.end,
            },
        )
    ]
    if quotation:
        copied = citation_text(article, article.text[span.start : span.end])
        attributes = {"type": "button", "data-copy-fr": copied.fr, "data-copy-en": copied.en}
        parts.append(element("button", both(wording.COPY), about, attributes=attributes))
        urls = (safe_url(source) for source in article.sources)
        parts += [_original(url, article.text[span.start : span.end]) for url in urls if url]
    back = {"href": f"#t{turn.number}", "class": "back"}
    parts.append(element("a", both(wording.BACK), attributes=back))
    return element("p", *parts, attributes={"class": "actions"})


def _original(url: str, quote: str) -> str:
    attributes = {
        "href": link_to_quote(url, quote),
        "target": "_blank",
        "rel": "noopener noreferrer",
    }
    new_tab = element("span", "(", both(wording.NEW_TAB), ")", attributes={"class": "unseen"})
    return element("a", both(wording.ORIGINAL), new_tab, attributes=attributes)


def _names(article: Article) -> tuple[str, ...]:
    return (article.origin, *article.sources) if article.origin else article.sources


def _source_name(source: str, *, link: bool = False) -> str:
    url = safe_url(source)
    if url and link:
        attributes = {"href": url, "target": "_blank", "rel": "noopener noreferrer"}
        return element("a", escape(source), attributes=attributes)
    return element("span", escape(source), attributes={"dir": "auto"})
