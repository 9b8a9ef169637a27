"""The tokenizer of the embedding model: how a text becomes words, and words become tokens.

A text is folded (lower case, no accents, ligatures opened), cut into runs of letters and digits,
and each run is one token where it is frequent, else the longest parts that are (WordPiece).
All of it stands in ``tokenizer.json``, so that every library that reads the file folds alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

Ids = npt.NDArray[np.int32]

UNKNOWN = "[UNK]"
PREFIX = "##"  # of a piece that continues a word
LONGEST_WORD = 100  # characters; longer runs are unknown
_SEEN = 8  # times that a word must be seen for its parts to count

# What NFKD leaves whole though people type it otherwise.
_LETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_UNSEEN = r"[\p{M}\x{ad}\x{200b}-\x{200d}\x{2060}\x{feff}]+"  # marks, soft hyphens, joiners
_BETWEEN = r"[^\p{L}\p{N}]+"


def normalizer() -> normalizers.Normalizer:
    """Folds a text to words of letters and digits with one space between them."""
    return normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.Lowercase(),
            *(normalizers.Replace(letter, plain) for letter, plain in _LETTERS.items()),
            normalizers.Replace(Regex(_UNSEEN), ""),
            normalizers.Replace(Regex(_BETWEEN), " "),
        ]
    )


class Words:
    """Texts as numbers of distinct folded words: read once, then cut into any pieces.

    A text is cut at white space first, and each distinct run is folded once: folding looks at
    nothing beyond a run, so this gives the words of ``normalizer``.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._runs: dict[str, list[int]] = {}
        self._normalize = normalizer().normalize_str

    def read(self, text: str) -> list[int]:
        """The numbers of the words of a text, in order."""
        numbers: list[int] = []
        for run in text.split():
            known = self._runs.get(run)
            if known is None:
                known = self._runs[run] = [
                    self._number(word) for word in self._normalize(run).split()
                ]
            numbers += known
        return numbers

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


def choose_parts(counts: Counter[str], *, most: int) -> list[str]:
    """The unknown token, every character seen often, and ``most`` parts of words at most.

    The parts are those of byte-pair encoding, told apart by where they stand in a word. (The
    library's own WordPiece trainer gives other parts on every run: it breaks ties by chance.)
    """
    parts = _parts(counts, most)
    characters = sorted({char for part in parts for char in part.removeprefix(PREFIX)})
    inside = (PREFIX + char for char in characters)
    return list(dict.fromkeys([UNKNOWN, *characters, *inside, *parts]))


def _parts(counts: Counter[str], most: int) -> list[str]:
    """The parts that words are most often made of, ``##`` before those that do not begin one."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    seen = sorted(word for word, count in counts.items() if count >= _SEEN)
    learner.train_from_iterator(
        seen, trainers.BpeTrainer(vocab_size=most, min_frequency=2, show_progress=False)
    )
    uses: Counter[str] = Counter()
    for encoding in learner.encode_batch(seen):
        first, *others = encoding.tokens
        uses.update([first, *(PREFIX + part for part in others)])
    return sorted(uses, key=lambda part: (-uses[part], part))[:most]


def build_tokenizer(tokens: Sequence[str]) -> Tokenizer:
    """The tokenizer whose token ``i`` is ``tokens[i]``."""
    tokenizer = Tokenizer(
        models.WordPiece(
            vocab={token: number for number, token in enumerate(tokens)},
            unk_token=UNKNOWN,
            continuing_subword_prefix=PREFIX,
            max_input_chars_per_word=LONGEST_WORD,
        )
    )
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def cut_words(words: Iterable[str], tokenizer: Tokenizer) -> list[Ids]:
    """The tokens of each folded word, without unknown ones."""
    unknown = tokenizer.token_to_id(UNKNOWN)
    encodings = tokenizer.encode_batch_fast(list(words), add_special_tokens=False)
    return [
        np.array([number for number in encoding.ids if number != unknown], dtype=np.int32)
        for encoding in encodings
    ]
