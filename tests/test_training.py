"""The making of the bundled model, on a small invented corpus."""

from __future__ import annotations

import json
import lzma
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from model2vec import StaticModel
from rich.progress import Progress

from index.static import StaticEmbedder
from training.corpus import (
    Corpus,
    Pair,
    Piaf,
    Press,
    Question,
    read_pairs,
    read_piaf,
    read_press,
    sentences,
)
from training.export import quantized, save_model
from training.learning import Recipe, contrast, learn
from training.lessons import Lessons
from training.library import Library, read_library
from training.measure import first, ndcg, places
from training.model import read_names
from training.sharing import Shared, share_rows
from training.split import held_out, piaf_part, piaf_role
from training.starting import starting_rows
from training.texts import Texts
from training.vocabulary import UNKNOWN, Words, build_tokenizer, choose_rows, cut_words, normalizer

# Twenty subjects, each with words of its own in either language; words that all share stand
# between them.
SUBJECTS = 20
SHARED = ["le", "de", "la", "une", "les", "dans", "pour", "avec"]


def word(subject: int, number: int, language: str) -> str:
    letters = "bcdfgjlmnpqrstvwxz"
    return (
        letters[subject % 18]
        + "aeiou"[subject // 4 % 5]
        + letters[(7 * subject + number) % 18]
        + "aeiou"[number % 5]
        + ("ton" if language == "fr" else "ck")
    )


def sentence(subject: int, language: str, draw: random.Random) -> str:
    own = [word(subject, draw.randrange(6), language) for _ in range(5)]
    return " ".join(draw.sample([*own, *draw.choices(SHARED, k=4)], 9)).capitalize() + "."


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    draw = random.Random(5)

    def article(number: int) -> Press:
        subject = number % SUBJECTS
        body = tuple(sentence(subject, "fr", draw) for _ in range(6))
        return Press(
            str(number), sentence(subject, "fr", draw), sentence(subject, "fr", draw), body
        )

    pairs = []
    for number in range(400):
        picked = [draw.randrange(6) for _ in range(4)]
        english, french = (
            " ".join(word(number % SUBJECTS, each, language) for each in picked)
            for language in ("en", "fr")
        )
        pairs.append(Pair("tatoeba", english, french))
    titles = tuple(f"Article {number}" for number in range(SUBJECTS))
    paragraphs = tuple(
        " ".join(sentence(number, "fr", draw) for _ in range(4)) for number in range(SUBJECTS)
    )
    questions = tuple(
        Question(sentence(number % SUBJECTS, "fr", draw), number % SUBJECTS) for number in range(60)
    )
    press = [article(number) for number in range(300)]
    return Corpus(
        press=(press[:20], press[20:40], press[40:]),
        pairs=pairs,
        research=[Pair("multi30k", "zyx only here", "zyx ici seulement")] * 20,
        news=(pairs[:20], pairs[20:40]),
        piaf=Piaf(paragraphs, titles, questions),
    )


@pytest.fixture(scope="module")
def library(corpus: Corpus) -> Library:
    return read_library(corpus, [("Lormea", "Lorméa")] * 3, size=400, pieces=150, research=False)


RECIPE = Recipe(size=400, pieces=150, dimension=32, lengths=(8, 16), steps=60, batch=64, warming=5)


def taught(library: Library, recipe: Recipe = RECIPE) -> np.ndarray:
    with Progress(disable=True) as progress:
        return learn(library, recipe, progress)


def shared(library: Library) -> Shared:
    return share_rows(library.rows, library.seen, library.weights, most=20)


@pytest.fixture(scope="module")
def embedder(library: Library, tmp_path_factory: pytest.TempPathFactory) -> StaticEmbedder:
    folder = tmp_path_factory.mktemp("taught")
    save_model(folder, taught(library), shared(library))
    return StaticEmbedder.load(folder, name="taught")


def test_planted_translations_are_learnt(embedder: StaticEmbedder) -> None:
    both = [
        embedder.embed_passages(
            [
                " ".join(word(subject, number, language) for number in range(6))
                for subject in range(20)
            ]
        )
        for language in ("en", "fr")
    ]
    assert ((both[0] @ both[1].T).argmax(axis=1) == np.arange(SUBJECTS)).mean() >= 0.9


def test_planted_titles_find_their_articles(embedder: StaticEmbedder, corpus: Corpus) -> None:
    held = corpus.press[0]
    titles = embedder.embed_questions([article.title for article in held])
    bodies = embedder.embed_passages([" ".join(article.sentences) for article in held])
    assert ((titles @ bodies.T).argmax(axis=1) == np.arange(len(held))).mean() >= 0.9


def test_words_that_every_text_shares_come_to_say_less(library: Library) -> None:
    rows = taught(library)
    lengths = dict(zip(library.rows, np.linalg.norm(rows, axis=1), strict=True))
    own = np.mean([lengths[word(subject, 1, "fr")] for subject in range(SUBJECTS)])
    assert own > 2 * np.mean([lengths[each] for each in SHARED])


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(library: Library) -> None:
    quick = Recipe(size=400, pieces=150, dimension=16, lengths=(8,), steps=6, batch=32)
    other = Recipe(size=400, pieces=150, dimension=16, lengths=(8,), steps=6, batch=32, seed=1)
    assert np.array_equal(taught(library, quick), taught(library, quick))
    assert not np.array_equal(taught(library, quick), taught(library, other))


def test_the_unknown_row_stays_zero(library: Library) -> None:
    assert not taught(library)[library.unknown].any()


def test_research_rows_are_learnt_from_only_when_asked(corpus: Corpus) -> None:
    shapes = [
        read_library(corpus, [("a", "b")], size=500, pieces=150, research=research)
        for research in (False, True)
    ]
    assert "zyx" not in shapes[0].rows
    assert "zyx" in shapes[1].rows
    assert len(shapes[1].english) == len(shapes[0].english) + 20


def test_no_question_of_an_article_that_is_held_out_is_learnt_from(
    corpus: Corpus, library: Library
) -> None:
    allowed = {
        number for number, title in enumerate(corpus.piaf.titles) if piaf_role(title) == "embedding"
    }
    assert 0 < len(allowed) < SUBJECTS
    assert set(library.paragraph_of.tolist()) == allowed


@pytest.mark.parametrize(
    "kind", ["title", "abstract", "sentence", "question", "translation", "name"]
)
def test_a_lesson_holds_as_many_first_texts_as_second_ones(library: Library, kind: str) -> None:
    lessons = Lessons(library, np.random.default_rng(3))
    batch = lessons.draw(kind, 50)
    assert 0 < len(batch.first.counts) <= 50
    assert len(batch.first.counts) == len(batch.second.counts)
    for bag in batch:
        assert bag.counts.sum() == len(bag.tokens)
        assert bag.tokens.max() < len(library.rows)


def test_questions_of_a_lesson_are_of_different_paragraphs(library: Library) -> None:
    batch = Lessons(library, np.random.default_rng(3)).draw("question", 1_000)
    assert len(batch.first.counts) == len(set(library.paragraph_of.tolist()))


def test_a_sentence_lesson_leaves_the_sentence_out_of_some_passages(library: Library) -> None:
    batch = Lessons(library, np.random.default_rng(3)).draw("sentence", 200)
    asked, passages = (np.split(bag.tokens, np.cumsum(bag.counts)[:-1]) for bag in batch)
    common = {library.rows.index(each) for each in SHARED}
    inside = [
        set(question.tolist()) - common <= set(passage.tolist())
        for question, passage in zip(asked, passages, strict=True)
    ]
    assert 0.3 < np.mean(inside) < 1


TOKENS = st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=8)


@given(TOKENS, st.data())
def test_texts_give_back_what_they_were_given(lists: list[list[int]], data: st.DataObject) -> None:
    texts = Texts.of(lists)
    numbers = data.draw(st.lists(st.integers(0, len(lists) - 1), max_size=10))
    bag = texts.take(np.array(numbers, dtype=np.int64))
    assert bag.tokens.tolist() == [token for number in numbers for token in lists[number]]
    assert bag.counts.tolist() == [len(lists[number]) for number in numbers]
    odd = bag.keep(bag.tokens % 2 == 1)
    assert odd.counts.tolist() == [sum(token % 2 for token in lists[n]) for n in numbers]
    assert texts.counted(10).tolist() == [sum(each.count(n) for each in lists) for n in range(10)]


@given(TOKENS)
def test_words_are_recut_into_their_parts(lists: list[list[int]]) -> None:
    parts = [[number, 100 + number] if number % 3 else [] for number in range(10)]
    expected = [[part for token in tokens for part in parts[token]] for tokens in lists]
    recut = Texts.of(lists).recut(Texts.of(parts))
    whole = recut.take(np.arange(len(lists)))
    assert whole.tokens.tolist() == [token for tokens in expected for token in tokens]
    assert whole.counts.tolist() == [len(tokens) for tokens in expected]


def test_the_loss_is_that_of_a_softmax_over_cosines() -> None:
    one = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
    recipe = Recipe(temperature=0.5, shorter_share=0.0)
    # Each finds its own at cosine 1 against one other at cosine 0: -log(e^2 / (e^2 + e^0)).
    expected = float(np.log1p(np.exp(-2)))
    assert contrast(one, one * 3, recipe, 1).item() == pytest.approx(expected, abs=1e-6)
    # At length 1 the second texts vanish, and nothing tells them apart: log 2 for one direction.
    shorter = Recipe(temperature=0.5, shorter_share=1.0)
    assert contrast(one, one, shorter, 1).item() > expected + 0.2


def test_untrained_rows_of_like_spelling_are_alike_and_frequent_ones_short() -> None:
    rows = [UNKNOWN, "de", "diplomatique", "diplomatic", "diplomatiques", "hirondelle", "##elle"]
    counts = {
        "fr": np.array([0, 1_000_000, 50, 0, 40, 50, 60]),
        "en": np.array([0, 100, 0, 500, 0, 0, 0]),
    }
    start = starting_rows(rows, counts, dimension=256, random=np.random.default_rng(0))
    lengths = np.linalg.norm(start, axis=1)
    cosines = start @ start.T / np.maximum(np.outer(lengths, lengths), 1e-9)
    assert not start[0].any()
    assert cosines[2, 4] > 0.4
    assert cosines[2, 3] > 0.3
    assert abs(cosines[2, 5]) < 0.25
    assert lengths[1] < lengths[2] / 3


def test_untrained_english_words_start_near_their_translations() -> None:
    rows = [UNKNOWN, "chien", "dog", "nuage"]
    counts = {"fr": np.array([0, 90, 0, 80]), "en": np.array([0, 0, 90, 0])}
    start = starting_rows(rows, counts, dimension=256, random=np.random.default_rng(0))
    unit = start[1:] / np.linalg.norm(start[1:], axis=1, keepdims=True)
    assert unit[1] @ unit[0] > 0.6
    assert abs(unit[1] @ unit[2]) < 0.25


def test_the_vocabulary_is_the_same_every_time_and_holds_the_frequent_words() -> None:
    draw = random.Random(2)
    counts = Counter(
        {"".join(draw.choices("abcdeimnorst", k=draw.randint(2, 9))): n for n in range(1, 900)}
    )
    rows = choose_rows(counts, size=500, pieces=120)
    again = choose_rows(Counter(dict(reversed(counts.items()))), size=500, pieces=120)
    assert rows == again
    assert len(rows) == len(set(rows)) == 500
    assert rows[0] == UNKNOWN
    assert {each for each, _ in counts.most_common(50)} <= set(rows)


def test_words_without_a_row_are_cut_into_the_longest_parts() -> None:
    tokenizer = build_tokenizer([UNKNOWN, "bar", "##rage", "##ra", "##ge", "b", "##a"])
    parts = cut_words(["barrage", "ba", "zut", "barge"], tokenizer)
    assert [part.tolist() for part in parts] == [[1, 2], [5, 6], [], [1, 4]]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cœur d’Été", "coeur d ete"),
        ("E\u0301cole", "ecole"),
        ("É\u00adcole", "ecole"),
        ("10€, 5%", "10 5 "),
        ("peut-être", "peut etre"),
        ("Łódź Straße", "lodz strasse"),
    ],
)
def test_the_tokenizer_folds(text: str, folded: str) -> None:
    assert normalizer().normalize_str(text) == folded


def test_words_are_read_as_the_tokenizer_folds_them() -> None:
    words = Words()
    numbers = words.read("L’été, l'ETE\u0301 ¨ (été)")
    assert [words.words[number] for number in numbers] == ["l", "ete", "l", "ete", "ete"]
    assert words.read("ete") == numbers[1:2]


@given(
    st.lists(st.lists(st.floats(-3, 3, width=32), min_size=4, max_size=4), min_size=1, max_size=5)
)
def test_8_bits_lose_at_most_half_a_step_of_a_row(values: list[list[float]]) -> None:
    rows = np.array(values, dtype=np.float32)
    whole, scales = quantized(rows)
    assert whole.dtype == np.int8
    steps = np.abs(rows).max(axis=1, keepdims=True) / 127
    assert (np.abs(whole * scales[:, None] - rows) <= steps * 0.51 + 1e-30).all()


def share(
    rows: list[str], words: dict[str, tuple[int, int]], most: int = 10
) -> list[tuple[str, str]]:
    """Each word added and the one whose row it takes; ``words``: sightings in fr and en."""
    seen = {
        language: Counter({word: counts[at] for word, counts in words.items()})
        for at, language in enumerate(("fr", "en"))
    }
    weights = Counter({word: sum(counts) for word, counts in words.items()})
    tokens, mapping = share_rows([UNKNOWN, *rows], seen, weights, most=most)
    assert tokens[: len(rows) + 1] == [UNKNOWN, *rows]
    assert mapping[: len(rows) + 1].tolist() == list(range(len(rows) + 1))
    added = range(len(rows) + 1, len(tokens))
    return [(tokens[number], tokens[mapping[number]]) for number in added]


def test_inflections_share_the_row_of_the_most_frequent_word_of_their_stem() -> None:
    words = {"autocar": (90, 0), "autocars": (40, 0), "nuage": (50, 0), "nuages": (60, 0)}
    assert share(["autocar", "nuage", "nuages"], words) == [("autocars", "autocar")]
    words["nuance"] = (30, 0)  # of another stem
    assert share(["autocar", "nuage", "nuages"], words) == [("autocars", "autocar")]


def test_english_words_share_the_row_of_their_stem_before_that_of_their_translation() -> None:
    words = {"chien": (90, 0), "chiens": (95, 0), "dog": (0, 50), "dogs": (0, 30)}
    assert share(["chien", "chiens"], words) == [("dogs", "chiens")]  # "dog" is too short
    assert share(["chien", "dog"], words) == [("chiens", "chien"), ("dogs", "dog")]


def test_words_that_weigh_most_share_first_and_rare_or_unrelated_ones_do_not() -> None:
    words = {
        "pont": (90, 0),
        "ponts": (20, 0),
        "barrage": (80, 0),
        "barrages": (30, 0),
        "fleuve": (70, 0),
        "fleuves": (3, 0),  # too rare in French
        "zouave": (60, 0),
        "2031": (99, 0),
    }
    rows = ["pont", "barrage", "fleuve"]
    assert share(rows, words) == [("barrages", "barrage"), ("ponts", "pont")]
    assert share(rows, words, most=1) == [("barrages", "barrage")]


def test_the_folder_is_the_same_to_the_byte(tmp_path: Path, library: Library) -> None:
    rows = np.random.default_rng(0).standard_normal((len(library.rows), 8)).astype(np.float32)
    contents = []
    for name in ("one", "two"):
        save_model(tmp_path / name, rows, shared(library))
        files = sorted((tmp_path / name).iterdir())
        contents.append([(path.name, path.read_bytes()) for path in files])
    assert contents[0] == contents[1]
    assert StaticModel.from_pretrained(tmp_path / "one", force_download=False).dim == 8


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
