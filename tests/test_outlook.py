"""Expected shares are worked out by hand from three passages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.query import QueryTerm, Variant
from index.types import Article, Hit, Passage, article_id_of
from rag.matching import Matcher
from rag.outlook import Topic, outlook, search_of, topic_of
from rag.question import Question, analyse_question
from rag.reading import read
from rag.shelf import load_shelf

QUESTION = "Pourquoi Venise est-elle célèbre ?"


def _term(word: str, weight: float, *, known: bool = True) -> QueryTerm:
    start = QUESTION.index(word)
    variants = (Variant(word.lower().replace("é", "e").replace("è", "e"), 1.0, "exact"),)
    return QueryTerm(
        word, start, start + len(word), word[0].isupper(), variants if known else (), weight
    )


TERMS = (_term("Venise", 3.0), _term("célèbre", 1.0, known=False))
ASKED = analyse_question(QUESTION, "fr")


def _article(title: str, text: str) -> Article:
    return Article(article_id_of(text), title, text, None, ("a.txt",), "fr")


ARTICLES = [
    _article("Venise", "Venise est une ville."),
    _article("Venise", "La lagune de Venise."),
    _article("Un jardin de Lirac", "Le jardin rouvre."),
]
OF_ARTICLE = {article.article_id: article for article in ARTICLES}


def _hits(*legs: tuple[float, float, float]) -> list[Hit]:
    return [
        Hit(Passage(a.article_id, 0, len(a.text), a.text), *leg)
        for a, leg in zip(ARTICLES, legs, strict=False)
    ]


def _topic(asked: Question, terms: Sequence[QueryTerm], hits: Sequence[Hit]) -> Topic:
    matcher = Matcher(asked, terms)
    return topic_of(asked, matcher, read(matcher, hits, OF_ARTICLE.__getitem__, load_shelf()))


def test_a_search_is_told_by_shares_of_its_best() -> None:
    search = search_of(TERMS, _hits((1.0, 4.0, 0.5), (0.5, 2.0, 0.4), (0.25, 1.0, 0.1)))
    assert search.first_terms == pytest.approx(4 / (2 * 4))
    assert search.second_terms == pytest.approx(0.5)
    assert search.last_terms == pytest.approx(0.25)
    assert (search.second, search.third) == (0.5, 0.25)
    assert search.agree == 1.0
    assert search.last_nearness == pytest.approx(0.2)
    assert search.unknown == pytest.approx(1 / 4)
    assert search.asked_words == pytest.approx(2 / 8)


def test_a_model_of_another_scale_changes_nothing() -> None:
    small = search_of(TERMS, _hits((1.0, 4.0, 0.05), (0.5, 2.0, 0.04)))
    large = search_of(TERMS, _hits((1.0, 4.0, 0.5), (0.5, 2.0, 0.4)))
    assert small == pytest.approx(large)


def test_legs_disagree_where_another_passage_is_nearer() -> None:
    assert search_of(TERMS, _hits((1.0, 4.0, 0.1), (0.5, 2.0, 0.4))).agree == 0.0


def test_one_passage_without_any_likeness_is_no_error() -> None:
    search = search_of((), _hits((0.0, 0.0, 0.0)))
    assert (search.second, search.second_terms, search.first_terms) == (0.0, 0.0, 0.0)


def test_titles_tell_whether_the_articles_are_about_what_is_asked() -> None:
    hits = _hits((1.0, 4.0, 0.5), (0.5, 2.0, 0.4), (0.25, 1.0, 0.1))
    topic = _topic(ASKED, TERMS, hits)
    assert topic.titles_asked == pytest.approx(2 / 3)  # all, all and none of their words
    assert 0 < topic.titles_hold < 2 / 3
    assert topic.one_title == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("question", "superlative", "advice", "figure"),
    [
        ("Quelle est la plus belle île ?", 1, 0, 0),
        ("Qui est le joueur le plus célèbre ?", 1, 0, 0),
        ("Quel est le meilleur musée ?", 1, 0, 0),
        ("What is the best museum?", 1, 0, 0),
        ("Quelle mesure a été prise ?", 0, 0, 0),
        ("Comment devenir pilote ?", 0, 1, 0),
        ("Comment se préparer au froid ?", 0, 1, 0),
        ("How do I become a pilot?", 0, 1, 0),
        ("Comment notre ministre a-t-il voté ?", 0, 0, 0),
        ("Combien de ponts compte la ville ?", 0, 0, 1),
    ],
)
def test_what_is_asked_is_told(question: str, superlative: int, advice: int, figure: int) -> None:
    asked = analyse_question(
        question, "en" if "museum" in question or "pilot?" in question else "fr"
    )
    hits = _hits((1.0, 4.0, 0.5))
    topic = _topic(asked, (), hits)
    assert (topic.superlative, topic.advice, topic.figure) == (superlative, advice, figure)


def test_evidence_is_bounded_and_weighed_by_the_titles() -> None:
    topic = Topic(0.5, 0.0, 0.0, 0.0, 0.0, 0.0)
    seen = outlook(100.0, topic)
    assert seen["evidence"] < 100
    assert seen["evidence_titled"] == pytest.approx(seen["evidence"] / 2)
