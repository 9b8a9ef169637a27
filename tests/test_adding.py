from __future__ import annotations

import os
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from files import article_of, read_articles
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import ArticleError, ArticleKnownError, FolderError
from index.readers.encoding import one_line
from index.reading import KINDS, MAX_BYTES
from index.types import PartialDate
from rag.adding import add_article, add_file, check_file, file_of, safe_name

TEXT = "Le traité de Riga a été signé lundi par neuf ministres.\n\nIl entrera en vigueur en mai."


@pytest.mark.parametrize(
    "title",
    [
        "Le traité de Riga",
        "Il a dit : \"non\" — et 'oui'",
        "Budapest : un sommet",
        "# Pas un titre de Markdown",
        "--- trois tirets ---",
        "2025-05-21",
        "no",
        "null",
        "{a: b}",
        "[1, 2]",
        "& ancre *alias !étiquette | bloc > pli % directive @ ` ",
        r"barre \n oblique \u0041",
        "عنوان المقال",
        "条約の署名",
        "Emoji 🎉 et 𝒜",
        "<script>alert(1)</script>",
        "a" * 299,
    ],
)
def test_a_title_is_read_back_to_the_letter(title: str, tmp_path: Path) -> None:
    article = article_of(add_article(tmp_path, title=title, text=TEXT), tmp_path)
    assert article.title == title.strip()
    assert article.text == TEXT


def test_a_title_over_several_lines_becomes_one(tmp_path: Path) -> None:
    path = add_article(tmp_path, title=" Le traité\r\nde  Riga\t\n", text=TEXT)
    assert article_of(path, tmp_path).title == "Le traité de Riga"


@pytest.mark.parametrize("published", ["1998", "2025-05", "2025-05-21", "2024-02-29"])
def test_a_date_keeps_its_precision(published: str, tmp_path: Path) -> None:
    day = PartialDate.parse(published)
    path = add_article(tmp_path, title="Le traité", text=TEXT, published=day)
    assert article_of(path, tmp_path).published == day


@pytest.mark.parametrize("source", ["Le Monde", "AFP: dépêche n° 3", "'La Croix' # page 2", "no"])
def test_the_name_of_a_source_is_read_back(source: str, tmp_path: Path) -> None:
    path = add_article(tmp_path, title="Le traité", text=TEXT, source=source)
    assert article_of(path, tmp_path).origin == source


def test_a_source_that_is_an_address_is_read_back_as_one(tmp_path: Path) -> None:
    address = "https://example.org/a?b=c&d=%20#e"
    path = add_article(tmp_path, text=TEXT, source=address)
    article = article_of(path, tmp_path)
    assert article.sources == (path.name, address)
    assert article.origin is None


@settings(deadline=None, max_examples=60)
@given(
    title=st.text(max_size=200),
    source=st.text(max_size=60),
    text=st.text(min_size=1, max_size=400),
    day=st.none() | st.dates(date(1500, 1, 1), date(2020, 12, 31)),
)
@example(title="", source="", text="0\r×", day=None)  # no title stands above so little
def test_any_title_date_and_source_are_read_back(
    title: str, source: str, text: str, day: date | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    published = PartialDate(day.year, day.month, day.day) if day else None
    body = f"Le traité de Riga a été signé. {text}"
    path = add_article(folder, title=title, text=body, published=published, source=source)
    article = article_of(path, folder)
    if stated := one_line(title):
        assert article.title == stated
    if published:
        assert article.published == published
    if (name := one_line(source)) and not name.lower().startswith("http"):
        assert article.origin == name
    assert path.parent == folder


def test_the_texts_own_front_matter_stands_where_nothing_else_is_given(tmp_path: Path) -> None:
    own = "---\ntitle: Un titre\ndate: 2020-01\nurl: https://example.org/a\n---\n" + TEXT
    article = article_of(add_article(tmp_path, text=own, title="Un autre"), tmp_path)
    assert (article.title, article.published) == ("Un autre", PartialDate(2020, 1))
    assert article.sources[1:] == ("https://example.org/a",)
    assert article.text == TEXT


def test_without_a_title_the_first_words_name_the_file(tmp_path: Path) -> None:
    path = add_article(tmp_path, text=TEXT)
    assert (
        path.name
        == "Le traité de Riga a été signé lundi par neuf ministres. Il entrera en vigueur en.txt"
    )
    assert article_of(path, tmp_path).text == TEXT


def test_a_text_without_words_and_a_date_to_come_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="there is no text"):
        add_article(tmp_path, title="Un titre", text=" \n--- !?")
    later = date.today() + timedelta(days=40)
    with pytest.raises(ArticleError, match="correct the date"):
        add_article(tmp_path, text=TEXT, published=PartialDate(later.year, later.month, later.day))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("un article.txt", "un article.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("/etc/cron.d/x.md", "x.md"),
        (r"C:\Users\a\b.docx", "b.docx"),
        ("a/..", "article"),
        ("..", "article"),
        ("", "article"),
        (".bashrc.txt", "bashrc.txt"),
        ("...txt", "article.txt"),
        (".txt", "article.txt"),
        ("a\0b\x1b[31m.txt", "ab[31m.txt"),
        ("a\nb\tc.txt", "a b c.txt"),
        ("\u202etxt.exe.md", "txt.exe.md"),
        ("NUL.txt", "article NUL.txt"),
        ("com1.tar.txt", "article com1.tar.txt"),
        ("conseil.txt", "conseil.txt"),
        ("README.md", "article README.md"),
        ("-rf.txt", "rf.txt"),
        ("~x.txt", "x.txt"),
        ('a<b>:"c"|?*.txt', "a-b---c----.txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("مقال.txt", "مقال.txt"),
        ("記事 🎉.html", "記事 🎉.html"),
        ("fin. .txt", "fin.txt"),
        ("moitié\ud800.txt", "moitié.txt"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@settings(deadline=None, max_examples=60)
@given(name=st.text(max_size=400))
def test_a_safe_name_is_one_visible_part_of_a_path_and_safe_again(name: str) -> None:
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert not safe.startswith(".")
    assert safe not in ("", ".", "..")
    assert len(safe.encode()) < 230
    assert not set(safe) & set('<>:"|?*/\\\0\n')
    assert safe_name(safe) == safe


@settings(deadline=None, max_examples=60)
@given(name=st.text(max_size=60), kind=st.sampled_from(KINDS))
def test_whatever_its_name_a_file_lands_in_the_folder(
    name: str, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    top = tmp_path_factory.mktemp("walls")
    path = add_file(top / "articles", f"{name}{kind}", b"Le texte.")
    assert [file for file in top.rglob("*") if file.is_file()] == [path]
    assert path.parent == top / "articles"
    assert path.read_bytes() == b"Le texte."


def test_an_overlong_name_is_cut_between_characters(tmp_path: Path) -> None:
    path = add_file(tmp_path, "é" * 400 + ".txt", b"Le texte.")
    assert path.name == "é" * 90 + ".txt"


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(tmp_path: Path) -> None:
    first = add_file(tmp_path, "a.txt", b"Un.")
    second = add_file(tmp_path, "a.txt", b"Deux.")
    third = add_file(tmp_path, "a.txt", b"Trois.")
    assert [path.name for path in (first, second, third)] == ["a.txt", "a (2).txt", "a (3).txt"]
    assert [path.read_bytes() for path in (first, second, third)] == [b"Un.", b"Deux.", b"Trois."]


def test_the_same_bytes_under_the_same_name_are_there_already(tmp_path: Path) -> None:
    add_file(tmp_path, "a.txt", b"Un.")
    with pytest.raises(ArticleKnownError, match=r"a\.txt is in the folder already"):
        add_file(tmp_path, "a.txt", b"Un.")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_of_that_name_is_left_alone_wherever_it_leads(tmp_path: Path) -> None:
    folder, outside = tmp_path / "articles", tmp_path / "outside.txt"
    folder.mkdir()
    outside.write_bytes(b"Dehors.")
    (folder / "a.txt").symlink_to(outside)
    (folder / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    assert add_file(folder, "a.txt", b"Dehors.").name == "a (2).txt"
    assert add_file(folder, "b.txt", b"Un.").name == "b (2).txt"
    assert outside.read_bytes() == b"Dehors."
    assert not (tmp_path / "nowhere.txt").exists()


def test_a_file_system_without_hard_links_takes_files_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert add_file(tmp_path, "a.txt", b"Un.").name == "a.txt"
    assert add_file(tmp_path, "a.txt", b"Deux.").name == "a (2).txt"
    assert (tmp_path / "a.txt").read_bytes() == b"Un."
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["virus.exe", "a.txt.exe", "txt", "photo.jpg", "a.doc", ""])
def test_other_kinds_are_refused_before_anything_is_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"are not read: use one of \.txt"):
        add_file(tmp_path / "articles", name, b"Un.")
    assert list(tmp_path.iterdir()) == []


def test_sizes_are_bounded_at_both_ends() -> None:
    check_file("a.txt", MAX_BYTES)
    with pytest.raises(ArticleError, match="larger than 20 MB"):
        check_file("a.txt", MAX_BYTES + 1)
    with pytest.raises(ArticleError, match="it is empty"):
        check_file("a.txt", 0)


def test_a_folder_that_is_none_takes_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "articles").write_text("a file")
    with pytest.raises(FolderError, match="articles"):
        add_file(tmp_path / "articles", "a.txt", b"Un.")


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FolderError, match="No space left on device"):
        add_file(tmp_path, "a.txt", b"Un.")
    assert list(tmp_path.iterdir()) == []


def test_many_at_once_each_get_a_file_of_their_own(tmp_path: Path) -> None:
    ready = threading.Barrier(16)

    def add(number: int) -> None:
        ready.wait()
        add_article(tmp_path, title="Le traité", text=f"{TEXT} Version {number}.")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reading = read_articles(tmp_path)
    assert len(reading.articles) == 16
    assert reading.problems == ()


def test_a_file_is_as_open_to_others_as_any_other_new_one(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"Un.")
    usual = (tmp_path / "usual").stat().st_mode
    assert add_file(tmp_path, "a.txt", b"Un.").stat().st_mode == usual


def test_the_file_of_a_text_is_plain_text_that_people_can_read() -> None:
    name, content = file_of(
        title="Le traité : la suite", text=TEXT, published=PartialDate(2025, 5), source="AFP"
    )
    assert name == "Le traité - la suite.txt"
    assert content.decode() == (
        f'---\n"title": "Le traité : la suite"\n"date": "2025-05"\n"source": "AFP"\n---\n\n{TEXT}\n'
    )
