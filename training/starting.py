"""Rows before training: random directions that words of like spelling share, by rarity in length.

Random directions are nearly at right angles to each other, so that even untrained rows compare
texts by the words that they share, and the rarer the word the more it counts. Each row is part
its own direction, part the sum of those of its character n-grams (after Bojanowski et al. 2017,
"Enriching Word Vectors with Subword Information"), which brings inflections together, and words
that English and French spell nearly alike. English words then turn towards the French words that
``index/lexicon.tsv`` gives as their translations.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.analysis import stem
from index.lexicon import load_lexicon
from training.texts import Numbers
from training.vocabulary import PREFIX, UNKNOWN

Floats = npt.NDArray[np.float32]

LENGTHS = (3, 4, 5, 6)  # of n-grams, in characters, the ends of a word being marked
BUCKETS = 1 << 17  # that n-grams are hashed to
SPELLING = 0.75  # share of a row's square that its n-grams make up
RARITY = 2.0  # power of a word's information, as a share of that of one in a million
TRANSLATION = 0.8  # share of an English row's square that its translations make up
_FRENCH = 5  # sightings in French that make a word that is as frequent there a French one
_SHORTEST = 4  # characters of a row that is compared by spelling
_LEAST = 0.05


def starting_rows(
    rows: Sequence[str],
    counts: Mapping[str, Numbers],
    *,
    dimension: int,
    random: np.random.Generator,
) -> Floats:
    """One row for each of the vocabulary, shape (len(rows), dimension); the unknown one is 0.

    ``counts`` has how often each row occurs in texts of ``fr`` and of ``en``.
    """
    own = _unit(random.standard_normal((len(rows), dimension), dtype=np.float32))
    directions = random.standard_normal((BUCKETS, dimension), dtype=np.float32)
    grams = [list(_buckets(row)) for row in rows]
    spread = np.bincount([bucket for each in grams for bucket in each], minlength=BUCKETS)
    directions /= np.sqrt(np.maximum(spread, 1))[:, None]
    shared = np.zeros_like(own)
    for number, each in enumerate(grams):
        if each:
            shared[number] = directions[each].sum(axis=0)
    mixed = _unit(math.sqrt(1 - SPELLING) * own + math.sqrt(SPELLING) * _unit(shared))
    lengths = np.minimum(_lengths(counts["fr"]), _lengths(counts["en"]))
    _translate(mixed, lengths, rows, counts)
    mixed *= lengths[:, None]
    mixed[rows.index(UNKNOWN)] = 0
    return mixed


def _lengths(counts: Numbers) -> Floats:
    """How much a word says: less the more frequent it is in its language."""
    share = np.maximum(counts, 1) / np.maximum(counts, 1).sum()
    information = np.log(1 / share) / np.log(1e6)
    return np.asarray(np.maximum(information, _LEAST) ** RARITY, dtype=np.float32)


def _translate(
    units: Floats, lengths: Floats, rows: Sequence[str], counts: Mapping[str, Numbers]
) -> None:
    """Turn the rows of English words towards those of their translations, in place."""
    french, english = counts["fr"], counts["en"]
    lexicon = load_lexicon()
    known = defaultdict(list)
    for number, row in enumerate(rows):
        if french[number] > english[number] and not row.startswith(PREFIX):
            known[stem(row, "fr")].append(number)
    centres = {term: _centre(units, lengths, french, own) for term, own in known.items()}
    for number, row in enumerate(rows):
        if row.startswith(PREFIX) or english[number] <= french[number] > _FRENCH:
            continue
        found = [
            (*centres[term], probability)
            for term, probability in lexicon.translations(stem(row, "en"), source="en")
            if term in centres
        ]
        if found:
            towards = sum(math.sqrt(probability) * centre for centre, _, probability in found)
            length = sum(length * probability for _, length, probability in found)
            total = sum(probability for *_, probability in found)
            units[number] = _unit(
                math.sqrt(1 - TRANSLATION) * units[number]
                + math.sqrt(TRANSLATION) * _unit(np.asarray(towards))
            )
            lengths[number] = (lengths[number] + length / total) / 2


def _centre(
    units: Floats, lengths: Floats, counts: Numbers, numbers: list[int]
) -> tuple[Floats, float]:
    """The mean direction of a term's words and their mean length, by how often each occurs."""
    shares = (counts[numbers] + 1) / (counts[numbers] + 1).sum()
    return _unit(shares @ units[numbers]), float(shares @ lengths[numbers])


def _buckets(row: str) -> Iterator[int]:
    bare = row.removeprefix(PREFIX)
    if row == UNKNOWN or len(row) < _SHORTEST:
        return
    marked = bare if row.startswith(PREFIX) else f"<{bare}>"
    grams = {marked[at : at + n] for n in LENGTHS for at in range(len(marked) - n + 1)}
    for gram in sorted(grams):
        yield zlib.crc32(gram.encode("utf-8")) % BUCKETS


def _unit(rows: npt.ArrayLike) -> Floats:
    values = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(values / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
