"""The articles' records: filters by source, and choices."""

from __future__ import annotations

import pytest
from support import article

from index.catalogue import Catalogue, rows_of
from index.rows import Given, Row, Rows
from index.types import Article


def catalogue(*articles: Article) -> Catalogue:
    return Catalogue(Rows().revised(rows_of(articles), ()))


def test_a_record_is_what_the_article_says_of_itself() -> None:
    one = article(
        "texte",
        title="Un « titre »",
        published="2025-07",
        place="Port-Lorméa",
        sources=("é/a.md", "https://exemple.example"),
        origin="Agence",
    )
    two = article("text", language="en", sources=())
    records = catalogue(one, two).records
    assert records.keys() == {one.article_id, two.article_id}
    assert records[one.article_id].published == "2025-07"
    assert [
        records[each.article_id].article(each.article_id, each.text) for each in (one, two)
    ] == [
        one,
        two,
    ]


def test_of_copies_the_first_file_speaks_and_the_first_origin_that_is_named() -> None:
    one = article("un", title="A", sources=("b.md", "https://b.example"))
    other = article("un", title="B", published="2025", sources=("a.jsonl#3",), origin="Agence")
    third = article("un", sources=("c.md", "https://a.example", "https://b.example"), origin="X")
    rows = [
        Row(name, None, None, (Given.of(each, name),), ())
        for name, each in (("b.md", one), ("a.jsonl", other), ("c.md", third))
    ]
    (record,) = Catalogue(Rows().revised(rows, ())).records.values()
    assert (record.title, record.published, record.origin) == ("B", "2025", "Agence")
    assert record.sources == (
        *("a.jsonl#3", "b.md", "c.md"),
        *("https://b.example", "https://a.example"),
    )


BY_SOURCE = catalogue(
    *[
        article("un", sources=("Économie/2025/a.md", "https://www.gazette.example/x")),
        article("deux", sources=("monde/b.md",), origin="Agence de l'Est, d'après la Gazette"),
        article("trois", sources=("MONDE/c.jsonl#3",)),
        article("quatre", sources=()),
    ]
)
IDS = {text: article(text).article_id for text in ("un", "deux", "trois", "quatre")}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("monde", ["deux", "trois"]),
        ("MONDE/", ["deux", "trois"]),
        ("economie", ["un"]),
        ("ÉCONOMIE", ["un"]),
        ("E\u0301conomie", ["un"]),
        ("gazette", ["un", "deux"]),
        (" gazette ", ["un", "deux"]),
        ("agence de l'est", ["deux"]),
        ("#3", ["trois"]),
        ("monde économie", []),
        ("*", []),
        ("", ["un", "deux", "trois", "quatre"]),
    ],
)
def test_a_source_is_any_part_of_a_path_address_or_origin(part: str, expected: list[str]) -> None:
    assert BY_SOURCE.with_source(part) == {IDS[text] for text in expected}


def test_sources_are_named_by_folder_host_and_origin_commonest_first() -> None:
    names = catalogue(
        *[
            article("un", sources=("monde/a.md", "monde/b.md")),
            article("deux", sources=("monde/c.md", "https://gazette.example/c")),
            article("trois", sources=("d.md",), origin="Agence"),
            article("quatre", sources=("eco/d.md",), origin="Agence"),
        ]
    ).source_names()
    # An article counts once for a name, and files at the top of the folder have none.
    assert names == ("Agence", "monde", "eco", "gazette.example")
