"""The rows of the bundled model: its words, where they start, who shares them, and 8 bits."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.export import quantized
from training.sharing import Shared, share_rows
from training.starting import starting_rows
from training.texts import Texts
from training.vocabulary import UNKNOWN, Words, build_tokenizer, choose_parts, cut_words, normalizer

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


def started(
    tokens: list[str], counts: dict[str, list[int]], mapping: list[int] | None = None
) -> np.ndarray:
    """The vector of each token before training, 256 numbers long."""
    rows = np.array(mapping or range(len(tokens)), dtype=np.uint16)
    seen = {language: np.array(each) for language, each in counts.items()}
    random = np.random.default_rng(0)
    start = starting_rows(Shared(tokens, rows), seen, dimension=256, random=random)
    return start.rows[rows] * start.scales[:, None]


def test_untrained_rows_of_like_spelling_are_alike_and_frequent_ones_short() -> None:
    tokens = [UNKNOWN, "de", "diplomatique", "diplomatic", "diplomatiques", "hirondelle", "##elle"]
    counts = {"fr": [0, 1_000_000, 50, 0, 40, 50, 60], "en": [0, 100, 0, 500, 0, 0, 0]}
    start = started(tokens, counts)
    lengths = np.linalg.norm(start, axis=1)
    cosines = start @ start.T / np.maximum(np.outer(lengths, lengths), 1e-9)
    assert not start[0].any()
    assert cosines[2, 4] > 0.4
    assert cosines[2, 3] > 0.3
    assert abs(cosines[2, 5]) < 0.25
    assert lengths[1] < lengths[2] / 3


def test_untrained_english_words_start_near_their_translations() -> None:
    counts = {"fr": [0, 90, 0, 80], "en": [0, 0, 90, 0]}
    start = started([UNKNOWN, "chien", "dog", "nuage"], counts)
    unit = start[1:] / np.linalg.norm(start[1:], axis=1, keepdims=True)
    assert unit[1] @ unit[0] > 0.6
    assert abs(unit[1] @ unit[2]) < 0.25


def test_words_that_share_a_row_are_as_rare_as_they_are_together() -> None:
    tokens = [UNKNOWN, "nuage", "nuages", "barrage", "fleuve"]
    counts = {"fr": [0, 4_000, 40, 40, 4_000], "en": [0, 0, 0, 0, 0]}
    start = started(tokens, counts, [0, 1, 1, 2, 3])
    assert np.array_equal(start[1], start[2])
    lengths = np.linalg.norm(start, axis=1)
    assert lengths[2] < lengths[4] * 1.01 < lengths[3]


def test_the_vocabulary_is_the_same_every_time_and_holds_the_frequent_words() -> None:
    draw = random.Random(2)
    counts = Counter(
        {"".join(draw.choices("abcdeimnorst", k=draw.randint(2, 9))): n for n in range(1, 900)}
    )
    parts = choose_parts(counts, most=120)
    reordered = Counter(dict(reversed(counts.items())))
    assert parts == choose_parts(reordered, most=120)
    seen = {"fr": counts, "en": Counter[str]()}
    tokens, mapping = share_rows(parts, seen, counts, size=500)
    again = share_rows(parts, seen, reordered, size=500)
    assert again.tokens == tokens
    assert np.array_equal(again.mapping, mapping)
    assert len(tokens) == len(set(tokens)) == len(mapping)
    assert set(mapping.tolist()) == set(range(500))
    assert tokens[0] == UNKNOWN
    assert {each for each, _ in counts.most_common(50)} <= set(tokens)


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


def share(words: dict[str, tuple[int, int]], *, size: int = 10, own: int = 0) -> list[set[str]]:
    """The words of each row; ``words``: sightings in fr and en."""
    seen = {
        language: Counter({word: counts[at] for word, counts in words.items()})
        for at, language in enumerate(("fr", "en"))
    }
    weights = Counter({word: sum(counts) for word, counts in words.items()})
    tokens, mapping = share_rows([UNKNOWN, "a"], seen, weights, size=size, own=own)
    assert tokens[:2] == [UNKNOWN, "a"]
    assert mapping[:2].tolist() == [0, 1]
    rows: dict[int, set[str]] = defaultdict(set)
    for token, row in list(zip(tokens, mapping.tolist(), strict=True))[2:]:
        rows[row].add(token)
    return [rows[row] for row in sorted(rows)]


INFLECTED = {"autocar": (90, 0), "autocars": (40, 0), "nuage": (50, 0), "nuages": (60, 0)}


def test_inflections_share_a_row_and_the_heaviest_row_comes_first() -> None:
    assert share(INFLECTED) == [{"autocar", "autocars"}, {"nuage", "nuages"}]
    assert share({**INFLECTED, "nuance": (30, 0)})[2] == {"nuance"}  # of another stem


def test_rows_that_weigh_least_are_left_out() -> None:
    assert share(INFLECTED, size=3) == [{"autocar", "autocars"}]
    assert share({**INFLECTED, "zouave": (1, 0)}, size=10) == share(INFLECTED)  # seen once


def test_frequent_words_have_a_row_each_and_the_others_share_that_of_their_stem() -> None:
    words = {**INFLECTED, "nuageux": (20, 0), "nuageuse": (10, 0), "cloud": (0, 15)}
    rows = share(words, own=3)
    # "autocar", "nuages" and "nuage" are the three most frequent.
    assert {"autocar"} in rows
    assert {"autocars"} in rows
    assert {"nuage"} in rows
    assert any({"nuageux", "nuageuse"} <= row for row in rows)
    assert not any({"nuage", "nuages"} <= row for row in rows)


def test_english_words_share_the_row_of_their_translation_else_of_their_stem() -> None:
    words = {"chien": (90, 0), "chiens": (95, 0), "dog": (0, 50), "dogs": (0, 30)}
    assert share(words) == [{"chien", "chiens", "dog", "dogs"}]
    made_up = {"chien": (90, 0), "zorbix": (0, 50), "zorbixs": (0, 30)}
    assert share(made_up) == [{"chien"}, {"zorbix", "zorbixs"}]


def test_what_is_no_word_of_letters_shares_with_nothing() -> None:
    rows = share({"2031": (99, 0), "2031s": (50, 0), "la": (80, 0), "las": (70, 0)})
    assert rows == [{"2031"}, {"la"}, {"las"}, {"2031s"}]
