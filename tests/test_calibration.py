"""The vectors' share, measured on articles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from support import BagEmbedder, OracleEmbedder, RandomEmbedder, article

from index.calibration import (
    DEFAULT_SHARE,
    FEWEST_ARTICLES,
    MOST_ARTICLES,
    Sample,
    evenly,
    fit_dense_share,
    sample_of,
)
from index.lexicon import load_lexicon
from index.types import Passage

_PLACES = ["Almina", "Sorbeck", "Tamoa", "Borland", "Lorméa"]
_PLACES += ["Valdorie", "Krievan", "Marévan", "Detroy", "Ostrava"]
_THINGS = ["pont", "port", "train", "musée", "théâtre"]


def samples(*, told: bool, count: int = 50) -> list[Sample]:
    """Articles whose titles their texts repeat, or do not."""
    found = []
    for number in range(count):
        place, thing = _PLACES[number % 10], _THINGS[number // 10]
        title = f"Le {thing} de {place}"
        subject = f"Le {thing} de {place}" if told else f"Le numéro {number + 1000}"
        one = article(f"{subject} ouvrira bientôt.", title=title)
        passage = Passage(one.article_id, 0, len(one.text), one.text)
        found.append(Sample(one, (passage,)))
    return found


def fit(of: list[Sample], embedder: BagEmbedder) -> float:
    return fit_dense_share(of, embedder=embedder, lexicon=load_lexicon())


def oracle(of: list[Sample]) -> OracleEmbedder:
    texts = {sample.article.title: sample.article.text for sample in of}
    return OracleEmbedder(lambda title, text: texts[title] == text, list(texts))


def test_vectors_that_know_nothing_leave_the_terms_to_speak() -> None:
    assert fit(samples(told=True), RandomEmbedder()) <= 0.05


def test_vectors_that_know_the_answer_rule() -> None:
    titles_say_nothing = samples(told=False)
    assert fit(titles_say_nothing, oracle(titles_say_nothing)) >= 0.99


def test_few_articles_are_not_enough_to_tell() -> None:
    few = samples(told=False, count=FEWEST_ARTICLES - 1)
    assert fit(few, oracle(few)) == DEFAULT_SHARE
    assert fit([], RandomEmbedder()) == DEFAULT_SHARE


def test_a_share_is_the_same_each_time() -> None:
    assert fit(samples(told=True), BagEmbedder()) == fit(samples(told=True), BagEmbedder())


def passages_of(text: str, *cuts: int) -> list[Passage]:
    ends = [0, *cuts, len(text)]
    return [Passage("0" * 16, start, end, text[start:end]) for start, end in pairwise(ends)]


def test_a_title_is_looked_for_in_all_of_its_article() -> None:
    one = article("Un texte. Une suite.", title="Titre")
    passages = passages_of(one.text, 10)
    assert sample_of(one, passages) == Sample(one, tuple(passages))


def test_the_passage_that_a_title_was_taken_from_is_no_answer() -> None:
    one = article("Un texte. Une suite.", title="Un texte.")
    passages = passages_of(one.text, 10)
    assert sample_of(one, passages) == Sample(one, (passages[1],))
    assert sample_of(one, passages[:1]) is None


def test_an_article_without_a_title_is_no_sample() -> None:
    one = article("Un texte.")
    assert sample_of(one, passages_of(one.text)) is None


@pytest.mark.parametrize("count", [0, 1, 119, 120, 121, 240, 241, 1000, 34_000])
def test_samples_are_spread_over_the_whole(count: int) -> None:
    one = article("Un texte.", title="Titre")
    numbered = [Sample(one, tuple(passages_of(one.text))) for _ in range(count)]
    kept = evenly(numbered)
    assert len(kept) <= MOST_ARTICLES
    assert len(kept) >= min(count, MOST_ARTICLES // 2)
    if count:
        assert kept[0] is numbered[0]
        assert any(kept[-1] is sample for sample in numbered[-max(1, count // 50) - 1 :])
