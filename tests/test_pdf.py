"""PDF files, whole, sealed and damaged."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from files import article_in, reason_for
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from index.readers.single import articles_of
from index.reading import MAX_BYTES


def pdf_of(*pages: list[str], info: str = "") -> bytes:
    """A PDF of pages of lines in Helvetica, written by hand; text in Windows-1252."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = b"".join(
            b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T* "
            for line in lines
        )
        stream = b"BT /F1 12 Tf 14 TL 50 750 Td " + shown + b"ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources "
            b"<< /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(f"<< {info} >>".encode())
    written = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start, count = len(written), len(objects) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    written += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (count, len(objects))
    return written + b"startxref\n%d\n%%%%EOF\n" % start


LINES = [
    "Lyon, 21 mai 2025 – Le maire a reçu mardi les délégués de la grande poli-",
    "tique urbaine à l’hôtel de ville, où il leur a parlé des ponts et des routes",
    "de la région. Rien n’est décidé.",
]

PDF_TEXT = (
    "Lyon, 21 mai 2025 – Le maire a reçu mardi les délégués de la grande politique urbaine à "
    "l’hôtel de ville, où il leur a parlé des ponts et des routes de la région. Rien n’est décidé."
)


def test_a_pdf_gives_its_paragraphs_title_and_dateline(tmp_path: Path) -> None:
    info = "/Title (Un pont neuf) /CreationDate (D:20250602100000+02'00')"
    article = article_in(tmp_path, "a.pdf", pdf_of(["Un pont neuf", *LINES], info=info))
    assert article.title == "Un pont neuf"
    assert article.text == PDF_TEXT
    assert (str(article.published), article.place) == ("2025-05-21", "Lyon")
    assert article.language == "fr"


def test_a_pdf_s_properties_serve_where_its_text_is_silent(tmp_path: Path) -> None:
    info = "/Title (Un pont neuf) /CreationDate (D:20250602100000+02'00')"
    article = article_in(tmp_path, "a.pdf", pdf_of(["Le pont ouvre. Enfin."], info=info))
    assert (article.title, str(article.published)) == ("Un pont neuf", "2025-06-02")
    info = "/Title (Microsoft Word - pont.docx) /CreationDate (D:29990101)"
    article = article_in(tmp_path, "a.pdf", pdf_of(["Le pont ouvre. Enfin."], info=info))
    assert (article.title, article.published) == ("Le pont ouvre.", None)


def test_a_pdf_s_title_over_two_lines_is_taken_out_whole(tmp_path: Path) -> None:
    info = "/Title (Un pont neuf pour la ville de Lyon)"
    lines = ["Un pont neuf pour", "la ville de Lyon", *LINES]
    article = article_in(tmp_path, "a.pdf", pdf_of(lines, info=info))
    assert article.title == "Un pont neuf pour la ville de Lyon"
    assert article.text == PDF_TEXT


def test_running_heads_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    pages = [
        [
            "La Gazette, numéro 12",
            f"Le pont {word} sera bâti.",
            f"Il coûtera {word}.",
            f"Page {page}",
        ]
        for page, word in enumerate(("rouge", "vert", "bleu", "gris"), start=1)
    ]
    text = article_in(tmp_path, "a.pdf", pdf_of(*pages)).text
    assert "Gazette" not in text
    assert "Page" not in text
    assert all(f"Le pont {word}" in text for word in ("rouge", "vert", "bleu", "gris"))


def test_a_number_alone_on_a_line_is_text_within_a_page_and_none_at_its_foot(
    tmp_path: Path,
) -> None:
    lines = ["Le pont neuf a", "coûté en tout", "14", "millions d’euros.", "3"]
    text = article_in(tmp_path, "a.pdf", pdf_of(lines)).text
    assert " ".join(text.split()) == "Le pont neuf a coûté en tout 14 millions d’euros."


def test_an_encrypted_pdf_is_reported_unless_its_password_is_empty(tmp_path: Path) -> None:
    for password, readable in (("secret", False), ("", True)):
        writer = PdfWriter(PdfReader(BytesIO(pdf_of(LINES))))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
        sealed = BytesIO()
        writer.write(sealed)
        if readable:
            assert article_in(tmp_path, "a.pdf", sealed.getvalue()).text == PDF_TEXT
        else:
            assert "encrypted" in reason_for(tmp_path, "a.pdf", sealed.getvalue())


def test_a_pdf_under_a_cipher_that_is_not_installed_is_reported_as_encrypted(
    tmp_path: Path,
) -> None:
    cipher = (
        b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /StmF /StdCF /StrF /StdCF"
        b" /CF << /StdCF << /CFM /AESV3 /Length 32 /AuthEvent /DocOpen >> >>"
        b" /O <%s> /U <%s> /OE <%s> /UE <%s> /Perms <%s> >> /Root"
        % (b"00" * 48, b"00" * 48, b"00" * 32, b"00" * 32, b"00" * 16)
    )
    sealed = pdf_of(LINES).replace(b"/Root", cipher)
    assert "encrypted" in reason_for(tmp_path, "a.pdf", sealed)


def test_scanned_and_broken_pdfs_are_reported(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "scan" in reason_for(tmp_path, "a.pdf", pdf_of([]))
    whole = pdf_of(LINES)
    for data in (b"%PDF-1.4\n", b"no PDF at all", whole[:300], whole.replace(b"/Pages", b"/Pagan")):
        assert "PDF" in reason_for(tmp_path, "a.pdf", data)
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


@settings(deadline=None)
@given(st.data())
def test_a_pdf_damaged_anywhere_is_an_article_or_a_problem(data: st.DataObject) -> None:
    whole = bytearray(pdf_of(["Un pont neuf", *LINES], info="/Title (Un pont)"))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    articles, problems = articles_of("a.pdf", bytes(whole), max_bytes=MAX_BYTES)
    assert len(articles) + len(problems) == 1
