"""PDF, by pypdf: the text of its pages, without running heads, as paragraphs."""

from __future__ import annotations

import re
import time
from collections import Counter
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from index.errors import ArticleError
from index.readers.dates import parse_date
from index.readers.encoding import clean, one_line
from index.readers.fields import language_code
from index.readers.lines import unwrap_ragged
from index.readers.raw import BROKEN, RawArticle, quiet
from index.types import PartialDate

_ENCRYPTED = "this PDF is encrypted: save a copy of it without a password"
_MOST_PAGES = 2000
_MOST_SECONDS = 60.0
_RUNNING = 3  # pages from which on a line that recurs at their edges is no text
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:/|sur|of)\s*\d{1,4})?\s*[-–—]?", re.I
)
_NO_TITLE = re.compile(
    r"(?:untitled|sans titre|microsoft word|powerpoint|document\s?\d*$)"
    r"|.*\.(?:docx?|odt|indd|pdf|tex|qxd|rtf)$",
    re.IGNORECASE,
)


def read(data: bytes, *, max_bytes: int) -> list[RawArticle | ArticleError]:
    """The one article of a PDF; ArticleError where it is locked, scanned, broken or endless."""
    try:
        with quiet("pypdf"):
            reader = _opened(data)
            pages = _page_lines(reader)
            properties = _properties(reader)
    except DependencyError as error:  # AES, for which pypdf needs a library that is not here
        raise ArticleError(_ENCRYPTED) from error
    except (PyPdfError, *BROKEN) as error:
        raise ArticleError(
            "this PDF is broken: open it in a viewer and print it to a new PDF"
        ) from error
    text = unwrap_ragged("\n".join(line for page in _without_running_heads(pages) for line in page))
    if not clean(text):
        raise ArticleError(
            "this PDF holds no text, it may be a scan: run text recognition (OCR) on it"
        )
    return [
        RawArticle(
            text=text,
            file_title=_title(properties.get("/Title", "")),
            file_date=_date(properties.get("/CreationDate", "")),
            language=language_code(properties.get("/Lang", "")),
        )
    ]


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):  # many are locked against printing only
        raise ArticleError(_ENCRYPTED)
    if len(reader.pages) > _MOST_PAGES:
        raise ArticleError(
            f"this PDF has {len(reader.pages)} pages, more than {_MOST_PAGES}: split it"
        )
    return reader


def _page_lines(reader: PdfReader) -> list[list[str]]:
    deadline = time.monotonic() + _MOST_SECONDS
    pages = []
    for page in reader.pages:
        text = page.extract_text().replace("\u00ad\n", "-\n")
        pages.append(clean(text).split("\n"))
        if time.monotonic() > deadline:
            raise ArticleError(
                f"this PDF takes more than {_MOST_SECONDS:.0f} seconds to read: split it"
            )
    return pages


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

    return [
        [line for place, line in enumerate(page) if not runs(line, place, len(page))]
        for page in pages
    ]


def _title(value: str) -> str | None:
    title = one_line(value)
    return title if title and not _NO_TITLE.match(title) else None


def _date(value: str) -> PartialDate | None:
    """Of "D:20250521103000+02'00'", as ISO 32000-1, 7.9.4 writes dates."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", value)
    return parse_date("-".join(filter(None, match.groups()))) if match else None
