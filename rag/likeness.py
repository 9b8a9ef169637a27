"""How alike words are in meaning: "militaire" in a question, "soldat" in the article.

Each word of a question is compared with every word of a sentence, and the closest counts (the
soft matching of Kenter and de Rijke 2015, "Short Text Similarity with Word Embeddings"). Words
that share their beginning need less likeness ("promis", "promesse": Xu and Croft 1998,
"Corpus-Based Stemming Using Cooccurrence of Word Variants").
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.analysis import STOP_WORDS, stem
from index.lexicon import Lexicon, load_lexicon

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

_UNALIKE = 0.3  # cosine of words that chance brings together
_ALIKE = 0.75  # cosine of words that say the same
_KINDRED_UNALIKE = 0.1  # the same where the words share a beginning
_KINDRED_ALIKE = 0.5
_NOTHING = np.zeros(1, dtype=np.int32)  # the row of no word
_BEGINNING = 4  # letters that such words share, at least


class WordTable:
    """Vectors of French terms, and of English ones by their translations.

    A word is known by its row; row 0 is that of stop words and unknown ones.
    """

    def __init__(self, terms: Sequence[str], vectors: Floats, lexicon: Lexicon) -> None:
        """``vectors`` has a row a term, of unit length, the commonest term's first."""
        self._french = {term: row for row, term in enumerate(terms, start=1)}
        ranks = np.arange(2, len(terms) + 2, dtype=np.float32)
        vectors = np.concatenate([np.zeros_like(vectors[:1]), vectors])
        # Of a word in a sentence, 0 to 1: rarer words tell more.
        weights = np.concatenate([[0.0], (np.log(ranks) / np.log(ranks[-1])) ** 2])
        english, rows, probabilities, starts = self._translations(lexicon)
        self._english = {term: row for row, term in enumerate(english, start=len(vectors))}
        if english:
            means = np.add.reduceat(probabilities[:, None] * vectors[rows], starts, axis=0)
            vectors = np.concatenate([vectors, unit(means)])
            weights = np.concatenate([weights, np.maximum.reduceat(weights[rows], starts)])
        self.vectors: Floats = vectors.astype(np.float32)
        self.weights: Floats = weights.astype(np.float32)
        self.beginnings = np.array([0, *map(_beginning, [*terms, *english])])
        self.row = lru_cache(maxsize=100_000)(self._row)

    def _translations(
        self, lexicon: Lexicon
    ) -> tuple[list[str], NDArray[np.intp], Floats, NDArray[np.intp]]:
        """English terms; rows and probabilities of what they mean; where each term's begin."""
        english: list[str] = []
        rows: list[int] = []
        probabilities: list[float] = []
        starts: list[int] = []
        for term, translations in lexicon.from_english.items():
            known = [(self._french[t], p) for t, p in translations if t in self._french]
            if known:
                english.append(term)
                starts.append(len(rows))
                rows += [row for row, _ in known]
                probabilities += [probability for _, probability in known]
        return (
            english,
            np.array(rows, dtype=np.intp),
            np.array(probabilities, dtype=np.float32),
            np.array(starts, dtype=np.intp),
        )

    def rows_of(self, folded: str, french: str, english: str) -> tuple[int, int]:
        """The rows of a word in a French and in an English text, by its stem in each language."""
        known = self._french.get(french, 0)
        return (
            0 if folded in STOP_WORDS["fr"] else known,
            0 if folded in STOP_WORDS["en"] else self._english.get(english) or known,
        )

    def _row(self, folded: str, language: str) -> int:
        if language not in STOP_WORDS:
            return 0
        french, english = self.rows_of(folded, stem(folded, "fr"), stem(folded, "en"))
        return french if language == "fr" else english


class Likeness:
    """Compares the words of one question with those of sentences."""

    def __init__(
        self, table: WordTable, words: Sequence[str], whole: Sequence[str], language: str
    ) -> None:
        """``words`` are compared one by one, ``whole`` together; both folded."""
        self._table = table
        self._language = language
        self.dimension = table.vectors.shape[1]
        rows = np.array([table.row(word, language) for word in words], dtype=np.intp)
        self._asked = table.vectors[rows]
        self._beginnings = table.beginnings[rows]
        together = np.array([table.row(word, language) for word in whole], dtype=np.intp)
        self._whole = unit(table.weights[together] @ table.vectors[together])

    def of_sentences(self, sentences: Sequence[Ints], language: str) -> tuple[Floats, Floats]:
        """Each asked word's likeness to the closest word of each sentence; the sentences' sums.

        A sentence is the rows of its words, those of 0 left out or not. Shapes (sentences, asked
        words), between 0 and 1, and (sentences, dimension).
        """
        # row 0 goes first, so that no sentence is empty
        rows = np.concatenate([part for own in sentences for part in (_NOTHING, own)])
        lengths = np.array([len(own) + 1 for own in sentences])
        starts = np.cumsum(lengths) - lengths
        kept = rows > 0
        kept[starts] = True
        starts = (np.cumsum(kept) - 1)[starts]
        rows = rows[kept]
        vectors = self._table.vectors[rows]
        sums = np.add.reduceat(self._table.weights[rows, None] * vectors, starts, axis=0)
        cosines = vectors @ self._asked.T
        alike = (cosines - _UNALIKE) / (_ALIKE - _UNALIKE)
        if language == self._language:
            beginnings = self._table.beginnings[rows, None]
            kindred = (beginnings == self._beginnings) & (beginnings > 0)
            nearer = (cosines - _KINDRED_UNALIKE) / (_KINDRED_ALIKE - _KINDRED_UNALIKE)
            alike = np.where(kindred, np.maximum(alike, nearer), alike)
        return np.clip(np.maximum.reduceat(alike, starts, axis=0), 0, 1), sums

    def whole(self, totals: Floats) -> Floats:
        """The cosine of the question and of each sum of words, not below 0."""
        cosines: Floats = np.maximum(0, unit(totals) @ self._whole)
        return cosines


def _beginning(term: str) -> int:
    """A number for the first letters of a term, 0 for a term too short to have kindred."""
    beginning = term[:_BEGINNING]
    kindred = len(beginning) == _BEGINNING and beginning.isalpha()
    return int.from_bytes(beginning.encode("utf-8")[:7], "big") if kindred else 0


def unit(vectors: Floats) -> Floats:
    """The same at length 1; nothing stays nothing."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return scaled


@cache
def load_word_table() -> WordTable:
    """The bundled table, read once (about 20 ms)."""
    packed = resources.files("rag").joinpath("words.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        terms = bytes(arrays["terms"]).decode("utf-8").split("\n")
        vectors = unit(arrays["vectors"].astype(np.float32))
    return WordTable(terms, vectors, load_lexicon())
