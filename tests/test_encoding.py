"""Text in every encoding that it comes in, and bytes that are no text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from files import BODY, article_in, read_articles, reason_for
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.readers.encoding import clean, decode


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
