from __future__ import annotations

import lzma
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, calls_of

from index.analysis import terms
from index.lexicon import load_lexicon

LIST = ROOT / "index" / "lexicon.tsv"
NAMES = ROOT / "training" / "lexicon_names.tsv"
PRESS = ROOT / "training" / "lexicon_press.tsv"


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def translated(word: str, source: str) -> list[str]:
    (term,) = terms(word, source)
    return [translation for translation, _ in load_lexicon().translations(term, source=source)]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("London", "Londres"),
        ("Beijing", "Pékin"),
        ("Russia", "Russie"),
        ("Germany", "Allemagne"),
        ("Turkey", "Turquie"),
        ("Kyiv", "Kiev"),
        ("Hungarian", "hongrois"),
        ("Putin", "Poutine"),
        ("Tokayev", "Tokaïev"),
        ("UN", "ONU"),
        ("NATO", "OTAN"),
        ("European", "européen"),
        ("summit", "sommet"),
        ("treaty", "traité"),
        ("agreement", "accord"),
        ("trade", "échanges"),
        ("target", "objectif"),
        ("pledge", "engagement"),
        ("billion", "milliard"),
        ("war", "guerre"),
        ("peace", "paix"),
        ("government", "gouvernement"),
        ("May", "mai"),
    ],
)
def test_a_word_of_the_news_is_translated_in_both_directions(english: str, french: str) -> None:
    assert terms(french, "fr")[0] in translated(english, "en")
    assert terms(english, "en")[0] in translated(french, "fr")


def test_a_word_with_two_senses_keeps_both() -> None:
    assert {"frapp", "grev"} <= set(translated("strike", "en"))


@pytest.mark.parametrize(
    ("term", "source"),
    [("zzyzx", "en"), ("", "fr"), ("london", "fr"), ("londr", "en"), ("london", "de")],
)
def test_a_term_that_the_list_lacks_in_that_language_has_no_translation(
    term: str, source: str
) -> None:
    assert load_lexicon().translations(term, source=source) == ()


def test_every_word_has_at_most_four_translations_best_first() -> None:
    lexicon = load_lexicon()
    for source, table in (("en", lexicon.from_english), ("fr", lexicon.from_french)):
        for term in table:
            found = lexicon.translations(term, source=source)
            probabilities = [probability for _, probability in found]
            assert 1 <= len(found) <= 4, term
            assert probabilities == sorted(probabilities, reverse=True), term
            assert all(0 < probability <= 1 for probability in probabilities), term
            assert len(dict(found)) == len(found), term


def test_the_file_is_sorted_clean_and_small() -> None:
    listed = rows(LIST)
    assert LIST.stat().st_size <= 600_000
    assert len(listed) > 5_000
    pairs = [(english, french) for english, french, _, _ in listed]
    assert pairs == sorted(set(pairs))
    for english, french, to_french, to_english in listed:
        assert english != french
        assert len(english) > 1
        assert len(french) > 1
        assert not any(char.isdigit() for char in english + french)
        assert {len(to_french), len(to_english)} == {len("0.000")}
        assert float(to_french) or float(to_english)


# "back" is so common, and so often something else, that these are too rare a meaning of it for the
# list; the embedding model learns from them all the same.
FAINT = {("backing", "soutien"), ("backed", "soutenu")}


def test_every_word_written_by_hand_is_in_the_list() -> None:
    listed = {(english, french) for english, french, _, _ in rows(LIST)}
    for english, french in rows(NAMES):
        pair = terms(english, "en"), terms(french, "fr")
        if len(pair[0]) == len(pair[1]) == 1 and (english, french) not in FAINT:
            assert (pair[0][0], pair[1][0]) in listed, (english, french)


def test_no_word_is_written_by_hand_twice() -> None:
    written = [tuple(row) for file in (NAMES, PRESS) for row in rows(file)]
    assert len(set(written)) == len(written)


def test_nothing_is_read_at_import() -> None:
    code = "import index.lexicon as l; assert l.load_lexicon.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_list_is_loaded_in_few_steps_a_row() -> None:
    load_lexicon.cache_clear()
    assert calls_of(load_lexicon) < 6 * len(rows(LIST))


PLANTED = {
    "dog": "chien",
    "house": "maison",
    "bread": "pain",
    "window": "fenêtre",
    "green": "vert",
    "sleep": "dormir",
    "river": "fleuve",
    "horse": "cheval",
    "apple": "pomme",
    "winter": "hiver",
}


def learn(folder: Path, *, names: str = "", press: str = "") -> subprocess.CompletedProcess[str]:
    """Run the script on sentences that mix the planted words, and on misleading research rows."""
    chance = random.Random(7)
    lines = ["source\tterms\ten\tfr"]
    for _ in range(150):
        words = chance.sample(sorted(PLANTED), 3)
        english = " and the ".join(words)
        french = " et le ".join(PLANTED[word] for word in chance.sample(words, 3))
        lines.append(f"tatoeba\tclear\tThe {english} 12.\tLe {french} 12.")
    lines += ["newstest2008\tresearch\tthe dog\tle fromage"] * 500
    with lzma.open(folder / "pairs.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    (folder / "names.tsv").write_text(names, encoding="utf-8")
    (folder / "press.tsv").write_text(press, encoding="utf-8")
    command = [sys.executable, "-m", "training.lexicon", str(folder / "pairs.tsv.xz")]
    options = ["--names", str(folder / "names.tsv"), "--press", str(folder / "press.tsv")]
    options += ["--output", str(folder / "out.tsv")]
    return subprocess.run(
        command + options, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_training_recovers_planted_translations_and_nothing_else(tmp_path: Path) -> None:
    run = learn(tmp_path, names="# by hand\nMoscow\tMoscou\nthe table\tla table\n")
    assert run.returncode == 0, run.stderr
    learnt = {
        (row[0], row[1]): (float(row[2]), float(row[3])) for row in rows(tmp_path / "out.tsv")
    }
    expected = {
        (terms(english, "en")[0], terms(french, "fr")[0]) for english, french in PLANTED.items()
    }
    sure = {pair for pair, both in learnt.items() if min(both) > 0.9}
    assert sure == expected | {("moscow", "moscou")}
    assert not any("fromag" in pair for pair in learnt)  # research rows teach nothing


def test_training_gives_the_same_bytes_again(tmp_path: Path) -> None:
    outputs = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        assert learn(tmp_path / name).returncode == 0
        outputs.append((tmp_path / name / "out.tsv").read_bytes())
    assert outputs[0] == outputs[1]


def test_training_refuses_a_hand_written_line_without_a_translation(tmp_path: Path) -> None:
    run = learn(tmp_path, names="Lisbon\tLisbonne\nRiyadh\n")
    assert run.returncode != 0
    assert "names.tsv:2" in run.stderr.replace("\n", "")
    assert not (tmp_path / "out.tsv").exists()


def test_words_of_the_press_fill_gaps_and_outweigh_no_sentence(tmp_path: Path) -> None:
    run = learn(tmp_path, press="cheese\tfromage\ndog\tcabot\n")
    assert run.returncode == 0, run.stderr
    learnt = {
        (row[0], row[1]): (float(row[2]), float(row[3])) for row in rows(tmp_path / "out.tsv")
    }
    assert min(learnt["chees", "fromag"]) > 0.5
    assert learnt["dog", "chien"][0] > 0.9
    assert learnt["dog", "cabot"] == (0.0, learnt["dog", "cabot"][1])
