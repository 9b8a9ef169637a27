"""The names that front matter and JSON give to what an article needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from index.analysis import fold
from index.readers.dates import date_of_number, parse_date, plausible
from index.readers.encoding import one_line
from index.readers.raw import RawArticle
from index.types import PartialDate

# Folded, without spaces, dashes, underscores and colons; the first that has a value wins.
_TITLE = ("title", "titre", "headline", "ogtitle", "name", "nom")
_TEXT = (
    "text", "texte", "content", "contenu", "body", "corps", "articlebody", "article",
    "articletext", "fulltext", "maintext", "plaintext",
)  # fmt: skip
_DATE = (
    "date", "published", "publishedtime", "publishedat", "publisheddate", "articlepublishedtime",
    "datepublished", "datepublication", "datedepublication", "publicationdate", "publishdate",
    "pubdate", "publie", "publiele", "datepublie", "created", "createdat", "timestamp", "datetime",
)  # fmt: skip
_URL = ("url", "link", "lien", "permalink", "canonical", "canonicalurl", "sourceurl", "uri")
_LANGUAGE = ("lang", "language", "langue", "locale", "inlanguage")
_PLACE = ("place", "lieu", "location", "ville", "city", "dateline")
_ORIGIN = ("source", "origin", "origine", "publisher", "sourcename", "sitename", "journal", "site")
_LANGUAGES = {
    "francais": "fr", "french": "fr", "fra": "fr", "fre": "fr",
    "anglais": "en", "english": "en", "eng": "en",
}  # fmt: skip


_LONGEST_NAME = 60  # characters of a field's name, of which those that are known have 25 at most
_LONGEST_VALUE = 200  # of a place or an origin
_LONGEST_ADDRESS = 2000


def language_code(value: str) -> str | None:
    """``fr`` of "fr", "fr-FR", "fr_CA.UTF-8", "français" or "French"; None of anything else."""
    folded = fold(value[:_LONGEST_NAME].strip())
    if folded in _LANGUAGES:
        return _LANGUAGES[folded]
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_.].*)?", folded)
    return _LANGUAGES.get(match[1], match[1]) if match else None


def web_address(value: str) -> str | None:
    """The value if it is an http address without white space; None otherwise."""
    value = value.strip()
    if len(value) > _LONGEST_ADDRESS:
        return None
    return value if re.fullmatch(r"https?://[^\s<>\"]+", value, re.IGNORECASE) else None


def article_of_fields(fields: Mapping[str, object], *, text: str | None = None) -> RawArticle:
    """The article that named values describe; its text is ``text`` or the value that holds one.

    A date that cannot be read, or lies in the future, is left out with a note.
    """
    known = {
        re.sub(r"[\W_]", "", fold(name)): value
        for name, value in fields.items()
        if len(name) <= _LONGEST_NAME
    }
    language = language_code(_first(known, _LANGUAGE) or "")
    published, notes = _published(known, language or "fr")
    origin = _first(known, _ORIGIN)
    url = web_address(_first(known, _URL) or "")
    if origin and (address := web_address(origin)):
        url, origin = url or address, None if url in (None, address) else address
    return RawArticle(
        text=_text(known) if text is None else text,
        title=_first(known, _TITLE),
        published=published,
        language=language,
        place=_short(_first(known, _PLACE)),
        url=url,
        origin=_short(origin),
        notes=notes,
    )


def _short(value: str | None) -> str | None:
    return value[:_LONGEST_VALUE].rstrip() if value else value


def _first(known: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for value in _values(known, names):
        if line := one_line(value):
            return line
    return None


def _values(known: Mapping[str, object], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = known.get(name)
        if isinstance(value, Mapping):  # {"source": {"id": null, "name": "Le Journal"}}
            value = value.get("name")
        if isinstance(value, str):
            yield value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield str(value)


def _text(known: Mapping[str, object]) -> str:
    for name in _TEXT:
        value = known.get(name)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)  # paragraphs
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _published(
    known: Mapping[str, object], language: str
) -> tuple[PartialDate | None, tuple[str, ...]]:
    unread: tuple[str, ...] = ()
    for name in _DATE:
        value = known.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
            continue
        if isinstance(value, str):
            found = parse_date(value, language=language)
        else:
            found = date_of_number(value)
        if found and plausible(found, date.today()):
            return found, ()
        unread = unread or (_unread_note(name, str(value), found),)
    return None, unread


def _unread_note(name: str, value: str, found: PartialDate | None) -> str:
    why = "no article can be of that day yet" if found else "it cannot be read as a date"
    return f"its {name} {value[:40]!r} is left out, {why}: write YYYY-MM-DD, YYYY-MM or YYYY"
