"""A folder of articles: its order, its copies, its links, its limits, and the supplied articles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from files import article_of, read_articles
from hypothesis import given
from hypothesis import strategies as st

from index.errors import FolderError
from index.limits import Limits
from index.types import article_id_of
from index.walking import relative_name

BODY = "Le maire a reçu les délégués dans la grande salle. Ils repartiront lundi."
SUPPLIED = Path(__file__).parent.parent.parent / "shared" / "articles"


def write(folder: Path, name: str, text: str = BODY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_files_are_read_in_the_order_of_their_names_at_any_depth(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.TXT", "B.md", "é.txt", ".git/x.txt", ".caché.txt"):
        write(tmp_path, name, f"Le texte de {name.replace('.', ' ')} est ici. Fin.")
    for name in ("image.png", "Makefile", "data.csv"):
        write(tmp_path, name)
    steps: list[tuple[int, int]] = []
    reading = read_articles(tmp_path, progress=lambda done, total: steps.append((done, total)))
    assert [each.sources[0] for each in reading.articles] == [
        "B.md", "a/b/c.TXT", "a/z.txt", "b.txt", "é.txt",
    ]  # fmt: skip
    assert reading.problems == ()
    assert steps == [(done, 5) for done in range(1, 6)]
    assert read_articles(tmp_path) == reading


def test_an_article_s_id_is_its_text_s(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", f"Un pont neuf\n\n{BODY}\n")
    article = article_of(path, tmp_path)
    assert article.text == BODY
    assert article.article_id == article_id_of(BODY)


def test_copies_are_one_article_and_the_first_speaks_for_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        "b.md",
        f"---\ntitle: Un vieux pont\ndate: 2023\nurl: https://b.example/\n---\n{BODY}",
    )
    write(tmp_path, "a.md", f"---\ntitle: Un pont\nsource: La Gazette\n---\n{BODY}")
    write(tmp_path, "c/d.txt")
    reading = read_articles(tmp_path)
    assert len(reading.articles) == 1
    article = reading.articles[0]
    assert (article.title, article.published) == ("Un pont", None)
    assert article.sources == ("a.md", "b.md", "c/d.txt", "https://b.example/")
    assert article.origin == "La Gazette"


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    reading = read_articles(tmp_path)
    assert reading.articles == ()
    assert reading.problems == ()


def test_a_folder_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="nowhere"):
        read_articles(tmp_path / "nowhere")
    path = write(tmp_path, "a.txt")
    with pytest.raises(FolderError, match=r"a\.txt"):
        read_articles(path)


def test_bad_files_are_reported_and_the_rest_go_on(tmp_path: Path) -> None:
    write(tmp_path, "good.txt")
    write(tmp_path, "empty.txt", "")
    write(tmp_path, "broken.pdf", "no PDF")
    write(tmp_path, "old.doc")
    write(tmp_path, "book.epub")
    reading = read_articles(tmp_path)
    assert [each.sources for each in reading.articles] == [("good.txt",)]
    reasons = {problem.path: problem.reason for problem in reading.problems}
    assert list(reasons) == ["book.epub", "broken.pdf", "empty.txt", "old.doc"]
    assert "empty" in reasons["empty.txt"]
    assert ".docx" in reasons["old.doc"]
    assert ".docx" in reasons["book.epub"]
    assert "PDF" in reasons["broken.pdf"]


def test_a_file_over_the_limit_is_reported_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    size = len(BODY.encode())
    write(tmp_path, "a.txt")
    assert len(read_articles(tmp_path, limits=Limits(file_bytes=size)).articles) == 1
    reading = read_articles(tmp_path, limits=Limits(file_bytes=size - 1))
    assert reading.articles == ()
    assert "larger than" in reading.problems[0].reason


def test_links_are_followed_to_files_inside_and_never_outside(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/secret.txt", "Un secret bien gardé. Chut.")
    folder = tmp_path / "articles"
    write(folder, "sub/a.txt")
    (folder / "copy.txt").symlink_to(folder / "sub" / "a.txt")
    (folder / "leak.txt").symlink_to(outside)
    (folder / "leaks").symlink_to(outside.parent)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "sub" / "up").symlink_to(folder)
    reading = read_articles(folder)
    assert [each.sources for each in reading.articles] == [("copy.txt", "sub/a.txt")]
    assert {problem.path: problem.reason.split(":")[0] for problem in reading.problems} == {
        "leak.txt": "this link leaves the folder",
        "leaks": "this link leaves the folder",
        "gone.txt": "this link leads nowhere",
        "self.txt": "this link leads nowhere",
    }


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert len(read_articles(tmp_path / "link").articles) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "plain file" in read_articles(tmp_path).problems[0].reason


@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user who may not read everything, which root may."""
    if (user := os.geteuid()) == 0:
        os.seteuid(65_534)  # nobody
    try:
        yield
    finally:
        os.seteuid(user)


def test_what_may_not_be_opened_is_reported() -> None:
    # Not in tmp_path, which lies in a folder that is for one user alone.
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        file, sub = write(folder, "a.txt"), write(folder, "sub/b.txt").parent
        with unprivileged():
            assert len(read_articles(folder).articles) == 1  # one text, in two places
        file.chmod(0)
        sub.chmod(0)
        with unprivileged():
            reading = read_articles(folder)
        sub.chmod(0o700)
    assert [problem.path for problem in reading.problems] == ["a.txt", "sub"]
    assert all("permissions" in problem.reason for problem in reading.problems)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\xe9t\xe9.txt", r"\xe9t\xe9.txt"),
        (rb"\xe9t\xe9.txt", r"\\xe9t\\xe9.txt"),
        (b"a\nb\t.txt", r"a\nb\t.txt"),
        (b"\x1b[31mrouge.txt", r"\x1b[31mrouge.txt"),
        ("a\u202etxt.exe.txt".encode(), r"a\u202etxt.exe.txt"),
        ("\x85".encode() + b".txt", r"\x85.txt"),
        ("été 陽光 ب 🌞.txt".encode(), "été 陽光 ب 🌞.txt"),
        (b"n" * 251 + b".txt", "n" * 251 + ".txt"),
    ],
)
def test_any_file_name_makes_a_source_that_fits_on_a_line(
    name: bytes, shown: str, tmp_path: Path
) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(BODY, "utf-8")
    except OSError:
        pytest.skip("this file system does not take such names")
    reading = read_articles(tmp_path)
    assert [article.sources for article in reading.articles] == [(shown,)]
    assert reading.problems == ()


@given(st.lists(st.binary(min_size=1, max_size=6), min_size=2, max_size=2, unique=True))
def test_no_two_file_names_make_one_source(names: list[bytes]) -> None:
    folder = Path("articles")
    kept = [name.translate(None, b"/\0") for name in names]
    if kept[0] == kept[1] or set(kept) & {b"", b".", b".."}:
        return
    first, second = (relative_name(folder / os.fsdecode(name), folder) for name in kept)
    assert first != second
    assert "\n" not in first
    first.encode("utf-8")


def supplied(words: str) -> Path:
    for path in sorted(SUPPLIED.glob("*.txt")):
        if words in path.read_text("utf-8")[:200]:
            return path
    pytest.skip("the supplied articles are not here")


def test_the_supplied_article_of_budapest_has_title_dateline_and_place() -> None:
    article = article_of(supplied("sein de l’Organisation"), SUPPLIED)
    assert article.title.startswith("Le Kazakhstan Renforce")
    assert article.title.endswith("Sommet de Budapest")
    assert str(article.published) == "2025-05-21"
    assert (article.place, article.language) == ("Budapest", "fr")
    assert article.text.startswith("Budapest, 21 mai 2025 — ")


def test_the_supplied_article_of_astana_has_a_month_and_its_first_words_as_title() -> None:
    article = article_of(supplied("date 2025-07"), SUPPLIED)
    assert str(article.published) == "2025-07"
    assert article.text.startswith("Le Président turc")
    assert article.text.startswith(article.title + " ")
    assert 60 < len(article.title) <= 90
    assert (article.place, article.language) == (None, "fr")


@pytest.mark.parametrize("name", ["README.md", "Lisez-moi.txt", "readme.html"])
def test_a_note_on_the_folder_is_no_article_and_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("Ces articles viennent de trois journaux.", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Le traité de Riga a été signé lundi.", encoding="utf-8")
    reading = read_articles(tmp_path)
    assert [article.sources for article in reading.articles] == [("a.txt",)]
    assert [(problem.path, "rename" in problem.reason) for problem in reading.problems] == [
        (name, True)
    ]
