"""The check of written sentences, rule by rule, and on a corpus made from the seed articles."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Callable
from types import ModuleType

import pytest
from support import ROOT, calls_of

from index.types import Article, article_id_of
from rag.checking import Source, Verdict, check

CLAIMS = ROOT / "tests" / "claims" / "seeds.jsonl"
RTE3 = ROOT.parent / "shared" / "data" / "rte3_fr_dev.tsv"
CORRUPTIONS = ("date", "name", "negation", "number", "quotation", "speaker", "stitched")
TEXT = (
    "Pavel Orsak, le président de la Norvande, a reçu Dana Lirova à Brenn le lundi 4 mars 2024. "
    "Il a promis un prêt d’un milliard et demi d’euros. Mme Lirova a jugé la rencontre « franche "
    "et utile ». Le traité de Velt n’a pas été signé par Teresa Vold. Kora Minde accuse Ivo Lund "
    "d’avoir menti au sommet de Hal. Selon elle, 12 % des ports sont fermés."
)
ENGLISH = (
    "Pavel Orsak received Dana Lirova in Brenn on Monday, 4 March 2024. He promised a loan of 1.5 "
    "billion euros. Nobody signed the treaty. Kora Minde accuses Ivo Lund of lying."
)


def source(text: str, language: str = "fr", key: str = "k", title: str = "") -> Source:
    article = Article(article_id_of(text), title, text, None, (), language)
    return Source(key, article, 0, len(text))


def verdict(sentence: str, text: str = TEXT, language: str = "fr", written: str = "fr") -> Verdict:
    return check(sentence, [source(text, language)], [], language=written)


@pytest.mark.parametrize(
    "sentence",
    [
        "Dana Lirova a été reçue à Brenn par Pavel Orsak le 4 mars 2024.",
        "Pavel Orsak a reçu Mme Lirova à Brenn.",
        "Orsak a promis un prêt de 1,5 milliard d’euros.",
        "Dana Lirova a jugé “franche et utile” cette rencontre.",
        "Teresa Vold n’a pas signé le traité de Velt.",
        "Ivo Lund est accusé par Kora Minde d’avoir menti.",
        "Selon Kora Minde, douze pour cent des ports sont fermés.",
    ],
)
def test_what_says_the_same_is_supported(sentence: str) -> None:
    assert verdict(sentence).support == "supported"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Orsak a promis un prêt d’un milliard d’euros.", "number"),
        ("Orsak a promis un prêt d’un million et demi d’euros.", "number"),
        ("Pavel Orsak a reçu Dana Lirova à Brenn le 5 mars 2024.", "date"),
        ("Pavel Orsak a reçu Dana Lirova à Brenn le mardi 4 mars 2024.", "date"),
        ("Pavel Orsak a reçu Dana Lirova à Hal le 4 mars 2024.", "name"),
        ("Dana Lirova a reçu Pavel Orsak à Brenn.", "name"),
        ("Pavel Orsak a été reçu par Dana Lirova à Brenn.", "name"),
        ("Ivo Lund accuse Kora Minde d’avoir menti au sommet de Hal.", "name"),
        ("Dana Lirova a promis un prêt d’un milliard et demi d’euros.", "name"),
        ("Selon Ivo Lund, 12 % des ports sont fermés.", "name"),
        ("Selon Kora Minde, 15 % des ports sont fermés.", "number"),
        ("Le traité de Velt a été signé par Teresa Vold.", "negation"),
        ("Orsak n’a pas promis un prêt d’un milliard et demi d’euros.", "negation"),
        ("Orsak a refusé un prêt d’un milliard et demi d’euros.", "negation"),
        ("Mme Lirova a jugé la rencontre « longue et inutile ».", "quotation"),
        ("Orsak a volé un milliard et demi d’euros.", "words"),
    ],
)
def test_what_says_otherwise_is_not_supported(sentence: str, reason: str) -> None:
    found = verdict(sentence)
    assert (found.support, found.reason) == ("unsupported", reason)
    assert not found.carried_by


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("Dana Lirova was received in Brenn by Pavel Orsak on 4 March 2024.", "supported"),
        ("Orsak promised a loan of one and a half billion euros.", "supported"),
        ("Orsak promised a loan of two billion euros.", "unsupported"),
        ("Kora Minde accuses Ivo Lund of having lied at the Hal summit.", "supported"),
        ("Ivo Lund accuses Kora Minde of having lied at the Hal summit.", "unsupported"),
    ],
)
def test_a_sentence_may_be_in_another_language(sentence: str, support: str) -> None:
    assert verdict(sentence, written="en").support == support


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Le port emploie dix-sept marins.", "Le port emploie dix marins."),
        ("Le port emploie vingt et un marins.", "Le port emploie vingt marins."),
        ("Le port emploie deux mille cent marins.", "Le port emploie deux mille marins."),
        ("Le port emploie trois cents marins.", "Le port emploie mille marins."),
        ("Le port a coûté $2bn à la ville.", "Le port a coûté $3bn à la ville."),
        ("Le port a ouvert à 14h30 mardi.", "Le port a ouvert à 14h45 mardi."),
        ("Le port a ouvert dans les années 1990.", "Le port a ouvert dans les années 1980."),
    ],
)
def test_a_number_is_read_whole(text: str, other: str) -> None:
    assert verdict(text.replace("Le port", "Ce port"), text).support == "supported"
    assert verdict(other, text).support == "unsupported"


def test_an_english_billion_is_a_french_milliard() -> None:
    said = verdict("Il a promis un prêt de 1,5 milliard d’euros.", ENGLISH, "en", "fr")
    assert said.support == "supported"
    more = verdict("Il a promis un prêt de 1,5 billion d’euros.", ENGLISH, "en", "fr")
    assert more.support == "unsupported"


def test_the_exact_sentence_is_what_carries() -> None:
    (quoted,) = verdict("Orsak a promis un prêt de 1,5 milliard d’euros.").carried_by
    text = quoted.source.article.text[quoted.start : quoted.end]
    assert text == "Il a promis un prêt d’un milliard et demi d’euros."


def test_the_articles_own_words_are_quoted() -> None:
    assert verdict("Il a promis un prêt d'un milliard et demi d'euros").support == "quoted"


def test_a_sentence_that_another_passage_carries_is_moved_there() -> None:
    wrong, right = source("Le port de Hal ferme.", key="a"), source(TEXT, key="b")
    found = check("Orsak a promis un prêt.", [wrong], [right], language="fr")
    assert (found.support, found.moved) == ("supported", True)
    assert [quoted.source.key for quoted in found.carried_by] == ["b"]


def test_two_facts_of_two_sentences_are_not_stitched() -> None:
    text = "Ryke dirige le parti de Hal. Le maire de Brenn a vendu le port en mai."
    assert verdict("Ryke a vendu le port en mai.", text).support == "unsupported"


def test_nobody_supports_nothing() -> None:
    assert verdict("…").support == "unsupported"
    assert check("Orsak a promis un prêt.", [], [], language="fr").support == "unsupported"


@pytest.fixture(scope="module")
def measuring() -> ModuleType:
    """The benchmark, which reads and judges the corpus."""
    spec = importlib.util.spec_from_file_location("checked", ROOT / "benchmarks" / "checking.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["checked"] = module
    spec.loader.exec_module(module)
    return module


def test_the_corpus_is_about_sentences_of_the_articles(measuring: ModuleType) -> None:
    rows, articles = measuring.read_rows(CLAIMS), measuring.articles_by_file(ROOT / "seeds")
    assert all(articles[row.article].text.count(row.about) == 1 for row in rows)
    counts = Counter(row.kind for row in rows)
    assert counts["faithful"] >= 200
    assert sum(counts[kind] for kind in (*CORRUPTIONS, "wrong_id")) >= 200
    assert min(counts[kind] for kind in (*CORRUPTIONS, "wrong_id")) >= 25
    assert sum(row.language != articles[row.article].language for row in rows) >= 40
    assert len({row.sentence for row in rows}) == len(rows)
    assert {row.expected for row in rows if row.kind in CORRUPTIONS} == {"unsupported"}
    assert 0.25 < sum(row.held for row in rows) / len(rows) < 0.42


def test_corrupted_sentences_are_caught_and_most_faithful_ones_stand(
    measuring: ModuleType,
) -> None:
    rows, articles = measuring.read_rows(CLAIMS), measuring.articles_by_file(ROOT / "seeds")
    for held in (False, True):
        part = [row for row in rows if row.held == held]
        outcomes = measuring.measure(part, articles)
        kinds = {kind: [o.right for o in outcomes if o.row.kind == kind] for kind in CORRUPTIONS}
        caught = [right for rights in kinds.values() for right in rights]
        assert sum(caught) / len(caught) >= 0.96
        for kind, rights in kinds.items():
            assert sum(rights) / len(rights) >= 0.88, kind
        faithful = [o for o in outcomes if o.row.kind == "faithful"]
        assert sum(o.stands for o in faithful) / len(faithful) >= 0.78
        moved = [o.right for o in outcomes if o.row.kind == "wrong_id"]
        assert sum(moved) / len(moved) >= 0.7


@pytest.mark.skipif(not RTE3.exists(), reason="the shared data are not here")
def test_pairs_of_sentences_are_told_apart_as_well_as_was_measured(measuring: ModuleType) -> None:
    *_, line = measuring.rte(RTE3)
    precision, recall = map(float, re.findall(r"\d\.\d+", line))
    assert precision >= 0.68
    assert recall >= 0.67


def test_a_sentence_takes_hardly_more_work_against_ten_passages_than_against_one() -> None:
    sources = [
        source(f"{TEXT} Le port {number} est fermé.", key=str(number)) for number in range(10)
    ]
    sentence = "Orsak a promis un prêt de 1,5 milliard d’euros."

    def checked(count: int) -> Callable[[], object]:
        return lambda: check(sentence, sources[:1], sources[1:count], language="fr")

    checked(10)()  # what each passage says is read once
    assert calls_of(checked(10)) < 1.5 * calls_of(checked(1))
