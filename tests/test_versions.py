"""Which of near copies speaks, and what is left of those that say the same."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Filters, Hit, PartialDate, Passage, Span, article_id_of
from rag import Citation
from rag.types import Copy
from rag.versions import Versions, apart, distinct


def article(text: str, published: str | None = None, **fields: str) -> Article:
    date = PartialDate.parse(published) if published else None
    source = fields.pop("source", f"{article_id_of(text)}.txt")
    return Article(article_id_of(text), text[:20], text, date, (source,), "fr", **fields)


class Shelf:
    """Articles and which of them are near copies, told pair by pair."""

    def __init__(self, articles: Sequence[Article], pairs: str) -> None:
        self.articles = {one.article_id: one for one in articles}
        self.ids = [one.article_id for one in articles]
        self._pairs = [(self.ids[int(a)], self.ids[int(b)]) for a, b in pairs.split()]
        self.versions = Versions(self._near, self.articles.__getitem__)

    def _near(self, article_id: str) -> frozenset[str]:
        pairs = [*self._pairs, *((b, a) for a, b in self._pairs)]
        return frozenset(other for one, other in pairs if one == article_id)

    def speakers(self, filters: Filters = Filters()) -> list[int]:
        return [self.ids.index(self.versions.speaker(name, filters)) for name in self.ids]


def test_the_newest_of_near_copies_speaks_and_undated_ones_last() -> None:
    dates = ["2025-03-02", "2025-03-04", None, "2025-03-01"]
    shelf = Shelf(
        [article(f"texte {n}", date) for n, date in enumerate(dates)], "01 02 03 12 13 23"
    )
    assert shelf.speakers() == [1, 1, 1, 1]
    assert [one.text for one in shelf.versions.others(shelf.ids[1])] == [
        "texte 0",
        "texte 3",
        "texte 2",
    ]


def test_of_one_day_the_longer_version_is_the_newer() -> None:
    shelf = Shelf([article("bref", "2025-03-02"), article("plus long", "2025-03-02")], "01")
    assert shelf.speakers() == [1, 1]


def test_an_article_that_the_newest_is_no_near_copy_of_speaks_itself() -> None:
    dates = ["2025-03-01", "2025-03-02", "2025-03-03"]
    shelf = Shelf([article(f"texte {n}", date) for n, date in enumerate(dates)], "01 12")
    assert shelf.speakers() == [0, 2, 2]


def test_of_those_that_a_filter_lets_through_the_newest_speaks() -> None:
    articles = [
        article("ancien", "2024-01-01", source="agence/a.txt"),
        article("moyen", "2024-06-01", source="journal/b.txt"),
        article("nouveau", "2025-01-01", source="journal/c.txt"),
    ]
    shelf = Shelf(articles, "01 02 12")
    assert shelf.speakers(Filters(until=PartialDate(2024)))[:2] == [1, 1]
    assert shelf.speakers(Filters(source="agence"))[0] == 0
    assert shelf.speakers(Filters(source="journal"))[1:] == [2, 2]


@given(
    st.lists(st.sampled_from([None, "2024", "2024-05", "2024-05-06", "2025-01-01"]), max_size=6),
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12),
)
def test_whoever_speaks_is_a_near_copy_that_speaks_for_itself(
    dates: list[str | None], pairs: set[tuple[int, int]]
) -> None:
    known = [(a, b) for a, b in pairs if a < b < len(dates)]
    articles = [article(f"texte {n}", date) for n, date in enumerate(dates)]
    shelf = Shelf(articles, " ".join(f"{a}{b}" for a, b in known))
    speakers = shelf.speakers()
    for number, speaker in enumerate(speakers):
        assert speakers[speaker] == speaker
        assert speaker == number or tuple(sorted((number, speaker))) in known
        assert (dates[speaker] or "") >= (dates[number] or "")
    spoken = {(a, b) for a, b in known if speakers[a] == a and speakers[b] == b}
    assert not spoken


def hits_of(articles: Sequence[Article]) -> list[Hit]:
    return [
        Hit(Passage(one.article_id, 0, len(one.text), one.text), 1 / place, 1.0, 1.0)
        for place, one in enumerate(articles, start=1)
    ]


def test_copies_that_crowd_the_first_places_make_way_for_other_articles() -> None:
    crowd = [article(f"copie {n}", "2025-01-01") for n in range(9)]
    newest, others = article("copie neuve", "2025-02-01"), [article(f"autre {n}") for n in range(5)]
    pairs = " ".join(f"{a}{b}" for a in range(10) for b in range(a + 1, 10))
    found = hits_of([*crowd, newest, *others])
    shelf = Shelf([*crowd, newest, *others], pairs)
    depths = []

    def fetch(depth: int) -> list[Hit]:
        depths.append(depth)
        return found[:depth]

    kept = apart(fetch, 4, versions=shelf.versions)
    assert [hit.passage.text for hit in kept] == ["copie neuve", *(one.text for one in others)]
    assert depths == [4, 16]


def test_where_nothing_is_copied_the_legs_are_asked_once() -> None:
    articles = [article(f"texte {n}") for n in range(8)]
    calls = []

    def fetch(depth: int) -> list[Hit]:
        calls.append(depth)
        return hits_of(articles)[:depth]

    assert len(apart(fetch, 4, versions=Shelf(articles, "").versions)) == 4
    assert calls == [4]


def test_a_passage_that_says_nothing_new_is_left_out() -> None:
    said = "Le pont de Morvelle rouvrira lundi après deux mois de travaux, a annoncé la mairie."
    texts = [
        said,
        said.replace("a annoncé", "annonce"),
        said.replace("lundi", "mardi"),
        f"{said} Les bus y passeront de nouveau, et la piste cyclable sera prête en avril.",
        said.upper(),
    ]
    kept = list(distinct(hits_of([article(text) for text in texts])))
    assert [texts.index(hit.passage.text) for hit in kept] == [0, 2, 3]


@given(st.lists(st.text(min_size=1, max_size=40), max_size=6))
def test_passages_that_are_left_are_some_of_those_given_in_their_order(texts: list[str]) -> None:
    hits = [
        Hit(Passage(f"{place:016x}", 0, len(text), text), 1.0, 1.0, 1.0)
        for place, text in enumerate(texts)
    ]
    kept = list(distinct(hits))
    assert kept == [hit for hit in hits if hit in kept]
    assert kept[:1] == hits[:1]


def test_a_citation_says_where_each_copy_has_the_very_quote() -> None:
    quote = "Le pont rouvrira lundi."
    one = article(f"{quote} Les bus passeront.", "2025-03-02")
    two = article(f"Annonce. {quote} Les bus passeront.", "2025-03-01")
    three = article("Le pont rouvrira lundi, dit-on. Les bus passeront.")
    versions = Shelf([one, two, three], "01 02 12").versions
    cited = versions.cited(Citation(1, one, 0, len(quote), quote))
    assert cited.also_in == (Copy(two, Span(9, 9 + len(quote))), Copy(three, None))
    copies = json.loads(json.dumps(cited.as_dict()))["also_in"]
    assert [(copy["article_id"], copy["start"], copy["end"]) for copy in copies] == [
        (two.article_id, 9, 9 + len(quote)),
        (three.article_id, None, None),
    ]
    assert copies[0]["published"] == "2025-03-01"
    assert copies[0]["sources"] == list(two.sources)


def test_a_copy_that_does_not_have_the_quote_there_is_refused() -> None:
    one, two = article("Le pont rouvrira."), article("Le pont ne rouvrira pas.")
    with pytest.raises(ValueError, match=two.article_id):
        Citation(1, one, 0, 8, "Le pont ", also_in=(Copy(two, Span(3, 11)),))
