"""PDF, by pypdf: the text of its pages, without running heads, as paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from index.errors import ArticleError
from index.readers.dates import parse_date
from index.readers.encoding import clean, one_line
from index.readers.fields import language_code
from index.readers.lines import unwrap_ragged
from index.readers.raw import BROKEN, RawArticle, quiet
from index.types import PartialDate

_ENCRYPTED = "this PDF is encrypted: save a copy of it without a password"
_BROKEN = "this PDF is broken: open it in a viewer and print it to a new PDF"
_SCANNED = "this PDF holds no text, it may be a scan: run text recognition (OCR) on it"
_NAMED = 10  # stretches of pages that a note names
_RUNNING = 3  # pages from which on a line that recurs at their edges is no text
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:/|sur|of)\s*\d{1,4})?\s*[-–—]?", re.I
)
_NO_TITLE = re.compile(
    r"(?:untitled|sans titre|microsoft word|powerpoint|document\s?\d*$)"
    r"|.*\.(?:docx?|odt|indd|pdf|tex|qxd|rtf)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page, and why it has none: a picture of text, or damage."""

    lines: list[str]
    scanned: bool = False
    broken: bool = False


def read(data: bytes, *, max_bytes: int) -> list[RawArticle | ArticleError]:
    """The one article of a PDF; ArticleError where it is locked, scanned or broken."""
    try:
        with quiet("pypdf"):
            reader = _opened(data)
            pages = [_page_of(page) for page in reader.pages]
            properties = _properties(reader)
    except DependencyError as error:  # AES, for which pypdf needs a library that is not here
        raise ArticleError(_ENCRYPTED) from error
    except (PyPdfError, *BROKEN) as error:
        raise ArticleError(_BROKEN) from error
    lines = [
        line for page in _without_running_heads([page.lines for page in pages]) for line in page
    ]
    text = unwrap_ragged("\n".join(lines))
    if not clean(text):
        raise ArticleError(_BROKEN if any(page.broken for page in pages) else _SCANNED)
    return [
        RawArticle(
            text=text,
            file_title=_title(properties.get("/Title", "")),
            file_date=_date(properties.get("/CreationDate", "")),
            language=language_code(properties.get("/Lang", "")),
            notes=_notes(pages),
        )
    ]


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):  # many are locked against printing only
        raise ArticleError(_ENCRYPTED)
    return reader


def _page_of(page: PageObject) -> _Page:
    """What a page shows; a page that breaks its parser is one page, not the whole file."""
    try:
        text = page.extract_text().replace("\u00ad\n", "-\n")
        lines = clean(text).split("\n")
        return _Page(lines, scanned=lines == [""] and _shows_picture(page))
    except DependencyError:
        raise
    except (PyPdfError, *BROKEN):
        return _Page([""], broken=True)


def _shows_picture(page: PageObject) -> bool:
    things = page.get("/Resources", {}).get("/XObject", {})
    return any(thing.get_object().get("/Subtype") == "/Image" for thing in things.values())


def _notes(pages: list[_Page]) -> tuple[str, ...]:
    """The pages that are not in the text, by their numbers."""
    scanned = [number for number, page in enumerate(pages, start=1) if page.scanned]
    broken = [number for number, page in enumerate(pages, start=1) if page.broken]
    notes = []
    if scanned:
        notes.append(
            f"{_numbers(scanned)} of {len(pages)} pages show pictures and no text, they may be "
            "scans: run text recognition (OCR) on it"
        )
    if broken:
        notes.append(
            f"{_numbers(broken)} of {len(pages)} pages cannot be read: open it in a viewer and "
            "print it to a new PDF"
        )
    return tuple(notes)


def _numbers(pages: list[int]) -> str:
    """How many and which: ``5 (1-4, 9)``."""
    stretches: list[list[int]] = []
    for number in pages:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    named = [f"{a}-{b}" if a < b else f"{a}" for a, b in stretches[:_NAMED]]
    return f"{len(pages)} ({', '.join(named)}{', …' if stretches[_NAMED:] else ''})"


def _properties(reader: PdfReader) -> dict[str, str]:
    values = {**(reader.metadata or {}), "/Lang": reader.root_object.get("/Lang")}
    return {name: str(value) for name, value in values.items() if isinstance(value, str | bytes)}


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers and the lines that recur at their tops and bottoms."""

    def outline(line: str) -> str:
        return re.sub(r"\d+", "#", line.strip())

    edges = Counter(
        shape for page in pages for shape in {outline(line) for line in page[:2] + page[-2:]}
    )

    def runs(line: str, place: int, count: int) -> bool:
        if 2 <= place < count - 2:
            return False
        recurs = len(pages) >= _RUNNING and edges[outline(line)] > len(pages) / 2
        return recurs or bool(_PAGE_NUMBER.fullmatch(line.strip()))

    kept = [
        [line for place, line in enumerate(page) if not runs(line, place, len(page))]
        for page in pages
    ]
    return kept if any(map(any, kept)) else pages  # pages that are all alike are no running heads


def _title(value: str) -> str | None:
    title = one_line(value)
    return title if title and not _NO_TITLE.match(title) else None


def _date(value: str) -> PartialDate | None:
    """Of "D:20250521103000+02'00'", as ISO 32000-1, 7.9.4 writes dates."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", value)
    return parse_date("-".join(filter(None, match.groups()))) if match else None
