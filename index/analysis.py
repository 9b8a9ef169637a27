"""Words of a text, and the terms that they are searched by: folded, then stemmed.

One analysis serves the index, the question and the marks in a quotation. Folding comes before
stemming so that "sécurité" and "securite" meet (on PIAF it costs 0.02 points of nDCG@10 against
the other order). Offsets count characters of the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import compress, product
from typing import NamedTuple

import Stemmer

# Marks that a letter carries, and the unseen hyphens and joiners that a pasted word may hold.
_MARKS = "".join(
    chr(code) for code in range(0x300, 0x1100) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ON = rf"[^\W_\u02bc]*(?:[{_MARKS}{_UNSEEN}]+[^\W_\u02bc]*)*"  # \u02bc: one more apostrophe
# The look ahead, and letters before figures, only spare the search a fifth of its time.
WORD = (
    r"(?=\w)(?:"
    rf"[^\W\d_\u02bc]{_ON}"
    r"|(?<![\d.,])\d{1,3}(?:[\u00a0\u2009\u202f '’]\d{3})+(?!\d)(?:[.,]\d+)?"  # 10 000, 1 250,5
    r"|\d+(?:[.,]\d+)*(?![^\W_])"  # 2025, 10,5, 10.000
    rf"|[^\W_\u02bc]{_ON}"  # 2e, 4x4
    r")"
)
_WORD = re.compile(WORD)
_ORDINAL = re.compile(r"(\d+)(?:e|er|ere|eme|nd|nde|st|rd|th)")
_GROUPED = re.compile(
    r"([1-9]\d{0,2}(?:[ '’]\d{3})+)(?:[.,](\d+))?"
    r"|([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?"
    r"|([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?"
)
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
    | dict.fromkeys(_UNSEEN, "")
)
_LONGEST = 64  # characters of a term; longer runs are no words
_ACRONYMS = frozenset(["US", "UN", "WHO"])  # that would fold to function words
_REMEMBERED = 500_000  # words of a language
# Without their own memory, which takes four times as long as a stem.
_STEMMERS = {"fr": Stemmer.Stemmer("french", 0), "en": Stemmer.Stemmer("english", 0)}

_STOP_FR = """
a à ai ainsi alors après as au aucun aucune aujourd aussi autre autres aux avaient avait avant
avec avez avoir ayant bien c car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci
comme comment d dans de depuis des donc dont du elle elles en encore entre es est et étaient était
étant été être eu eut eux fait faire fut furent hui ici il ils j jusqu je l la là laquelle le
lequel les lesquelles lesquels leur leurs lors lorsqu lui m ma mais me même mes moi mon n ne ni
nos notre nous on ont ou où par parce pas pendant peut peuvent plus pour pourquoi puis qu quand
que quel quelle quelles quels qui quoi s sa sans se selon sera seront ses si soit son sont sous
sur t ta tandis te tes toi ton tous tout toute toutes très tu un une vers vos votre vous y combien
quelqu lorsque puisque puisqu presque
"""
_STOP_EN = """
a about after all also am an and any are as at be because been before being between both but by
can could did do does doing down during each few for from further had has have having he her here
hers him his how i if in into is it its itself just me more most my no nor not of off on once only
or other our out over own same s she should so some such t than that the their them then there
these they this those through to too under until up us very was we were what when where which
while who whom whose why will with would you your
"""


class Token(NamedTuple):
    """A word in a text: its span, and its folded form (lower case, no accents; US, UN, WHO)."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Lower case without accents or ligatures: "Tokaïev" and "tokaiev" are one."""
    if word.isascii():  # a short way to the same
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).lower().translate(_LIGATURES)
    return "".join([char for char in decomposed if not unicodedata.combining(char)])


STOP_WORDS = {
    "fr": frozenset(map(fold, _STOP_FR.split())),
    "en": frozenset(map(fold, _STOP_EN.split())),
}


@lru_cache(maxsize=200_000)
def _canonical(word: str) -> str:
    """Folded; numbers in one writing: "10 000" and "10.000" are 10000, "10,5" is 10.5.

    An acronym that would fold to a function word is left in capitals. Never with a space in it, and
    empty for the few letters that are marks alone.
    """
    folded = fold(word)
    if word in _ACRONYMS:
        return word
    if not word[0].isdigit():
        return folded if folded.isalnum() else "".join(folded.split())
    if not folded.isascii():
        folded = "".join(str(unicodedata.decimal(char, char)) for char in folded)
    grouped = _GROUPED.fullmatch(folded)
    if grouped:
        whole, decimals, *_ = (part for part in (*grouped.groups(), "") if part is not None)
        return ".".join(filter(None, (re.sub(r"\D", "", whole), decimals)))
    folded = "".join(folded.replace(",", ".").split())
    ordinal = _ORDINAL.fullmatch(folded)
    return ordinal[1] if ordinal else folded


def canonical(word: str) -> str:
    """The folded form of one word, as ``tokens`` gives it; empty for what is none of them."""
    return _canonical(word) if len(word) <= _LONGEST else ""


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text, in order, stop words among them; no folded form is empty."""
    return [
        Token(match.start(), match.end(), folded)
        for match in _WORD.finditer(text)
        if match.end() - match.start() <= _LONGEST and (folded := _canonical(match[0]))
    ]


@lru_cache(maxsize=400_000)
def stem(folded: str, language: str) -> str:
    """The term of a folded word; languages without a stemmer keep the word."""
    stemmer = _STEMMERS.get(language)
    if stemmer is None or folded[0].isdigit() or folded in _ACRONYMS:
        return folded
    term: str = stemmer.stemWord(folded)
    return term


def is_stop_word(folded: str, language: str) -> bool:
    """Whether a folded word is too common to search by in that language."""
    return folded in STOP_WORDS.get(language, ())


class _Terms(dict[str, str]):
    """Words to terms of one language, remembered; ``lru_cache`` took 1.6 times as long."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        folded = canonical(word)
        stop = not folded or is_stop_word(folded, self._language)
        self[word] = term = "" if stop else stem(folded, self._language)
        return term


@lru_cache
def _terms_of(language: str) -> _Terms:
    return _Terms(language)


def terms(text: str, language: str) -> list[str]:
    """The terms that a text is indexed by, in order, without stop words."""
    remembered = _terms_of(language)
    return list(filter(None, map(remembered.__getitem__, _WORD.findall(text))))


# Each set of languages as one object, which a Counter finds sooner than an equal one.
_SPOKEN = {
    choice: frozenset(compress(STOP_WORDS, choice))
    for choice in product((False, True), repeat=len(STOP_WORDS))
}


class _Kinds(dict[str, frozenset[str] | None]):
    """Words as written to the languages that have them as function words; None for no word."""

    def __missing__(self, word: str) -> frozenset[str] | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        folded = canonical(word)
        languages = _SPOKEN[tuple(folded in stop for stop in STOP_WORDS.values())]
        self[word] = kind = languages if folded else None
        return kind


_kinds = _Kinds()


def language_of(text: str, default: str = "und") -> str:
    """``fr`` or ``en``, whose function words the text has more of; ``default`` for neither."""
    counts = Counter(map(_kinds.__getitem__, _WORD.findall(text[:20_000])))
    counts.pop(None, None)
    shares = {
        language: sum(count for kind, count in counts.items() if kind and language in kind)
        for language in STOP_WORDS
    }
    best = max(shares, key=shares.__getitem__)
    tied = len(set(shares.values())) == 1
    return default if tied or shares[best] < counts.total() / 8 else best
