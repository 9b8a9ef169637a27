"""Word files (.docx), by python-docx: paragraphs, lists and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from index.errors import ArticleError
from index.readers.encoding import one_line
from index.readers.fields import language_code
from index.readers.raw import BROKEN, RawArticle, quiet
from index.types import PartialDate

_UNPACKED = 5  # times ``max_bytes`` that a file may unpack to
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted .docx, or a .doc under another name
_TEMPLATE_DATE = datetime(2013, 12, 23)  # what python-docx's own template says
_NO_TITLE = re.compile(r"untitled|sans titre|word document|document\s?\d*$", re.IGNORECASE)
_TITLE_STYLES = ("Title", "Titre", "Heading 1", "Titre 1")


def read(data: bytes, *, max_bytes: int) -> list[RawArticle | ArticleError]:
    """The one article of a Word file; ArticleError where it is locked, broken or a bomb."""
    if data.startswith(_OLE):
        raise ArticleError(
            "this file is encrypted or an old .doc: save it as .docx without a password"
        )
    try:
        _check_size(data, _UNPACKED * max_bytes)
        with quiet("docx"):
            return [_article(Document(BytesIO(data)))]
    except (BadZipFile, LxmlError, *BROKEN) as error:
        raise ArticleError(
            "this is no readable .docx file: open it in a word processor and save it again"
        ) from error


def _check_size(data: bytes, most: int) -> None:
    """Refuse what unpacks to much more than it is; ``zipfile`` holds each part to its size."""
    with ZipFile(BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > most:
        raise ArticleError(
            f"this .docx unpacks to {size // 1_000_000} MB, more than {most // 1_000_000}: "
            "take its pictures out or split it"
        )


def _article(word: WordDocument) -> RawArticle:
    properties = word.core_properties
    title = one_line(properties.title or "")
    return RawArticle(
        text="".join(_blocks(word)),
        title=title if title and not _NO_TITLE.match(title) else _heading(word),
        language=language_code(properties.language or ""),
        file_date=_created(properties.created),
    )


def _heading(word: WordDocument) -> str | None:
    """The heading that opens the text, if its style makes it one."""
    for paragraph in word.paragraphs:
        if paragraph.text.strip():
            return one_line(paragraph.text) if _style(paragraph) in _TITLE_STYLES else None
    return None


def _created(moment: datetime | None) -> PartialDate | None:
    if moment is None or moment.replace(tzinfo=None).date() == _TEMPLATE_DATE.date():
        return None
    return PartialDate(moment.year, moment.month, moment.day)


def _blocks(word: WordDocument) -> Iterator[str]:
    """Each paragraph, item and table row with the line breaks before it."""
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            yield "\n" + "".join(f"\n{row}" for row in _rows(block))
        elif block.text.strip():
            # An item follows its lead-in, or the item before it, without an empty line.
            yield ("\n- " if _is_item(block) else "\n\n") + block.text.strip()


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = [one_line(cell.text) for cell in row.cells]
        # A cell that spans columns is given once for each of them.
        distinct = [
            cell for cell, before in zip(cells, [None, *cells], strict=False) if cell != before
        ]
        if any(distinct):
            yield " | ".join(distinct)


def _style(paragraph: Paragraph) -> str:
    return (paragraph.style.name or "") if paragraph.style is not None else ""


def _is_item(paragraph: Paragraph) -> bool:
    if _style(paragraph).startswith(("List", "Liste")):
        return True
    properties = paragraph._p.pPr  # python-docx has no public way to see numbering
    return properties is not None and properties.numPr is not None
