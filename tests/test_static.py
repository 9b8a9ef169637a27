"""The bundled model: its vectors, against both libraries that read its form."""

from __future__ import annotations

import random
import threading
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model2vec import StaticModel
from sentence_transformers import SentenceTransformer

from index import static
from index.embedding import Vectors
from index.models import DEFAULT_MODEL
from index.static import BUNDLED, StaticEmbedder

CLOSE = 1e-6

WORDS = [
    *("le", "barrage", "de", "Lorméa", "l’été", "2031", "cœur", "10", "000", "€"),
    *("treaty", "rivers", "(saumon)", "Ouzbékistan"),
]

TEXTS = {
    "empty": "",
    "blank": " \n\u00a0\t",
    "unknown": "日本語 \U0001f600 §§",
    "French": "Le président a inauguré un barrage sur le fleuve, près de la capitale.",
    "English": "The president opened a dam on the river, near the capital.",
    "upper case": "LE PRÉSIDENT A INAUGURÉ UN BARRAGE",
    "decomposed": unicodedata.normalize("NFD", "l'élève à l'école"),
    "typographic": "L’Ouzbékistan « s’engage » — peut-être… à 1 250,5 m² près",
    "control characters": "un\x0cdeux\x1ctrois\x85quatre\u2028cinq\u200bsix\u00adsept",
    "one long word": "x" * 5_000,
    "10,000 words": " ".join(random.Random(1).choices(WORDS, k=10_000)),
}

TWINS = [
    ("The government will build a bridge.", "Le gouvernement va construire un pont."),
    ("The doctor sees three patients every day.", "Le médecin voit trois patients par jour."),
    ("Gas prices have fallen since January.", "Les prix du gaz ont baissé depuis janvier."),
    ("My sister plays the piano very well.", "Ma sœur joue très bien du piano."),
    ("The two countries signed a peace treaty.", "Les deux pays ont signé un traité de paix."),
    ("Snow is expected in the mountains tonight.", "On attend de la neige en montagne ce soir."),
    ("He wrote a book about the war.", "Il a écrit un livre sur la guerre."),
    ("The school is closed on Sundays.", "L'école est fermée le dimanche."),
]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder.load(name=DEFAULT_MODEL)


@pytest.fixture(scope="module")
def model2vec() -> StaticModel:
    return StaticModel.from_pretrained(BUNDLED, force_download=False)


@pytest.fixture(scope="module")
def sentence_transformers() -> SentenceTransformer:
    return SentenceTransformer(str(BUNDLED), device="cpu", local_files_only=True)


@pytest.mark.parametrize("kind", TEXTS)
def test_both_libraries_and_the_embedder_give_equal_vectors(
    kind: str,
    embedder: StaticEmbedder,
    model2vec: StaticModel,
    sentence_transformers: SentenceTransformer,
) -> None:
    text = TEXTS[kind]
    (ours,) = embedder.embed_passages([text])
    theirs = model2vec.encode([text])[0]
    others = sentence_transformers.encode([text])[0]
    assert np.abs(theirs - others).max() <= CLOSE
    assert np.abs(ours - theirs).max() <= CLOSE


@pytest.mark.parametrize("kind", TEXTS)
def test_a_vector_is_of_unit_length_or_zero_where_no_word_is_known(
    kind: str, embedder: StaticEmbedder
) -> None:
    (vector,) = embedder.embed_questions([TEXTS[kind]])
    known = kind not in ("empty", "blank", "unknown", "one long word")
    assert np.linalg.norm(vector) == pytest.approx(1.0 if known else 0.0, abs=CLOSE)


# Runs that might be read otherwise apart than together: marks, joiners, signs that open into
# several when folded, every kind of space.
PIECES = st.one_of(
    st.sampled_from(
        [*WORDS, "'", "’", ",", "\u0301", "\u200b", "\u00ad", "¨", "½", "ﬁ", "ΟΣ", "İ"]
    ),
    st.sampled_from([" ", "\n", "\u00a0", "\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\u2029"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
)


@settings(max_examples=300, deadline=None)
@given(text=st.lists(PIECES, max_size=12).map("".join))
def test_cutting_runs_apart_changes_no_vector(
    text: str, embedder: StaticEmbedder, model2vec: StaticModel
) -> None:
    assert embedder.embed_passages([text]) == pytest.approx(model2vec.encode([text]), abs=CLOSE)


def test_cutting_runs_is_forgotten_before_it_fills_the_memory(
    embedder: StaticEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"mot{number} barrage{number % 7}" for number in range(50)]
    expected = StaticEmbedder.load(name="fresh").embed_passages(texts)
    monkeypatch.setattr(static, "_REMEMBERED", 20)
    small = StaticEmbedder.load(name="small")
    for number, text in enumerate(texts):
        assert small.embed_passages([text])[0] == pytest.approx(expected[number], abs=CLOSE)
        assert len(small._runs) <= 20


def test_folding_is_the_same_in_both_languages_and_spellings(embedder: StaticEmbedder) -> None:
    spellings = [
        "L'été à l'ÉCOLE",
        "l’ete a l’ecole",
        unicodedata.normalize("NFD", "L'été à l'école"),
    ]
    vectors = embedder.embed_passages(spellings)
    assert vectors[1] == pytest.approx(vectors[0], abs=CLOSE)
    assert vectors[2] == pytest.approx(vectors[0], abs=CLOSE)
    œuf, oeuf = embedder.embed_passages(["un œuf", "un oeuf"])
    assert œuf == pytest.approx(oeuf, abs=CLOSE)


def test_a_lone_surrogate_stands_for_no_word(embedder: StaticEmbedder) -> None:
    broken, whole = embedder.embed_passages(["un barrage \ud800", "un barrage"])
    assert broken == pytest.approx(whole, abs=CLOSE)


def test_a_vector_depends_on_its_text_alone(embedder: StaticEmbedder) -> None:
    texts = [f"{TEXTS['French']} {number}" for number in range(2_100)]
    together = embedder.embed_passages(texts)
    assert together[1_500] == pytest.approx(embedder.embed_passages([texts[1_500]])[0], abs=CLOSE)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_threads_that_embed_at_once_get_their_own_vectors(
    embedder: StaticEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "_REMEMBERED", 30)
    lists = [[f"ville{part} fleuve{n}" for n in range(40)] for part in range(4)]
    expected = [StaticEmbedder.load(name="one").embed_passages(texts) for texts in lists]
    got: dict[int, Vectors] = {}

    def work(part: int) -> None:
        for _ in range(5):
            got[part] = np.concatenate([embedder.embed_passages([text]) for text in lists[part]])

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for part in range(4):
        assert got[part] == pytest.approx(expected[part], abs=CLOSE)


def test_a_sentence_is_nearest_to_its_translation(embedder: StaticEmbedder) -> None:
    english = embedder.embed_questions([one for one, _ in TWINS])
    french = embedder.embed_passages([other for _, other in TWINS])
    cosines = english @ french.T
    assert (cosines.argmax(axis=1) == np.arange(len(TWINS))).all()
    assert (cosines.argmax(axis=0) == np.arange(len(TWINS))).all()


def test_shorter_vectors_still_find_the_passage(embedder: StaticEmbedder) -> None:
    passages = embedder.embed_passages([other for _, other in TWINS])
    (question,) = embedder.embed_questions(["Quels pays ont conclu la paix ?"])
    for length in (64, 128, 256, 512):
        scores = passages[:, :length] @ question[:length]
        scores /= np.linalg.norm(passages[:, :length], axis=1)
        assert int(scores.argmax()) == 4


def test_words_that_share_a_row_point_the_same_way(
    embedder: StaticEmbedder, model2vec: StaticModel, sentence_transformers: SentenceTransformer
) -> None:
    mapping = model2vec.token_mapping
    assert mapping is not None
    own = {row: number for number, row in reversed(list(enumerate(mapping.tolist())))}
    sharing = [
        (model2vec.tokens[number], model2vec.tokens[own[row]])
        for number, row in enumerate(mapping.tolist())
        if own[row] != number
    ][::97]
    assert len(sharing) > 50
    for encode in (embedder.embed_passages, model2vec.encode, sentence_transformers.encode):
        ones, others = (encode(list(words)) for words in zip(*sharing, strict=True))
        assert np.abs(np.asarray(ones) - np.asarray(others)).max() <= CLOSE
