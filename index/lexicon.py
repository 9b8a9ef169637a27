"""The word list between English and French: what a term of a question is called in the other.

`training/lexicon.py` learns it from sentence pairs. Its terms are those of `index.analysis`. What
both languages write alike, down to the stem, is not in it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

Translations = tuple[tuple[str, float], ...]


class Lexicon(NamedTuple):
    """Terms and their translations, a table a direction."""

    from_english: dict[str, list[tuple[str, float]]]
    from_french: dict[str, list[tuple[str, float]]]

    def translations(self, term: str, *, source: str) -> Translations:
        """What a term of the language ``source`` is in the other one, best first, at most four.

        Each with its probability given the term; they need not sum to 1. Empty for a term that
        the list lacks, and for a language other than ``en`` and ``fr``.
        """
        table = {"en": self.from_english, "fr": self.from_french}.get(source, {})
        return tuple(sorted(table.get(term, ()), key=lambda item: (-item[1], item[0])))


@cache
def load_lexicon() -> Lexicon:
    """The bundled list, read once (about 10 ms)."""
    text = resources.files("index").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    lexicon = Lexicon({}, {})
    for line in text.splitlines():
        english, french, to_french, to_english = line.split("\t")
        # A pair may be a translation in one direction only: the other then has probability 0.
        if to_french != "0.000":
            lexicon.from_english.setdefault(english, []).append((french, float(to_french)))
        if to_english != "0.000":
            lexicon.from_french.setdefault(french, []).append((english, float(to_english)))
    return lexicon
