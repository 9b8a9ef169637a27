"""Files that are made to harm whoever reads them. Each is small, or grows as it is unpacked."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from docx import Document
from pypdf import PdfReader, PdfWriter

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
LINE = b"BT /F1 12 Tf 14 TL 50 750 Td (Le pont de Vesle est ouvert.) Tj T* ET\n"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf_of_objects(objects: Iterable[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its root."""
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(offsets) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(written))
    )


def stream(content: bytes, *, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def packed(content: bytes) -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(content, 9), entries=b"/Filter /FlateDecode ")


def pdf_of_contents(*contents: bytes, more: Iterable[bytes] = (), things: bytes = b"") -> bytes:
    """A PDF with a page for each stream; ``things`` is what the pages' XObjects are."""
    first = 4 + len(contents)
    kids = b" ".join(b"%d 0 R" % (4 + place) for place in range(len(contents)))
    pages = [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources "
        b"<< /Font << /F1 3 0 R >> /XObject << %s >> >> >>" % (first + place, things)
        for place in range(len(contents))
    ]
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents))
    root = b"<< /Type /Catalog /Pages 2 0 R >>"
    return pdf_of_objects([root, tree, FONT, *pages, *contents, *more])


def endless_pdf() -> bytes:
    """A page whose one string takes a quarter of a minute to lay out."""
    return pdf_of_contents(packed(b"BT /F1 12 Tf (" + b"x" * 30_000_000 + b") Tj ET"))


def long_pdf(pages: int) -> bytes:
    """So many pages, each with its own sentence."""
    shown = b"BT /F1 12 Tf 14 TL 50 750 Td (Le pont numero %d est ouvert depuis hier.) Tj T* ET"
    return pdf_of_contents(*(stream(shown % number) for number in range(pages)))


def looping_pdf() -> bytes:
    """A tree of pages that goes round in a circle."""
    tree = b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 99 >>"
    return pdf_of_objects([b"<< /Type /Catalog /Pages 2 0 R >>", tree % (3, 3), tree % (2, 2)])


def branching_pdf(levels: int) -> bytes:
    """A tree of few objects and two to the power of ``levels`` pages."""
    tree = b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>"
    nodes = [tree % (place + 3, place + 3) for place in range(levels)]
    page = b"<< /Type /Page /MediaBox [0 0 9 9] >>"
    return pdf_of_objects([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def scanned_pdf(*texts: bytes) -> bytes:
    """A page for each text, with a picture of 100,000 by 100,000 points on it."""
    picture = stream(
        b"x",
        entries=b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 "
        b"/BitsPerComponent 8 /ColorSpace /DeviceRGB ",
    )
    number = 4 + 2 * len(texts)
    pages = [stream(text + b"\n/Im Do") for text in texts]
    return pdf_of_contents(*pages, more=[picture], things=b"/Im %d 0 R" % number)


def sealed_pdf() -> bytes:
    """A PDF under a password."""
    writer = PdfWriter(PdfReader(BytesIO(pdf_of_contents(stream(LINE)))))
    writer.encrypt(user_password="secret", owner_password="owner", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def zip_of(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip archive."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def docx_of_xml(body: str, *, prologue: str = "") -> bytes:
    """A Word file whose text is this XML."""
    file = BytesIO()
    Document().save(file)
    document = (
        f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body>'
        "</w:document>"
    )
    with zipfile.ZipFile(file) as whole:
        parts = [(part.filename, whole.read(part)) for part in whole.infolist()]
    return zip_of(
        (name, document.encode() if name == "word/document.xml" else content)
        for name, content in parts
    )


def wide_docx() -> bytes:
    """A table with a cell that says it is a milliard columns wide."""
    cell = (
        '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
        "<w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    )
    return docx_of_xml(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


def laughing_docx() -> bytes:
    """Entities that unfold to ten milliard letters."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    return docx_of_xml(
        "<w:p><w:r><w:t>&e10;</w:t></w:r></w:p>",
        prologue=f'<!DOCTYPE d [<!ENTITY e0 "x">{entities}]>',
    )


def laughing_front_matter() -> str:
    """Anchors that unfold to ten milliard letters."""
    lines = ['a0: &a0 "x"']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    return "---\ntitle: Un pont\n" + "\n".join(lines) + "\n---\nLe pont de Vesle est ouvert.\n"


def rows(count: int, broken: int) -> str:
    """Lines of JSON, one of which is none."""
    lines = [json.dumps({"text": f"Le pont numéro {number} ouvre."}) for number in range(count)]
    lines[broken] = '{"text": "Le pont'
    return "\n".join(lines)
