"""Whatever became of a folder: the index that followed it is the one that is built of it anew."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from files import read_articles
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import ARTICLES, BagEmbedder

from index import published
from index.building import build_index
from index.published import Published, open_current
from index.searching import Index
from index.types import Article, Hit
from rag.assistant import Assistant
from rag.settings import Settings

Folder = Mapping[str, int | tuple[int, ...]]  # files and which of the contents they hold

# Bodies under several headings: copies of one text that say different things of themselves.
_BODIES = [content.partition("---\n")[2].partition("---\n")[2] for content in ARTICLES.values()]
BODIES = [body for body in _BODIES if body][:5]
BODIES += ["Le pont est fermé.", "Le pont est fermé. Ici."]
HEADINGS = [("Un pont", None), ("Le barrage", "2025-05-21"), ("Almina, un soir d'été", "2024")]
CONTENTS = [(title, date, body) for title, date in HEADINGS for body in BODIES]
QUESTIONS = ["Combien coûtera le barrage de Lorméa ?", "pont", "été Almina", "wind power", "2024"]

_CONTENT = st.integers(0, len(CONTENTS) - 1)
_PLAIN = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "c.md", "x/a.md", "x/b.md", "y/a.md", "y/z/d.md"]),
    _CONTENT,
    max_size=6,
)
_LISTS = st.dictionaries(
    st.sampled_from(["l.jsonl", "x/l.jsonl"]), st.lists(_CONTENT, max_size=4).map(tuple), max_size=1
)
FOLDERS = st.tuples(_PLAIN, _LISTS).map(lambda parts: {**parts[0], **parts[1]})


def content_of(content: int | tuple[int, ...], mark: str = "") -> str:
    """A file's content; a mark makes its texts other than those without."""
    if isinstance(content, tuple):
        rows = [
            (title, date, body + mark) for title, date, body in map(CONTENTS.__getitem__, content)
        ]
        names = ("title", "date", "text")
        return "".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows)
    title, date, body = CONTENTS[content]
    dated = f"date: {date}\n" if date else ""
    return f"---\ntitle: {title}\n{dated}---\n{body}{mark}"


def become(folder: Path, before: Folder, now: Folder) -> None:
    """Change a folder as people do: what goes and comes again elsewhere is moved."""
    gone = {name: content for name, content in before.items() if name not in now}
    for name, content in now.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        left = next((old for old, held in gone.items() if held == content), None)
        if name not in before and left is not None:
            (folder / left).rename(path)
            del gone[left]
        elif before.get(name) != content:
            path.write_text(content_of(content), encoding="utf-8")
    for name in gone:
        (folder / name).unlink()


def rounded(hits: Sequence[Hit]) -> dict[tuple[str, int], tuple[float, ...]]:
    """What was found, and its scores: a matrix product rounds by the number of its rows."""
    return {
        (hit.passage.passage_id, len(hit.passage.text)): tuple(
            round(score, 4) for score in (hit.score, hit.terms, hit.similarity)
        )
        for hit in hits
    }


def articles_in(index: Published) -> list[Article]:
    return [index.terms.article(key) for key in index.catalogue().records]


def assert_same_index(folder: Path, grown: Path, anew: Path, *, scores: bool) -> None:
    one, other = open_current(grown), open_current(anew)
    assert articles_in(one) == articles_in(other) == list(read_articles(folder).articles)
    assert one.catalogue().records == other.catalogue().records
    for name in ("articles", "passages", "vectors", "languages", "fusion", "articles_folder"):
        assert getattr(one.manifest, name) == getattr(other.manifest, name)
    for key in one.catalogue().records:
        assert one.copies.of(key) == other.copies.of(key)
    embedder = BagEmbedder()
    first, second = (Index(each, embedder=embedder) for each in (one, other))
    for question in QUESTIONS:
        found, expected = first.search(question, k=100), second.search(question, k=100)
        assert {hit.passage for hit in found} == {hit.passage for hit in expected}
        for hit in found:
            text = one.terms.article(hit.passage.article_id).text
            assert text[hit.passage.start : hit.passage.end] == hit.passage.text
        if scores:
            assert rounded(found) == rounded(expected)
    assert published.altered_files(grown) == []


def assert_same_answers(grown: Path, anew: Path) -> None:
    embedder = BagEmbedder()
    first, second = (Assistant(Settings(index=each), embedder=embedder) for each in (grown, anew))
    for question in QUESTIONS:
        one, other = first.ask(question), second.ask(question)
        assert one.text == other.text
        assert [each.quote for each in one.citations] == [each.quote for each in other.citations]


@contextmanager
def followed(history: Sequence[Folder]) -> Iterator[tuple[Path, Path]]:
    """A folder that went through a history, in one where an index followed it at every step."""
    with tempfile.TemporaryDirectory(prefix="sourcier-history-") as place:
        top, before = Path(place), dict[str, int | tuple[int, ...]]()
        folder = top / "articles"
        folder.mkdir()
        for step in history:
            become(folder, before, step)
            before = dict(step)
            build_index(folder, top / "grown", embedder=BagEmbedder())
        build_index(folder, top / "anew", embedder=BagEmbedder(), full=True)
        yield top, folder


def has_articles(folder: Folder) -> bool:
    return any(content != () for content in folder.values())


HISTORIES = st.lists(FOLDERS.filter(has_articles), min_size=2, max_size=4)
UNHURRIED = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@UNHURRIED
@given(history=HISTORIES)
def test_an_index_that_followed_a_folder_is_the_one_built_of_it_anew(
    history: list[Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.survey._DOUBTFUL_NS", 0)  # trust what is older than the build
    with followed(history) as (top, folder):
        assert_same_index(folder, top / "grown", top / "anew", scores=True)
        assert_same_answers(top / "grown", top / "anew")


@UNHURRIED
@given(history=HISTORIES)
def test_an_index_with_removed_passages_in_it_has_the_same_passages_and_articles(
    history: list[Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building._FEW", 0)
    monkeypatch.setattr("index.building._REMOVED", 1.0)
    with followed(history) as (top, folder):
        assert_same_index(folder, top / "grown", top / "anew", scores=False)


@UNHURRIED
@given(history=HISTORIES)
def test_after_additions_alone_the_scores_are_those_of_an_index_built_anew(
    history: list[Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building._FEW", 0)  # never rewritten for being few
    with tempfile.TemporaryDirectory(prefix="sourcier-history-") as place:
        top = Path(place)
        for number, step in enumerate(history):
            for name, content in step.items():
                path = top / "articles" / f"{number}" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content_of(content, f" Voilà {number}."), encoding="utf-8")
            report = build_index(top / "articles", top / "grown", embedder=BagEmbedder())
            changes = report.changes
            assert (changes.changed, changes.moved, changes.removed) == ((), (), ())
        build_index(top / "articles", top / "anew", embedder=BagEmbedder(), full=True)
        assert_same_index(top / "articles", top / "grown", top / "anew", scores=True)
        assert_same_answers(top / "grown", top / "anew")


def test_many_small_additions_leave_few_files_and_the_same_scores(tmp_path: Path) -> None:
    folder, grown = tmp_path / "articles", tmp_path / "grown"
    folder.mkdir()
    counts = []
    for number in range(20):
        text = f"Le pont numéro {number} ouvrira. " + f"La rivière {number % 3} monte. " * 3
        (folder / f"{number:02}.txt").write_text(f"Pont {number}\n\n{text}", encoding="utf-8")
        build_index(folder, grown, embedder=BagEmbedder())
        generation = open_current(grown).generation.folder
        counts.append(sum(path.is_file() for path in generation.rglob("*")))
    build_index(folder, tmp_path / "anew", embedder=BagEmbedder())
    assert_same_index(folder, grown, tmp_path / "anew", scores=True)
    # 8 segments of terms at most, 6 files each, and a few for all else.
    assert max(counts) < 8 * 6 + 30
    assert sum(path.is_dir() for path in grown.iterdir()) == 2


def test_no_file_of_a_published_generation_is_ever_written_to(tmp_path: Path) -> None:
    """The builds that follow link its files: what they do must not reach it."""
    folder, index = tmp_path / "articles", tmp_path / "index"
    history: list[Folder] = [
        {f"{number}.md": number for number in range(count)} for count in (5, 6, 9, 3, 12, 4, 14)
    ]
    before: Folder = {}
    folder.mkdir()
    for step in history:
        become(folder, before, step)
        before = step
        build_index(folder, index, embedder=BagEmbedder())
        kept = tmp_path / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        generation = open_current(index).generation
        # Second names for the files, so that they outlast their folder.
        shutil.copytree(
            generation.folder, kept, copy_function=lambda one, two: Path(two).hardlink_to(one)
        )
        contents = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
        for number in range(3):
            (folder / "z.md").write_text(content_of(number), encoding="utf-8")
            build_index(folder, index, embedder=BagEmbedder())
            (folder / "z.md").unlink()
        assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == contents
        assert list(generation.folder.parent.glob("g*")) != []
