"""Text and Markdown files, and the front matter at their head."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from files import BODY, article_in, read_articles, reason_for

from index.reading import read_files


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


def test_a_reader_s_library_is_imported_only_for_files_of_its_kind(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Le pont."}', "utf-8")
    program = (
        "import sys; from pathlib import Path;"
        "from index.rows import Rows; from index.survey import survey;"
        f"assert survey(Path({str(tmp_path)!r}), Rows()).articles;"
        "print([n for n in ('trafilatura', 'pypdf', 'docx', 'markdown_it') if n in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert run.stdout.strip() == "[]"


def test_a_kind_that_nobody_reads_is_refused_with_the_kinds_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text(BODY, "utf-8")
    (reading,) = read_files([tmp_path / "a.xyz"], tmp_path)
    assert reading.articles == ()
    assert ".docx" in reading.problems[0].reason
