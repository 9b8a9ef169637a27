"""What surrounds the conversation: masthead, form, first screen, and the article's dialog, as HTML.

Static but for the choices of the filters and the counts; every value is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui import phrases, wording
from ui.markup import Attributes, both, element, escape
from ui.text import LANGUAGES, Text


def masthead(*, adding: bool = False, keeping: bool = False) -> str:
    """The title, the switch of languages and the ways to add articles and to kept conversations."""
    buttons = "".join(
        f'<button type="button" data-language="{code}" lang="{code}" aria-pressed="false">'
        f'{code.upper()}<span class="unseen"> {phrases.language_name(code)}</span></button>'
        for code in LANGUAGES
    )
    return (
        f'<a class="skip" href="#question">{both(wording.SKIP)}</a>'
        f'<header class="masthead"><h1>Sourcier</h1><p>{both(wording.TAGLINE)}</p>'
        f"{_KEPT_BUTTONS * keeping}{add_button() * adding}"
        f'<div class="switch" role="group" aria-labelledby="switch-label">'
        f'<span id="switch-label" class="unseen">{both(wording.SWITCH)}</span>{buttons}</div>'
        "</header>"
    )


_KEPT_BUTTONS = (
    f'<button type="button" class="add" data-new>{both(wording.NEW_CONVERSATION)}</button>'
    f'<button type="button" class="add" data-conversations>{both(wording.CONVERSATIONS)}</button>'
)


def add_button() -> str:
    """What opens the dialog for adding articles."""
    attributes: Attributes = {"type": "button", "class": "add", "data-add": True}
    return element("button", both(wording.ADD), attributes=attributes)


def first_articles() -> str:
    """Under what to run where there is no article yet: they can be added here."""
    return element(
        "p", both(wording.FIRST_ARTICLES), " ", add_button(), attributes={"class": "first"}
    )


def opening(content: str) -> str:
    """The place of the first screen, whose content the page's script may replace."""
    return element("div", content, attributes={"id": "opening"})


def welcome(examples: Mapping[str, Sequence[str]], *, counts: tuple[int, int] | None = None) -> str:
    """The first screen: what this is, what it holds and questions to begin with.

    ``examples`` has the questions for each language of the page; a language without any shows
    those of another. ``counts`` are the articles and their passages.
    """
    parts = [element("h2", both(wording.WELCOME)), element("p", both(wording.PROMISE))]
    if counts:
        articles, passages = counts
        held = f"{both(phrases.articles_counted(articles))} · "
        held += both(phrases.passages_counted(passages))
        parts.append(element("p", held, attributes={"class": "note"}))
    offered = {code: examples.get(code, ()) for code in LANGUAGES}
    spare = next((questions for questions in offered.values() if questions), ())
    if spare:
        parts.append(element("h3", both(wording.EXAMPLES)))
        parts += [_examples(code, questions or spare) for code, questions in offered.items()]
    return element("section", *parts, attributes={"class": "welcome"})


def form() -> str:
    """The question and the filters, whose choices the script asks for when they are opened."""
    known, codes = choices((), ())
    fields = (
        _field("since", wording.SINCE, '<input id="since" name="since" type="date">')
        + _field("until", wording.UNTIL, '<input id="until" name="until" type="date">')
        + _field(
            "source",
            wording.SOURCE,
            '<input id="source" name="source" list="known-sources" autocomplete="off"'
            ' aria-describedby="source-hint">'
            f'<span id="source-hint" class="hint">{both(wording.SOURCE_HINT)}</span>',
        )
        + _field(
            "language",
            wording.LANGUAGE,
            f'<select id="language" name="language">{codes}</select>',
        )
    )
    return (
        '<div id="lost" class="trouble" role="alert" hidden>'
        f'<p class="headline">{both(wording.FAILED)}</p><p>{both(wording.SERVER_LOST)}</p></div>'
        '<form id="ask" novalidate autocomplete="off">'
        f'<label for="question">{both(wording.QUESTION)}</label>'
        '<div class="line"><textarea id="question" name="question" rows="1" enterkeyhint="send"'
        ' aria-describedby="keys"></textarea>'
        f'<button type="submit">{both(wording.ASK)}</button></div>'
        f'<button type="button" class="stop" data-stop>{both(wording.STOP)}</button>'
        f'<p id="keys" class="hint">{both(wording.KEYS)}</p>'
        f'<details class="filters"><summary>{both(wording.FILTERS)} <output id="filter-count">'
        f'</output></summary><div class="fields">{fields}'
        f'<button type="reset">{both(wording.CLEAR_FILTERS)}</button></div></details>'
        f'<datalist id="known-sources">{known}</datalist></form>'
    )


def choices(sources: Sequence[str], languages: Sequence[str]) -> tuple[str, str]:
    """The options of the filters by source and by language."""
    known = "".join(f'<option value="{escape(source)}"></option>' for source in sources)
    codes = "".join(
        f'<option value="{escape(code)}">{escape(phrases.language_name(code))}</option>'
        for code in languages
    )
    return known, f'<option value=""{_said(wording.ANY_LANGUAGE)}></option>{codes}'


def sources_panel(sections: str) -> str:
    """The column of the sources, or the line that says what will stand there."""
    empty = element("p", both(wording.NO_SOURCES_YET), attributes={"class": "empty"})
    heading = f'<h2 id="sources-title">{both(wording.SOURCES)}</h2>'
    attributes = {"id": "sources", "aria-labelledby": "sources-title"}
    return element("section", heading, sections or empty, attributes=attributes)


def conversation_panel(content: str) -> str:
    """The column of the answers."""
    return (
        '<section id="conversation" aria-labelledby="conversation-title">'
        f'<h2 id="conversation-title" class="unseen">{both(wording.CONVERSATION)}</h2>'
        f"{content}</section>"
    )


def shell(texts: Mapping[str, Text] | None = None) -> str:
    """The dialog that articles open in, the live region, and the texts that the script says.

    ``texts`` are further ones, by the name that the script has for each.
    """
    said = "".join(
        f"<span data-said={name}>{both(text)}</span>"
        for name, text in {
            "searching": wording.SEARCHING,
            "answered": wording.ANSWER_READY,
            "abstained": wording.NO_ANSWER_READY,
            "copied": wording.COPIED,
            "not-copied": wording.NOT_COPIED,
            "loading": wording.LOADING,
            "lost": wording.SERVER_LOST,
            **(texts or {}),
        }.items()
    )
    return (
        '<p id="status" class="unseen" role="status" aria-live="polite"></p>'
        f'<div id="said" hidden>{said}</div><p id="toast" aria-hidden="true" hidden></p>'
        '<dialog id="reader" aria-labelledby="reader-title"><div class="bar">'
        f'<button type="button" data-to-quote>{both(wording.TO_QUOTE)}</button>'
        f'<button type="button" data-close>{both(wording.CLOSE)}</button></div>'
        '<div id="reader-body" tabindex="0" role="region" aria-labelledby="reader-title"></div>'
        "</dialog>"
    )


def _examples(code: str, questions: Sequence[str]) -> str:
    items = "".join(
        f'<li><button type="button" class="example" data-ask="{escape(question)}">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return f'<ul class="examples" data-in="{code}">{items}</ul>'


def _field(name: str, label: Text, control: str) -> str:
    return f'<div class="field"><label for="{name}">{both(label)}</label>{control}</div>'


def _said(text: Text) -> str:
    # An option holds text alone, so the script writes it in the page's language.
    return f' data-fr="{escape(text.fr)}" data-en="{escape(text.en)}"'
