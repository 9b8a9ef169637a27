"""What the bundled model learns from, what is held out from it, and how it is measured."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from training.corpus import (
    Press,
    Question,
    read_pairs,
    read_piaf,
    read_press,
    sentences,
)
from training.measure import first, ndcg, places
from training.model import read_names
from training.split import held_out, piaf_part, piaf_role


def test_places_count_what_comes_before_and_ties_against() -> None:
    passages = np.eye(3, dtype=np.float32)
    questions = np.array([[3, 2, 1], [1, 1, 0], [3, 2, 1]], dtype=np.float32)
    before = places(questions, passages, np.array([0, 1, 2]))
    assert before.tolist() == [0, 1, 2]
    assert first(before) == pytest.approx(1 / 3)
    # 1/log2(2), 1/log2(3), 1/log2(4), and nothing for the eleventh place.
    assert ndcg(np.array([0, 1, 2, 10])) == pytest.approx((1 + 0.63093 + 0.5) / 4, abs=1e-5)


def test_the_split_is_the_one_that_was_published() -> None:
    # The digests are those of sha256sum.
    sport = 0x9A085DD854F03306988189D9B57C89B54A9303BDBBA275EA9FC5739D64E3B50C
    paris = 0x5DD272B4F316B776A7B8E3D0894B37E1E42BE3D5D3B204B8A5836CC50597A6B1
    assert (piaf_part("Sport"), piaf_part("Paris")) == (sport % 10, paris % 10) == (6, 9)
    assert (piaf_role("Sport"), piaf_role("Paris")) == ("ranking", "held-out")
    assert {piaf_role(f"Article {number}") for number in range(60)} == {
        "embedding",
        "ranking",
        "held-out",
    }


def test_held_out_items_are_apart_and_stay_when_others_join() -> None:
    items = [f"item {number}" for number in range(100)]
    test, choice, rest = held_out(items, 10, str)
    assert len(test) == len(choice) == 10
    assert sorted([*test, *choice, *rest]) == sorted(items)
    more, _, _ = held_out([*items, "a new one"], 10, str)
    assert len(set(test) & set(more)) >= 9


def test_the_press_is_read_without_repeats_and_empty_articles(tmp_path: Path) -> None:
    rows = [
        ("1", "Un titre", "Le corps. Il suit."),
        ("2", "Un titre", "Un autre corps."),
        ("3", "Un autre titre", "Le corps. Il suit."),
        ("4", "Vide", "  "),
        ("5", "Le dernier", "Autre chose."),
    ]
    path = tmp_path / "press.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        for identifier, title, body in rows:
            row = {"id": identifier, "title": title, "heading": " H ", "article": body}
            file.write(json.dumps(row) + "\n")
    press = read_press(path)
    assert [article.identifier for article in press] == ["1", "5"]
    assert press[0] == Press("1", "Un titre", "H", ("Le corps.", "Il suit."))


def test_documentation_loses_its_markup_and_rows_that_were_markup_alone(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("source\tterms\ten\tfr\n")
        file.write("python-docs-fr\tclear\tUse :func:`open` here.\tUtilisez :func:`open` ici.\n")
        file.write("python-docs-fr\tclear\t:mod:`os` module\t:mod:`os`\n")
        file.write("tatoeba\tclear\tA *star*.\tUne *étoile*.\n")
    terms, pairs = zip(*read_pairs(path), strict=True)
    assert terms == ("clear", "clear")
    assert [pair.english.split() for pair in pairs] == [["Use", "here."], ["A", "*star*."]]


def test_piaf_paragraphs_that_repeat_are_one(tmp_path: Path) -> None:
    path = tmp_path / "piaf.json.xz"
    paragraph = {"context": "Un texte.", "qas": [{"question": "Quoi ?"}]}
    data = {"data": [{"title": "T", "paragraphs": [paragraph, paragraph]}]}
    with lzma.open(path, "wt", encoding="utf-8") as file:
        json.dump(data, file)
    piaf = read_piaf(path)
    assert piaf.paragraphs == ("Un texte.",)
    assert piaf.questions == (Question("Quoi ?", 0), Question("Quoi ?", 0))


def test_sentences_end_at_full_stops_before_a_capital() -> None:
    text = "Il vient. Elle part ! Le prix (1.5 euro) monte, M. dit-on.\nFin"
    assert sentences(text) == (
        "Il vient.",
        "Elle part !",
        "Le prix (1.5 euro) monte, M. dit-on.",
        "Fin",
    )


def test_the_names_are_pairs(tmp_path: Path) -> None:
    assert all(english and french for english, french in read_names())
    path = tmp_path / "names.tsv"
    path.write_text("# note\n\nSpain\tEspagne\n", encoding="utf-8")
    assert read_names(path) == [("Spain", "Espagne")]
