"""The making of the bundled model, on a small invented corpus."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from model2vec import StaticModel
from rich.progress import Progress

from index.static import StaticEmbedder
from training.corpus import (
    Corpus,
    Pair,
    Piaf,
    Press,
    Question,
)
from training.export import save_model
from training.learning import Learnt, Recipe, contrast, learn
from training.lessons import Lessons
from training.library import Library, read_library
from training.split import piaf_role

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


def taught(library: Library, recipe: Recipe = RECIPE) -> Learnt:
    with Progress(disable=True) as progress:
        return learn(library, recipe, progress)


@pytest.fixture(scope="module")
def embedder(library: Library, tmp_path_factory: pytest.TempPathFactory) -> StaticEmbedder:
    folder = tmp_path_factory.mktemp("taught")
    save_model(folder, *taught(library), library.shared)
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
    rows, scales = taught(library)
    tokens, mapping = library.shared
    lengths = dict(zip(tokens, np.linalg.norm(rows[mapping], axis=1) * scales, strict=True))
    own = np.mean([lengths[word(subject, 1, "fr")] for subject in range(SUBJECTS)])
    assert own > 2 * np.mean([lengths[each] for each in SHARED])


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(library: Library) -> None:
    quick = Recipe(size=400, pieces=150, dimension=16, lengths=(8,), steps=6, batch=32)
    other = Recipe(size=400, pieces=150, dimension=16, lengths=(8,), steps=6, batch=32, seed=1)
    for first, again in zip(taught(library, quick), taught(library, quick), strict=True):
        assert np.array_equal(first, again)
    assert not np.array_equal(taught(library, quick).rows, taught(library, other).rows)


def test_the_unknown_row_stays_zero(library: Library) -> None:
    rows, scales = taught(library)
    assert not rows[library.unknown].any()
    assert scales[0] == 0


def test_research_rows_are_learnt_from_only_when_asked(corpus: Corpus) -> None:
    shapes = [
        read_library(corpus, [("a", "b")], size=500, pieces=150, research=research)
        for research in (False, True)
    ]
    assert "zyx" not in shapes[0].shared.tokens
    assert "zyx" in shapes[1].shared.tokens
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
        assert bag.tokens.max() < len(library.shared.tokens)


def test_questions_of_a_lesson_are_of_different_paragraphs(library: Library) -> None:
    batch = Lessons(library, np.random.default_rng(3)).draw("question", 1_000)
    assert len(batch.first.counts) == len(set(library.paragraph_of.tolist()))


def test_a_sentence_lesson_leaves_the_sentence_out_of_some_passages(library: Library) -> None:
    batch = Lessons(library, np.random.default_rng(3)).draw("sentence", 200)
    asked, passages = (np.split(bag.tokens, np.cumsum(bag.counts)[:-1]) for bag in batch)
    common = {library.shared.tokens.index(each) for each in SHARED}
    inside = [
        set(question.tolist()) - common <= set(passage.tolist())
        for question, passage in zip(asked, passages, strict=True)
    ]
    assert 0.3 < np.mean(inside) < 1


def test_the_loss_is_that_of_a_softmax_over_cosines() -> None:
    one = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
    recipe = Recipe(temperature=0.5, shorter_share=0.0)
    # Each finds its own at cosine 1 against one other at cosine 0: -log(e^2 / (e^2 + e^0)).
    expected = float(np.log1p(np.exp(-2)))
    assert contrast(one, one * 3, recipe, 1).item() == pytest.approx(expected, abs=1e-6)
    # At length 1 the second texts vanish, and nothing tells them apart: log 2 for one direction.
    shorter = Recipe(temperature=0.5, shorter_share=1.0)
    assert contrast(one, one, shorter, 1).item() > expected + 0.2


def test_the_folder_is_the_same_to_the_byte(tmp_path: Path, library: Library) -> None:
    tokens, mapping = library.shared
    random = np.random.default_rng(0)
    rows = random.standard_normal((int(mapping.max()) + 1, 8), dtype=np.float32)
    scales = random.random(len(tokens), dtype=np.float32)
    contents = []
    for name in ("one", "two"):
        save_model(tmp_path / name, rows, scales, library.shared)
        files = sorted((tmp_path / name).iterdir())
        contents.append([(path.name, path.read_bytes()) for path in files])
    assert contents[0] == contents[1]
    assert StaticModel.from_pretrained(tmp_path / "one", force_download=False).dim == 8
