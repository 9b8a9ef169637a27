from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import ArticleUnknownError
from index.types import Article, Filters, Hit, Passage, Span, article_id_of
from rag.types import Answer, Citation
from ui.cited import Cited
from ui.render import Turn

QUOTE = "Lena Ostrow a promis 14 ports."


def article(text: str, path: str) -> Article:
    return Article(article_id_of(text), "Les ports", text, None, (path,), "fr")


OLD = article(f"{QUOTE} Nul ne sait comment.", "ports.txt")
NEW = article("Lena Ostrow a promis 15 ports.", "ports.txt")
OTHER = article("Lena Ostrow a ouvert une école.", "2025/ports.txt")


class Shelf:
    """What the index holds now."""

    def __init__(self, *articles: Article) -> None:
        self.articles = {one.article_id: one for one in articles}

    def article(self, article_id: str) -> Article:
        if article_id not in self.articles:
            raise ArticleUnknownError(f"no article {article_id}")
        return self.articles[article_id]

    def search(self, question: str, *, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        assert filters.source is not None
        return [
            Hit(Passage(one.article_id, 0, 4, one.text[:4]), 1.0, 1.0, 0.0)
            for one in self.articles.values()
            if any(filters.source in source for source in one.sources)
        ]


def quoted(*articles: Article) -> Turn:
    citations = tuple(
        Citation(number, one, 0, len(QUOTE), one.text[: len(QUOTE)])
        for number, one in enumerate(articles, start=1)
    )
    answer = Answer("Combien ?", "fr", "answered", "", (), citations, (), (), None, {}, "g", "m")
    return Turn(1, "Combien ?", answer=answer)


def test_an_article_that_was_changed_is_shown_as_quoted_with_the_way_to_what_it_is() -> None:
    cited = Cited(Shelf(OTHER, NEW))
    cited.keep(quoted(OLD))
    html = cited.opened(OLD.article_id, Span(0, len(QUOTE)))
    assert html is not None
    assert f">{QUOTE}</mark>" in html
    assert "a été modifié depuis" in html
    assert f'data-open="{NEW.article_id}"' in html
    assert OTHER.article_id not in html


@pytest.mark.parametrize("shelf", [Shelf(), Shelf(OTHER)], ids=["nothing", "another of that name"])
def test_an_article_that_was_removed_is_shown_as_quoted(shelf: Shelf) -> None:
    cited = Cited(shelf)
    cited.keep(quoted(OLD))
    html = cited.opened(OLD.article_id, Span(0, len(QUOTE)))
    assert html is not None
    assert "a été retiré depuis" in html
    assert "data-open" not in html


def test_what_no_answer_has_quoted_is_not_known() -> None:
    cited = Cited(Shelf())
    cited.keep(Turn(1, "Combien ?"))
    assert cited.opened(OLD.article_id, Span(0, 1)) is None


def test_the_closest_passages_can_be_opened_too() -> None:
    cited = Cited(Shelf())
    hit = Hit(Passage(OLD.article_id, 0, 4, OLD.text[:4]), 1.0, 1.0, 0.0)
    cited.keep(replace(quoted(), closest=((hit, OLD),)))
    assert cited.opened(OLD.article_id, Span(0, 0)) is not None


def test_what_was_quoted_longest_ago_is_forgotten_first() -> None:
    cited = Cited(Shelf(), most=len(OLD.text) + len(NEW.text))
    for one in (OLD, NEW, OLD, OTHER):
        cited.keep(quoted(one))
    kept = [one for one in (OLD, NEW, OTHER) if cited.opened(one.article_id, Span(0, 0))]
    assert kept == [OLD, OTHER] or kept == [OTHER]
    assert cited.opened(NEW.article_id, Span(0, 0)) is None


def test_one_article_is_kept_however_long() -> None:
    cited = Cited(Shelf(), most=1)
    cited.keep(quoted(OLD))
    assert cited.opened(OLD.article_id, Span(0, 0)) is not None
