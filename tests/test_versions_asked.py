"""Near copies in answers: one source, the newest speaks, and nothing is said five times."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from dispatches import DISPATCH, bulletin, reprint, words_of
from support import BagEmbedder

from index.building import build_index
from index.errors import IndexDamagedError
from index.types import Filters, PartialDate
from rag import Assistant, library
from rag.settings import Settings
from rag.versions import passes

QUESTION = "Qui a promis que le marché se tiendrait dimanche ?"


class Place:
    """A folder of dispatches, its index, and an assistant over it."""

    def __init__(self, folder: Path, texts: dict[str, str]) -> None:
        self.folder, self.index = folder / "articles", folder / "index"
        self.folder.mkdir()
        for name, text in texts.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.build()
        self.assistant = Assistant(Settings(index=self.index), embedder=BagEmbedder())

    def build(self, *, full: bool = False) -> None:
        build_index(self.folder, self.index, embedder=BagEmbedder(), full=full)

    def named(self, name: str) -> str:
        """The id of the article in a file."""
        records = self.assistant.published().catalogue().records
        return next(key for key, record in records.items() if name in record.sources)


@pytest.fixture
def place(tmp_path: Path) -> Callable[[dict[str, str]], Place]:
    return lambda texts: Place(tmp_path, texts)


def dated(date: str, text: str, title: str = "La halle aux grains") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n---\n\n{text}"


def others(count: int) -> dict[str, str]:
    """Articles of their own that name the hall once."""
    return {
        f"autre{n:02d}.md": dated(
            "2024-05-05", f"{words_of(n, 60)}. La halle aux grains est un lieu {words_of(n, 3)}."
        )
        for n in range(count)
    }


def test_a_dispatch_reprinted_five_times_is_one_source(
    place: Callable[[dict[str, str]], Place],
) -> None:
    texts = {f"d{n}.md": dated(f"2025-01-1{n}", reprint(DISPATCH, n)) for n in range(5)}
    asked = place(texts | others(12))
    answer = asked.assistant.ask(QUESTION)
    newest = asked.named("d4.md")
    assert answer.status == "answered"
    assert {citation.article.article_id for citation in answer.citations} == {newest}
    also_in = [copy.article.article_id for copy in answer.citations[0].also_in]
    assert also_in == [asked.named(f"d{n}.md") for n in (3, 2, 1, 0)]
    assert len({citation.quote for citation in answer.citations}) == len(answer.citations)
    shown = {hit.passage.article_id for hit in answer.passages}
    assert shown.isdisjoint(also_in)
    assert asked.assistant.article(also_in[-1]).text  # the older can be opened
    assert [one.article_id for one in asked.assistant.copies(newest)] == also_in


def test_two_hundred_copies_leave_room_for_other_articles(
    place: Callable[[dict[str, str]], Place],
) -> None:
    texts = {f"d{n:03d}.md": dated("2025-01-10", reprint(DISPATCH, n)) for n in range(200)}
    asked = place(texts | others(30))
    found = asked.assistant.search(QUESTION, k=10)
    ids = [hit.passage.article_id for hit in found]
    copies = {asked.named(name) for name in texts}
    assert len(found) == 10
    assert len(copies.intersection(ids)) == 1
    assert len(set(ids)) >= 9
    assert len(asked.assistant.search("halle grains", k=10)) == 10


def test_a_filter_makes_the_newest_that_passes_speak(
    place: Callable[[dict[str, str]], Place],
) -> None:
    texts = {f"d{n}.md": dated(f"202{n}-01-10", reprint(DISPATCH, n)) for n in range(5)}
    asked = place({f"agence/{name}": text for name, text in texts.items()})
    until = asked.assistant.ask(QUESTION, filters=Filters(until=PartialDate(2022)))
    assert until.citations[0].article.article_id == asked.named("agence/d2.md")
    assert asked.named("agence/d4.md") in {
        copy.article.article_id for copy in until.citations[0].also_in
    }


def test_bulletins_that_differ_in_figures_each_speak(
    place: Callable[[dict[str, str]], Place],
) -> None:
    asked = place({f"b{n}.md": dated(f"2025-01-1{n}", bulletin(n), f"Météo {n}") for n in range(4)})
    found = asked.assistant.search("Combien de degrés fera-t-il à Morvelle ?", k=10)
    assert len({hit.passage.article_id for hit in found}) == 4


def test_a_newer_version_takes_over_and_gives_back(
    place: Callable[[dict[str, str]], Place],
) -> None:
    asked = place({"d1.md": dated("2025-01-10", DISPATCH)})
    before = asked.named("d1.md")
    (asked.folder / "d2.md").write_text(dated("2025-01-11", reprint(DISPATCH, 3)), encoding="utf-8")
    asked.build()
    after = asked.named("d2.md")
    answer = asked.assistant.ask(QUESTION)
    assert answer.citations[0].article.article_id == after
    assert [copy.article.article_id for copy in answer.citations[0].also_in] == [before]
    (asked.folder / "d2.md").unlink()
    asked.build()
    answer = asked.assistant.ask(QUESTION)
    assert answer.citations[0].article.article_id == before
    assert answer.citations[0].also_in == ()


def test_increments_and_a_whole_build_tell_the_same_copies(
    place: Callable[[dict[str, str]], Place],
) -> None:
    asked = place({"d0.md": dated("2025-01-10", DISPATCH)} | others(3))
    for number in range(1, 5):
        path = asked.folder / f"d{number}.md"
        path.write_text(dated("2025-01-10", reprint(DISPATCH, number)), encoding="utf-8")
        asked.build()
    (asked.folder / "d2.md").unlink()
    asked.build()
    grown = asked.assistant.published()
    ids = list(grown.catalogue().records)
    told = {name: grown.copies.of(name) for name in ids}
    asked.build(full=True)
    assert told == {name: asked.assistant.published().copies.of(name) for name in ids}
    assert sorted(map(len, told.values())) == [0, 0, 0, 3, 3, 3, 3]


def test_the_status_counts_near_copies_and_an_altered_list_of_them_is_refused(
    place: Callable[[dict[str, str]], Place],
) -> None:
    texts = {f"d{n:03d}.md": dated("2025-01-10", reprint(DISPATCH, n)) for n in range(180)}
    asked = place(texts | others(2))
    assert library.status(Settings(index=asked.index)).near_copies == 180
    generation = asked.assistant.published().generation
    path = generation.folder / "copies" / "copied.npy"
    content = bytearray(path.read_bytes())
    assert len(content) > 65_536
    content[-3] ^= 1
    path.unlink()  # what else shares the file keeps it as it was
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="build --full"):
        Assistant.open(asked.index)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(since=PartialDate(2025)),
        Filters(until=PartialDate(2025, 1)),
        Filters(since=PartialDate(2025, 1, 11), until=PartialDate(2025, 1, 11)),
        Filters(source="AGENCE"),
        Filters(source=" agénce/ "),
        Filters(language="fr"),
        Filters(language="en"),
    ],
    ids=str,
)
def test_a_filter_means_here_what_it_means_in_the_index(
    place: Callable[[dict[str, str]], Place], filters: Filters
) -> None:
    head = "La halle aux grains et la place du marché sont fermées depuis ce matin."
    asked = place(
        {
            "a.md": dated("2025", f"{head} {words_of(1, 40)}"),
            "agence/b.md": dated("2025-01", f"{head} {words_of(2, 40)}"),
            "agence/c.md": dated("2025-01-11", f"{head} {words_of(3, 40)}"),
            "d.txt": f"{head} {words_of(4, 40)}",
        }
    )
    index = asked.assistant.current()
    allowed = {hit.passage.article_id for hit in index.search(head, k=50, filters=filters)}
    everything = map(index.article, index.catalogue.records)
    assert allowed == {one.article_id for one in everything if passes(one, filters)}
    assert list(islice(allowed, 1)) or filters.language == "en"
