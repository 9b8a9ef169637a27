"""Word files, whole and damaged."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from files import BODY, article_in, read_articles, reason_for


def docx_of(word: Document) -> bytes:  # type: ignore[valid-type]
    file = BytesIO()
    word.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def test_a_word_file_gives_title_lists_and_tables_in_order(tmp_path: Path) -> None:
    word = Document()
    word.add_heading("Un pont neuf", level=1)
    word.add_paragraph("Publié le 3 mars 2024")
    word.add_paragraph("Le maire a promis :")
    word.add_paragraph("un pont ;", style="List Bullet")
    word.add_paragraph("une route.", style="List Number")
    table = word.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Coût", "12 euros"
    word.add_heading("La suite", level=2)
    word.add_paragraph("Rien n’est décidé.")
    article = article_in(tmp_path, "a.docx", docx_of(word))
    assert article.title == "Un pont neuf"
    assert str(article.published) == "2024-03-03"
    assert article.text == (
        "Le maire a promis :\n- un pont ;\n- une route.\n\nCoût | 12 euros\n\nLa suite\n\n"
        "Rien n’est décidé."
    )


def test_a_word_file_s_properties_give_title_and_date(tmp_path: Path) -> None:
    word = Document()
    word.add_paragraph("Le pont ouvre. Enfin.")
    article = article_in(tmp_path, "a.docx", docx_of(word))
    assert (article.title, article.published) == ("Le pont ouvre.", None)
    word.core_properties.title = "Un pont neuf"
    word.core_properties.created = datetime(2024, 3, 3, 10)
    article = article_in(tmp_path, "a.docx", docx_of(word))
    assert (article.title, str(article.published)) == ("Un pont neuf", "2024-03-03")


@pytest.mark.parametrize("name", ["Document1", "Sans titre", "Untitled", "Word Document"])
def test_the_name_that_word_gives_a_new_file_is_no_title(tmp_path: Path, name: str) -> None:
    word = Document()
    word.core_properties.title = name
    word.add_heading("Un pont neuf", level=1)
    word.add_paragraph("Le pont ouvre. Enfin.")
    assert article_in(tmp_path, "a.docx", docx_of(word)).title == "Un pont neuf"


def test_broken_encrypted_and_swollen_word_files_are_reported(tmp_path: Path) -> None:
    word = Document()
    word.add_paragraph(BODY)
    whole = docx_of(word)
    for data in (b"no zip", whole[:500], whole.replace(b"PK", b"QK")):
        assert "docx" in reason_for(tmp_path, "a.docx", data)
    assert "encrypted" in reason_for(tmp_path, "a.docx", b"\xd0\xcf\x11\xe0" + bytes(600))
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(101_000_000))
    reading = read_articles(tmp_path)
    assert "unpacks to 101 MB" in reading.problems[0].reason
