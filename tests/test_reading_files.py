"""One file of each kind, whole and damaged, in every encoding that text comes in."""

from __future__ import annotations

import json
import sys
import unicodedata
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from index.errors import ArticleError
from index.readers.encoding import clean, decode
from index.readers.single import articles_of
from index.reading import MAX_BYTES, read_articles, read_file
from index.types import Article

BODY = (
    "Le maire d’Évreux a reçu les délégués à l’hôtel de ville ; « rien n’est décidé », dit-il. "
    "Le budget atteint 12\u00a0000 euros."
)


def article_in(folder: Path, name: str, data: bytes | str) -> Article:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    articles = read_file(path, folder)
    assert len(articles) == 1
    return articles[0]


def reason_for(folder: Path, name: str, data: bytes | str) -> str:
    (folder / name).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    reading = read_articles(folder)
    assert reading.articles == ()
    assert [problem.path for problem in reading.problems] == [name]
    return reading.problems[0].reason


# Encodings


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("cp1252", b""),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_text(
    tmp_path: Path, encoding: str, mark: bytes, ends: str
) -> None:
    written = f"{BODY}\n\n{BODY}\n".replace("\n", ends)
    article = article_in(tmp_path, "a.txt", mark + written.encode(encoding))
    assert article.text == f"{BODY}\n\n{BODY}"
    assert article.language == "fr"


def test_bytes_that_windows_1252_leaves_open_are_read_as_latin_1(tmp_path: Path) -> None:
    data = (
        "Une journée d'été à la préfecture, écrite il y a longtemps.".encode("latin-1") + b" \x81"
    )
    assert article_in(tmp_path, "a.txt", data).text.startswith("Une journée d'été à la préfecture")


def test_controls_left_by_a_bad_conversion_become_the_marks_that_they_were(tmp_path: Path) -> None:
    article = article_in(tmp_path, "a.txt", "L\x92an dernier, il a dit \x93non\x94 aux élus. " * 20)
    assert article.text.startswith("L’an dernier, il a dit “non” aux élus.")


def test_damaged_utf_8_is_read_and_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((BODY * 3 + "é").encode()[:-1])
    reading = read_articles(tmp_path)
    assert reading.articles[0].text == BODY * 3 + "\ufffd"
    assert [problem.path for problem in reading.problems] == ["a.txt"]
    assert "UTF-8" in reading.problems[0].reason


def test_text_is_composed_trimmed_and_free_of_what_nobody_sees(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Tokaïev est reçu à l'Élysée.")
    article = article_in(
        tmp_path,
        "a.txt",
        f"\ufeff\n \n{decomposed} Le gou\u00adver\u200bnement\x07 suit.  \n\n\n\nFin.\n\n",
    )
    assert article.text == "Tokaïev est reçu à l'Élysée. Le gouvernement suit.\n\nFin."


@pytest.mark.parametrize(
    "data", [b"abc\x00def" * 20, bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 50]
)
def test_binary_data_in_a_text_file_is_reported(tmp_path: Path, data: bytes) -> None:
    assert "binary" in reason_for(tmp_path, "a.txt", data)


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
@example(b"\xff\xfe\x00\xd8a")
@example("e\n\u0301".encode())
@example(b"---\n? [a]\n: b\n---\nx")
@example(b"date 2025-07")
def test_any_bytes_are_an_article_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.txt", "b.md", "c.json", "d.jsonl"):
        (folder / name).write_bytes(data)
    reading = read_articles(folder)
    named = {source.partition("#")[0] for each in reading.articles for source in each.sources}
    named |= {problem.path.partition("#")[0] for problem in reading.problems}
    assert named >= {"a.txt", "b.md", "c.json", "d.jsonl"} if data.strip() else len(named) == 4
    for article in reading.articles:
        assert unicodedata.is_normalized("NFC", article.text)
        assert article.text == article.text.strip() != ""
        assert "\r" not in article.text
        assert article.title
        assert "\n" not in article.title
        article.text.encode("utf-8")
    assert read_articles(folder) == reading


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_utf_8_is_never_taken_for_another_encoding(text: str) -> None:
    assert decode(text.encode("utf-8"))[0] == text.removeprefix("\ufeff")


# Text and Markdown


def test_front_matter_speaks_before_the_text(tmp_path: Path) -> None:
    article = article_in(
        tmp_path,
        "a.md",
        '---\ntitle: "Un pont : le vote"\ndate: 2025-07\nlanguage: fr-FR\nplace: Lyon\n'
        'source: "La Gazette, d\'après un élu"\nurl: https://gazette.example/pont\ntags: [a, b]\n'
        f"---\n\nPublié le 3 mars 2024\n\n{BODY}\n",
    )
    assert article.title == "Un pont : le vote"
    assert str(article.published) == "2025-07"
    assert (article.language, article.place) == ("fr", "Lyon")
    assert article.sources == (
        "a.md",
        "https://gazette.example/pont",
    )
    assert article.origin == "La Gazette, d'après un élu"
    assert article.text == BODY


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("date: 2025", "2025"),
        ("date: 2025-05-21", "2025-05-21"),
        ("Date: 21 mai 2025", "2025-05-21"),
        ("published_at: 2025-05-21 10:00:00", "2025-05-21"),
        ("pubDate: 2025-05-21T10:00Z", "2025-05-21"),
    ],
)
def test_front_matter_keeps_the_precision_of_its_date(
    tmp_path: Path, line: str, published: str
) -> None:
    assert str(article_in(tmp_path, "a.txt", f"---\n{line}\n---\n{BODY}").published) == published


@pytest.mark.parametrize("value", ["2999-01-01", "0012-01-01", "bientôt", "2025-02-30"])
def test_a_date_that_cannot_be_is_left_out_and_reported(tmp_path: Path, value: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: Un pont\ndate: {value}\n---\n{BODY}", "utf-8")
    reading = read_articles(tmp_path)
    assert reading.articles[0].published is None
    assert reading.articles[0].title == "Un pont"
    assert len(reading.problems) == 1
    assert value in reading.problems[0].reason


def test_front_matter_that_is_no_yaml_is_read_line_by_line(tmp_path: Path) -> None:
    article = article_in(
        tmp_path, "a.md", f"---\ntitle: Lyon : un pont\ndate: 2024-03-03\n---\n{BODY}"
    )
    assert article.title == "Lyon : un pont"
    assert str(article.published) == "2024-03-03"
    assert article.text == BODY


@pytest.mark.parametrize(
    "block", ["!!python/object/apply:os.system ['false']", "a: &a [x]\nb: *a", "[" * 5000]
)
def test_front_matter_runs_nothing_and_breaks_nothing(tmp_path: Path, block: str) -> None:
    article = article_in(tmp_path, "a.txt", f"---\n{block}\n---\n{BODY}")
    assert article.text.endswith(BODY)


def test_a_text_between_rules_is_no_front_matter(tmp_path: Path) -> None:
    article = article_in(tmp_path, "a.txt", f"---\n{BODY}\n---\n{BODY}")
    assert article.text.count(BODY) == 2


def test_markdown_is_read_without_its_markup(tmp_path: Path) -> None:
    article = article_in(
        tmp_path,
        "a.md",
        "# Un *pont* neuf\n\nLe **maire** a vu [les élus](https://e.example/x) et `rien` d'autre "
        "&amp; :\n\n"
        "* un pont ;\n* une route.\n\n1. Voter\n2. Payer\n\n## La suite\n\n![Vue](v.png) Fin.\n",
    )
    assert article.title == "Un pont neuf"
    assert article.text == (
        "Le maire a vu les élus et rien d'autre & :\n- un pont ;\n- une route.\n1. Voter\n"
        "2. Payer\n\nLa suite\n\nVue Fin."
    )


def test_html_in_markdown_and_text_stays_as_the_characters_written(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt"):
        assert article_in(tmp_path, name, "<img src=x onerror=alert(1)>").text == (
            "<img src=x onerror=alert(1)>"
        )


def test_a_markdown_heading_that_repeats_the_title_is_taken_out(tmp_path: Path) -> None:
    article = article_in(tmp_path, "a.md", f"---\ntitle: Un pont\n---\n# Un pont\n\n{BODY}")
    assert article.text == BODY


def test_without_a_title_the_first_sentence_is_it_cut_at_a_word(tmp_path: Path) -> None:
    article = article_in(tmp_path, "a.txt", "Le pont ouvre. Enfin.")
    assert article.title == "Le pont ouvre."
    assert article.text == "Le pont ouvre. Enfin."
    words = "Le pont " + "tremble " * 30 + "encore."
    title = article_in(tmp_path, "a.txt", words).title
    assert len(title) <= 90
    assert words.startswith(title + " ")
    assert article_in(tmp_path, "a.txt", "x" * 300).title == "x" * 90


def test_a_file_name_dates_an_article_where_nothing_else_does(tmp_path: Path) -> None:
    assert str(article_in(tmp_path, "2024-03-03-pont.txt", BODY).published) == "2024-03-03"
    dated = article_in(tmp_path, "2024-03-04-pont.txt", f"Date : 2 mars 2024\n\n{BODY}")
    assert str(dated.published) == "2024-03-02"


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "---\ntitle: Un pont\n---\n", "Date : 2 mars 2024", "—"]
)
def test_a_file_without_text_is_reported_as_such(tmp_path: Path, text: str) -> None:
    reason = reason_for(tmp_path, "a.txt", text)
    assert "empty" in reason or "no text" in reason


# HTML

PAGE = """<!doctype html><html lang="fr-FR"><head><meta charset="{charset}">
<title>Un pont neuf | La Gazette</title><link rel="canonical" href="https://gazette.example/pont">
<meta property="og:title" content="Un pont neuf"><meta property="og:site_name" content="La Gazette">
{head}</head><body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav>
<article><h1>Un pont neuf</h1>
<p>Le maire d’Évreux a reçu les délégués ; le 3 mars 2019, il disait encore non à tout le monde.</p>
<p>Le conseil votera un budget de douze mille euros pour les travaux du pont, a-t-il ajouté.</p>
<script>document.write("fausse piste")</script></article>
<footer>Mentions légales et contact</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_a_page_gives_its_main_text_and_what_it_says_of_itself(
    tmp_path: Path, charset: str
) -> None:
    head = '<meta property="article:published_time" content="2025-05">'
    page = PAGE.format(charset=charset, head=head).encode(charset)
    article = article_in(tmp_path, "a.html", page)
    assert article.title == "Un pont neuf"
    assert str(article.published) == "2025-05"
    assert article.language == "fr"
    assert article.sources == ("a.html", "https://gazette.example/pont")
    assert article.origin == "La Gazette"
    assert article.text.startswith("Le maire d’Évreux a reçu les délégués ;")
    assert article.text.endswith("a-t-il ajouté.")
    assert "\n\nLe conseil" in article.text
    for furniture in ("Accueil", "Mentions", "fausse piste"):
        assert furniture not in article.text


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="2025-05-21">',
        '<meta itemprop="datePublished" content="2025-05-21T08:00:00+02:00">',
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        '"datePublished": "2025-05-21T08:00:00Z", "dateModified": "2025-06-01"}</script>',
        '<time pubdate datetime="2025-05-21">hier</time>',
    ],
)
def test_a_page_states_its_date_in_many_ways(tmp_path: Path, head: str) -> None:
    article = article_in(tmp_path, "a.htm", PAGE.format(charset="utf-8", head=head))
    assert str(article.published) == "2025-05-21"


def test_a_date_in_a_page_s_text_is_not_its_date(tmp_path: Path) -> None:
    article = article_in(tmp_path, "a.html", PAGE.format(charset="utf-8", head=""))
    assert article.published is None


def test_short_fragments_and_very_deep_pages_give_their_text(tmp_path: Path) -> None:
    assert article_in(tmp_path, "a.html", "<p>Le pont &amp; la route</p>").text == (
        "Le pont & la route"
    )
    deep = "<div>" * 100_000 + "<p>Le pont est au fond.</p>" + "</div>" * 100_000
    article = article_in(tmp_path, "b.html", f"<html><body>{deep}</body></html>")
    assert article.text == "Le pont est au fond."


def test_a_page_s_text_is_not_searched_for_dates_in_every_language() -> None:
    page = "<html><title>Un pont</title><body><p>dit-il le 3 mYars 2024.</p></body></html>"
    articles, _ = articles_of("a.html", page.encode(), max_bytes=MAX_BYTES)
    assert articles[0].published is None
    assert not [name for name in sys.modules if "date_translation_data" in name]


def test_a_page_without_text_is_reported(tmp_path: Path) -> None:
    reason = reason_for(tmp_path, "a.html", "<html><body><script>x = 1</script></body></html>")
    assert "no text" in reason


# PDF


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


# Word


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


# JSON


def test_a_json_object_is_an_article_under_many_names(tmp_path: Path) -> None:
    for title, text, published, language in (
        ("title", "text", "date", "lang"),
        ("titre", "contenu", "date_publication", "langue"),
        ("headline", "articleBody", "datePublished", "inLanguage"),
        ("Title", "content", "publishedAt", "Language"),
        ("title", "body", "published_time", "language"),
        ("title", "article", "published", "locale"),
    ):
        record = {
            title: "Un pont neuf",
            text: BODY,
            published: "2025-05-21T10:00:00Z",
            language: "fr_FR",
            "url": "https://gazette.example/pont",
            "source": {"id": None, "name": "La Gazette"},
        }
        article = article_in(tmp_path, "a.json", json.dumps(record))
        assert (article.title, article.text, article.language) == ("Un pont neuf", BODY, "fr")
        assert str(article.published) == "2025-05-21"
        assert article.sources == ("a.json", "https://gazette.example/pont")
        assert article.origin == "La Gazette"


def test_a_json_list_numbers_its_articles(tmp_path: Path) -> None:
    records: list[object] = [{"text": "Le pont."}, {"title": "Rien"}, 7, {"text": "La route."}]
    for written in (records, {"articles": records}):
        (tmp_path / "a.json").write_text(json.dumps(written), "utf-8")
        reading = read_articles(tmp_path)
        assert [each.sources for each in reading.articles] == [("a.json#1",), ("a.json#4",)]
        assert [problem.reason.split(" ")[:2] for problem in reading.problems] == [
            ["item", "2"],
            ["item", "3"],
        ]


def test_a_bad_line_of_json_is_reported_by_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    lines = ['{"text": "Le pont."}', "", "{bad", '{"text": "La\u2028route."}', "[" * 99_999, "3"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    reading = read_articles(tmp_path)
    assert [each.sources for each in reading.articles] == [("a.jsonl#1",), ("a.jsonl#4",)]
    assert [each.text for each in reading.articles] == ["Le pont.", "La\nroute."]
    assert [problem.path for problem in reading.problems] == ["a.jsonl"] * 3
    assert [problem.reason.split(" ")[:2] for problem in reading.problems] == [
        ["line", "3"],
        ["line", "5"],
        ["line", "6"],
    ]


def test_json_that_is_none_is_reported_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in reason_for(tmp_path, "a.json", '{"text":\n oui}')
    assert "JSON" in reason_for(tmp_path, "a.json", "[" * 99_999)
    assert "`text`" in reason_for(tmp_path, "a.json", '{"title": "Un pont"}')


def test_half_a_surrogate_pair_never_reaches_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "Le pont \\ud83d ouvre."}', "utf-8")
    reading = read_articles(tmp_path)
    assert reading.articles[0].text == "Le pont \ufffd ouvre."
    assert len(reading.problems) == 1
    assert "surrogate" in reading.problems[0].reason


# Readers


def test_a_reader_s_library_is_imported_only_for_files_of_its_kind(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Le pont."}', "utf-8")
    program = (
        "import sys; from pathlib import Path; from index.reading import read_articles;"
        f"read_articles(Path({str(tmp_path)!r}));"
        "print([n for n in ('trafilatura', 'pypdf', 'docx', 'markdown_it') if n in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert run.stdout.strip() == "[]"


def test_a_kind_that_nobody_reads_is_refused_with_the_kinds_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text(BODY, "utf-8")
    with pytest.raises(ArticleError, match=r"\.docx"):
        read_file(tmp_path / "a.xyz", tmp_path)
