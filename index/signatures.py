"""The one importer of rensa: MinHash signatures of articles, and which two are near copies.

MinHash (Broder, "On the resemblance and containment of documents", 1997) estimates which share of
their three-word runs two texts have in common. A daily bulletin shares most of its words with that
of the day before and says something else, so a signature also holds which figures and names stand
in the text: near copies may differ in what one of them adds, hardly in what each has for itself.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

import numpy as np
import rensa
from numpy.typing import NDArray

from index.analysis import fold, is_stop_word

Signature = NDArray[np.uint32]
Signatures = NDArray[np.uint32]
Rows = NDArray[np.intp]

HASHES: Final = 128  # 16 bits each: two shingles in 65,536 fall together
_MARK_BITS: Final = 1024
LENGTH: Final = HASHES // 2 + _MARK_BITS // 32  # words of 32 bits
LEAST: Final = 90  # hashes of 128 that near copies have in common: a likeness of .70
_PER_MARK: Final = 20  # figures and names for each that may be exchanged between copies
_SAME: Final = 112  # hashes above which one may be in any case: a slip, a toll that rose
_SHINGLE: Final = 3  # words
_SEED: Final = 1
# What two signatures must have been made with to be compared.
SIGNATURE_SETTINGS: Final = {
    "algorithm": rensa.RMinHash.ALGORITHM_VERSION,
    "hashes": HASHES,
    "mark_bits": _MARK_BITS,
    "least": LEAST,
    "per_mark": _PER_MARK,
    "same": _SAME,
    "shingle": _SHINGLE,
    "seed": _SEED,
}

_WORD = re.compile(r"\w+")
_REMEMBERED = 500_000  # words
_ODD = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
MARK: Final = np.uint64(1)
# Days and months part two bulletins as figures do, and have no capital in French.
_DATES_FR = """
lundi mardi mercredi jeudi vendredi samedi dimanche
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
"""
_DATES = frozenset(_DATES_FR.split())


class _Hashes(dict[str, int]):
    """Words as written to 64 bits, the lowest of which says that the word is a mark; remembered."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        folded = fold(word)
        digest = hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self[word] = number = int.from_bytes(digest, "little") & ~1 | _is_mark(word, folded)
        return number


_hashes = _Hashes()


def word_numbers(text: str) -> NDArray[np.uint64]:
    """A number for each folded word, in order; those of figures and names hold the bit ``MARK``.

    A text without a word is one number of its own.
    """
    found = _WORD.findall(text) or [text]
    return np.fromiter(map(_hashes.__getitem__, found), dtype=np.uint64, count=len(found))


def signature(text: str) -> Signature:
    """A text's signature, shape (LENGTH,): its hashes, then which figures and names it has."""
    words = word_numbers(text)
    shingles = runs_of(words)
    row = np.array([0, len(shingles)], dtype=np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(shingles, row, HASHES, _SEED)
    hashes = np.array(matrix.to_rows()[0], dtype=np.uint32).astype("<u2")
    marks = np.zeros(_MARK_BITS, dtype=bool)
    marks[_mixed(words[(words & MARK) == MARK]) % np.uint64(_MARK_BITS)] = True
    packed = np.packbits(marks, bitorder="little").view("<u4")
    return np.concatenate([hashes.view("<u4"), packed]).astype(np.uint32, copy=False)


def hashes_of(signatures: Signatures) -> NDArray[np.uint16]:
    """The hashes of signatures of shape (n, LENGTH), shape (n, HASHES)."""
    return np.ascontiguousarray(signatures[:, : HASHES // 2]).view(np.uint16)


def near(one: Signature, others: Signatures) -> Rows:
    """The rows of ``others``, shape (n, LENGTH), that are near copies of ``one``, ascending."""
    equal = _equal(one[None], others)
    rows = np.flatnonzero(equal >= LEAST)
    return rows[_same_marks(one[None], others[rows], equal[rows])]


def near_pairs(left: Signatures, right: Signatures) -> NDArray[np.bool_]:
    """Of two arrays of shape (n, LENGTH): whether the rows in the same place are near copies."""
    equal = _equal(left, right)
    near = equal >= LEAST
    near[near] = _same_marks(left[near], right[near], equal[near])
    return near


def _equal(left: Signatures, right: Signatures) -> NDArray[np.int64]:
    """How many hashes are the same; either side may have a single row."""
    same = hashes_of(left) == hashes_of(right)
    return _sums(np.bitwise_count(same.view(np.uint64)))


def _same_marks(left: Signatures, right: Signatures, equal: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether hardly a figure or name was exchanged; one text may add as many as it likes."""
    ours, theirs = (side[:, HASHES // 2 :] for side in (left, right))
    own = np.minimum(_count(ours & ~theirs), _count(theirs & ~ours))
    fewest = np.minimum(_count(ours), _count(theirs))
    allowed = np.maximum((fewest + _PER_MARK // 2) // _PER_MARK, equal >= _SAME)
    same: NDArray[np.bool_] = own <= allowed
    return same


def _count(marks: Signatures) -> NDArray[np.int64]:
    return _sums(np.bitwise_count(marks))


def _sums(counts: NDArray[np.uint8]) -> NDArray[np.int64]:
    sums: NDArray[np.int64] = counts.sum(axis=1, dtype=np.int64)
    return sums


def runs_of(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A number for each run of three words; one for all words where they are fewer."""
    size = min(_SHINGLE, len(words))
    count = len(words) - size + 1
    words = words & ~MARK  # a word is the same at the head of a sentence
    runs = words[:count]
    for place in range(1, size):
        runs = _mixed(runs) + words[place : place + count]
    return _mixed(runs)


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit spread over all: a multiplication between two shifts."""
    numbers = (numbers ^ (numbers >> _HALF)) * _ODD
    return numbers ^ (numbers >> _HALF)


def _is_mark(word: str, folded: str) -> bool:
    """Whether the word is a figure or a day, or may be a name."""
    if folded in _DATES or any(char.isdigit() for char in word):
        return True
    return word[:1].isupper() and not any(is_stop_word(folded, code) for code in ("fr", "en"))
