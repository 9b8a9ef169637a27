from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import stem
from index.query import QueryTerm, Variant
from index.types import Hit, Passage
from rag.ranking import COEFFICIENTS, FEATURES, Ranker, Ranking

QUESTION = "Quand le barrage de Lorméa sera-t-il achevé ?"


def ranking(weights: Mapping[str, float]) -> Ranking:
    """Weights for some features, 0 for the others."""
    return Ranking(np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32))


def asked(text: str, *, name: bool = False, weight: float = 2.0, surely: float = 1.0) -> QueryTerm:
    """A word that the question holds, under its French stem."""
    start = max(QUESTION.find(text), 0)
    term = Variant(stem(text.lower().replace("é", "e"), "fr"), surely, "exact")
    return QueryTerm(text, start, start + len(text), name, (term,), weight)


TERMS = (asked("barrage"), asked("Lorméa", name=True, weight=4.0), asked("achevé"))


def hit(text: str, *, terms: float = 1.0, similarity: float = 0.5, score: float = 0.5) -> Hit:
    return Hit(Passage(f"{abs(hash(text)):016x}", 0, len(text), text), score, terms, similarity)


def rank(
    ranker: Ranker,
    hits: list[Hit],
    *,
    terms: tuple[QueryTerm, ...] = TERMS,
    question: str = QUESTION,
) -> list[Hit]:
    return ranker.rank(question, hits, language="fr", terms=terms)


def value(name: str, text: str, *, terms: tuple[QueryTerm, ...] = TERMS) -> float:
    """A feature of a passage with that text."""
    found = Ranker().features(QUESTION, [hit(text)], language="fr", terms=terms)
    return float(found[0, FEATURES.index(name)])


def test_the_coefficients_of_the_package_name_every_feature_and_no_other() -> None:
    named = json.loads(COEFFICIENTS.read_text(encoding="utf-8"))["weights"]
    assert set(named) == set(FEATURES)
    assert np.isfinite(Ranking.load().weights).all()


def test_coefficients_of_another_version_are_refused_by_the_names_that_differ(
    tmp_path: Path,
) -> None:
    named = dict.fromkeys(FEATURES, 0.0)
    named["moonlight"] = named.pop("held")
    (tmp_path / "weights.json").write_text(json.dumps({"weights": named}))
    with pytest.raises(ValueError, match="held, moonlight"):
        Ranking.load(tmp_path / "weights.json")


def test_the_words_of_the_question_outrank_the_legs_where_they_are_weighed() -> None:
    poor = hit("Le musée rend douze sculptures.", score=0.9)
    rich = hit("Le barrage de Lorméa fut achevé.", score=0.1)
    assert rank(Ranker(ranking({"held": 1.0})), [poor, rich])[0].passage == rich.passage


def test_a_word_counts_by_its_rarity() -> None:
    assert value("held", "Lorméa") == pytest.approx(0.5, abs=0.01)
    assert value("held", "Le barrage") == pytest.approx(0.25, abs=0.01)
    assert value("held_names", "Le barrage de Lorméa") == pytest.approx(0.5, abs=0.01)


def test_the_best_sentence_counts_not_what_several_hold_together() -> None:
    apart = "Le barrage est haut. Lorméa est loin. Tout fut achevé."
    assert value("held", apart) == pytest.approx(1.0)
    assert value("sentence", apart) == pytest.approx(0.5, abs=0.01)


def test_a_likely_spelling_counts_for_less_than_the_word() -> None:
    unsure = (asked("barrage", surely=0.8), *TERMS[1:])
    assert value("held", "barrages", terms=unsure) < value("held", "barrages")


def test_a_stem_is_held_but_not_as_it_was_typed() -> None:
    assert value("held", "Les barrages") > 0
    assert value("held_as_typed", "Les barrages") == 0
    assert value("held_as_typed", "Le barrage") == value("held", "Le barrage")


def test_a_derivation_counts_only_where_the_word_is_missing() -> None:
    term = QueryTerm("président", 0, 9, False, (Variant("president", 1.0, "exact"),), 3.0)
    alone = value("family", "Le palais présidentiel", terms=(term,))
    both = value("family", "Le président au palais présidentiel", terms=(term,))
    assert (alone, both) == (pytest.approx(1.0), 0.0)


def test_neighbours_count_within_four_words_of_one_sentence() -> None:
    near = value("near_pairs", "le barrage de Lorméa")
    assert near > 0
    assert value("near_pairs", "le barrage très haut très vieux très gris Lorméa") == 0
    assert value("near_pairs", "Voici le barrage. Lorméa dort.") == 0


def test_a_date_answers_when_in_the_sentence_that_holds_the_question() -> None:
    assert value("kind", "Le barrage ouvrira en 2031") == 1.0
    assert value("kind", "Le barrage ouvrira en 31 jours") == 0.0
    beside = value("kind_in_sentence", "Le barrage de Lorméa ouvrira. En 2031 tout sera gris.")
    assert beside < value("kind_in_sentence", "Le barrage de Lorméa ouvrira en 2031.")


def test_a_date_counts_more_the_nearer_it_stands_to_the_words_of_the_question() -> None:
    near = value("kind_near", "Le barrage de Lorméa, achevé en 2031, sera gris et très haut.")
    far = value("kind_near", "Le barrage de Lorméa, achevé, sera gris, très haut et beau en 2031.")
    assert near > far > 0
    assert value("kind_near", "Le barrage de Lorméa fut achevé. En 2031 tout sera gris.") == 0


def test_words_of_the_question_count_more_the_nearer_they_stand_even_across_sentences() -> None:
    near = value("nearness", "Voici le barrage. Lorméa dort.")
    far = value("nearness", "Voici le barrage. Il est vieux, gris, haut et beau. Lorméa dort.")
    assert near > far > 0
    assert value("nearness", "Voici le barrage du barrage.") == 0


def test_runs_are_found_word_for_word_or_stem_for_stem_and_not_across_sentences() -> None:
    assert value("long_runs", "Voici le barrage de Lorméa") == pytest.approx(2 / 4)
    assert value("runs", "Voici le barrage. De Lorméa on dort.") == pytest.approx(2 / 8)
    assert value("stemmed_runs", "Les barrages de Lorméa") > 0
    assert value("long_runs", "Les barrages de Lorméa") == 0


def test_a_word_of_like_meaning_counts_where_the_word_is_missing() -> None:
    soldiers = (asked("militaire"),)
    assert value("alike", "Le soldat dort", terms=soldiers) > 0.3
    assert value("alike", "Le fromage dort", terms=soldiers) < 0.1
    assert value("alike", "Le soldat militaire dort", terms=soldiers) == 0


def test_a_name_has_no_word_of_like_meaning_but_where_that_is_asked() -> None:
    name = (asked("Paris", name=True),)
    assert value("alike", "Il vit à Lyon", terms=name) == 0
    assert value("alike_names", "Il vit à Lyon", terms=name) > 0


def test_meaning_is_nearer_the_more_words_are_of_its_field() -> None:
    river, cheese = "Le barrage retient la rivière.", "Le fromage fermente."
    assert (
        value("meaning", river) > value("meaning", f"{river} {cheese}") > value("meaning", cheese)
    )


def test_another_scale_of_similarities_changes_nothing() -> None:
    texts = ["Le barrage est vieux", "Lorméa", "Le blé", "Rien ne fut achevé ici"]
    cosines = [0.1, 0.7, 0.4, 0.35]
    ranked = [
        rank(
            Ranker(),
            [
                hit(text, similarity=slope * cosine + base, terms=place)
                for place, (text, cosine) in enumerate(zip(texts, cosines, strict=True))
            ],
        )
        for slope, base in ((1.0, 0.0), (0.02, 0.9))
    ]
    one, other = ([(item.passage.text, item.score) for item in items] for items in ranked)
    assert [text for text, _ in one] == [text for text, _ in other]
    assert [score for _, score in one] == pytest.approx([score for _, score in other], abs=1e-3)


def test_a_vector_that_stands_alone_far_above_the_others_is_believed() -> None:
    words = hit("Le barrage de Lorméa fut achevé en 2031.", terms=9.0, similarity=0.0)
    known = hit("Le blé", terms=0.0, similarity=1.0)
    others = [hit(f"Rien {n}", terms=0.0, similarity=0.01 * (n % 5)) for n in range(80)]
    assert rank(Ranker(), [words, known, *others])[0].passage.text == "Le blé"
    nearer = hit("Le blé", terms=0.0, similarity=0.05)
    assert rank(Ranker(), [words, nearer, *others])[0].passage == words.passage


def test_scores_go_down_from_one() -> None:
    hits = [hit(f"Le barrage {'de Lorméa ' * n}", terms=float(n)) for n in range(9)]
    scores = [item.score for item in rank(Ranker(), hits)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0
    assert scores[-1] > 0


def test_both_legs_scores_stay_what_they_were() -> None:
    hits = [hit("Lorméa", terms=3.5, similarity=-0.25), hit("Le blé", terms=0.0)]
    kept = {item.passage.text: (item.terms, item.similarity) for item in rank(Ranker(), hits)}
    assert kept == {"Lorméa": (3.5, -0.25), "Le blé": (0.0, 0.5)}


def test_equals_keep_their_order() -> None:
    hits = [hit(text) for text in ("un", "deux", "trois")]
    assert [item.passage for item in rank(Ranker(ranking({})), hits)] == [h.passage for h in hits]


def test_nothing_in_nothing_out() -> None:
    assert rank(Ranker(), []) == []


def test_a_question_of_function_words_is_ranked_by_the_legs() -> None:
    hits = [hit("Le blé", score=0.2, similarity=0.1), hit("Lorméa", score=0.9, similarity=0.8)]
    ranked = rank(Ranker(), hits, terms=(), question="Qui est-ce ?")
    assert ranked[0].passage.text == "Lorméa"


def test_a_shelf_that_holds_other_passages_gives_the_same_order() -> None:
    hits = [hit(f"Phrase {n}. Le barrage {n} de Lorméa.", terms=n / 9) for n in range(20)]
    used = Ranker()
    rank(used, [hit(f"Autre chose {n}, toute autre.") for n in range(30)])
    rank(used, hits)
    assert rank(used, hits) == rank(Ranker(), hits)


def test_threads_share_a_ranker() -> None:
    ranker = Ranker()
    hits = [hit(f"Le barrage {n} de Lorméa. Achevé en {n}.", terms=n / 9) for n in range(60)]
    expected = rank(Ranker(), hits)
    found: list[bool] = []

    def ask() -> None:
        found.extend(rank(ranker, hits) == expected for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 40


@settings(deadline=None)
@given(
    question=st.text(max_size=80),
    texts=st.lists(st.text(max_size=200), min_size=1, max_size=12),
)
def test_any_texts_are_ranked_each_once(question: str, texts: list[str]) -> None:
    hits = [
        Hit(Passage(f"{n:016x}", 0, len(text), text), 0.5, float(n), 0.1 * n)
        for n, text in enumerate(texts)
    ]
    ranked = Ranker().rank(question, hits, language="fr", terms=TERMS)
    assert sorted(item.passage.article_id for item in ranked) == [
        item.passage.article_id for item in hits
    ]
    assert all(0 <= item.score <= 1 for item in ranked)
