"""Learn the word list between English and French that the term leg translates questions with.

    python -m training.lexicon PARALLEL.tsv.xz

Two word alignment models, one in each direction, are trained together on the terms of sentence
pairs. Each is IBM Model 1 with a NULL word (Brown et al. 1993, "The Mathematics of Statistical
Machine Translation") whose links are drawn to the diagonal (Dyer et al. 2013, "A Simple, Fast,
and Effective Reparameterization of IBM Model 2"). After a few rounds apart they count only what
both believe (Liang et al. 2006, "Alignment by Agreement"), which keeps rare words from collecting
whatever stands beside them. The hand-written words enter as sentence pairs of their own (Brown
et al. 1993, "But Dictionaries Are Data Too"). Nothing is drawn at random.
"""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
import typer
from rapidfuzz.distance import JaroWinkler
from rich.progress import track

from index.analysis import terms

NAMES = Path(__file__).with_name("lexicon_names.tsv")
PRESS = Path(__file__).with_name("lexicon_press.tsv")
OUTPUT = Path(__file__).parents[1] / "index" / "lexicon.tsv"

# How much a row counts. The documentation is long, repetitive and about one trade. What is written
# by hand outweighs the small talk of Tatoeba: "traité" is a treaty before it is a treatment.
WEIGHTS = {"tatoeba": 1.0, "tico19": 1.0, "python-docs-fr": 0.1}
NAME_WEIGHT = 30.0
PRESS_WEIGHT = 2.0  # words that nothing else translates: they fill gaps and outweigh nothing
LONGEST = 60  # terms of a sentence; what is longer aligns badly and costs its square
ROUNDS_APART, ROUNDS_TOGETHER = 4, 6
DIAGONAL = 6.0
NULL_SHARE = 0.1

MOST = 4  # translations of a word
MIN_PROBABILITY = 0.06
DOUBT = 0.5  # added to a word's count: what was seen once is believed less
# Least strength of a pair: its count times the geometric mean of its two probabilities. Words
# spelled alike are believed on one sighting: of such pairs two in three proved right on other
# sentences, of the rest one in six.
MIN_STRENGTH, MIN_STRENGTH_ALIKE, ALIKE = 0.8, 0.2, 0.85

# Markup of the documentation, names out of programs ("get_item", "getItem", "item()"), and verbs
# that only help another ("don't", "we'll"): "won" would be the future, and "May" a possibility.
_MARKUP = re.compile(
    r"``.*?``|:[\w:]+:`[^`]*`|`[^`]*`_*|\|[^|\s]+\||%\([^)]*\)\w|https?://\S+"
    r"|\w*_\w+|\b[a-z]+[A-Z]\w*|\w+\(\)|\bmay\b|\w+n['’]t\b|['’](?:ll|ve|re)\b"
)
# Words that name nothing one would search for.
_EMPTY_EN = """
anyon anyth anyway around away back becam becom everybodi everyon everyth get got herself himself
let lot mani mayb might much must myself nobodi none noth one ourselv quit shall sinc somebodi
someon someth themselv though whoever within yet yourself
"""
_EMPTY_FR = "ca dois doit faut ni peux quelqu quiconqu rien tel va vais vas"
_EMPTY = {"en": frozenset(_EMPTY_EN.split()), "fr": frozenset(_EMPTY_FR.split())}

Numbers = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]
Columns = tuple[Ids, Ids, Ids, Ids, Numbers]


class Pair(NamedTuple):
    """Terms of a sentence and of its translation, and how much the pair counts."""

    english: list[str]
    french: list[str]
    weight: float


class Entry(NamedTuple):
    """A pair of terms; a direction in which it is no translation has probability 0."""

    english: str
    french: str
    to_french: float
    to_english: float


@dataclass(frozen=True, slots=True)
class Links:
    """Every way to link a term to one of its translation, or to NULL (number 0), as columns.

    One row a link: ``kind`` is its pair of terms, ``english_at`` and ``french_at`` number its
    places in the corpus (0: NULL), ``closeness`` is its nearness to the diagonal (0 for NULL),
    ``weight`` its sentence's. One row a kind: ``english`` and ``french``, numbers in ``terms``.
    """

    terms: tuple[list[str], list[str]]
    english: Ids
    french: Ids
    kind: Ids
    english_at: Ids
    french_at: Ids
    closeness: Numbers
    weight: Numbers


def read_sentences(path: Path) -> Iterator[Pair]:
    """The rows of the parallel file whose terms are clear, without markup."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            source, licence, english, french = line.rstrip("\n").split("\t")
            if licence != "clear":
                continue
            pair = Pair(
                terms(_MARKUP.sub(" ", english), "en"),
                terms(_MARKUP.sub(" ", french), "fr"),
                WEIGHTS[source],
            )
            if 0 < len(pair.english) <= LONGEST and 0 < len(pair.french) <= LONGEST:
                yield pair


def read_names(path: Path, weight: float = NAME_WEIGHT) -> Iterator[Pair]:
    """The hand-written pairs; a line without a term on each side is a ValueError."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        english, _, french = line.partition("\t")
        pair = Pair(terms(english, "en"), terms(french, "fr"), weight)
        if not pair.english or not pair.french:
            raise ValueError(f"{path.name}:{number}: {line!r}: write a word, a tab, a word")
        yield pair


def _numbered(rows: Iterable[list[str]]) -> tuple[list[str], list[Ids]]:
    """Distinct terms, and each row as their numbers; number 0, NULL, stands before each row."""
    numbers: dict[str, int] = {"": 0}
    numbered = [
        np.array([0, *(numbers.setdefault(term, len(numbers)) for term in row)], dtype=np.int64)
        for row in rows
    ]
    return list(numbers), numbered


def _links_of(english: Ids, french: Ids, starts: tuple[int, int]) -> Columns:
    """All links of one sentence pair; ``starts`` are the places in the corpus before it."""
    i, j = (grid.ravel()[1:] for grid in np.indices((len(english), len(french))))
    apart = np.abs((i - 0.5) / (len(english) - 1) - (j - 0.5) / (len(french) - 1))
    return (
        english[i],
        french[j],
        np.where(i > 0, starts[0] + i, 0),
        np.where(j > 0, starts[1] + j, 0),
        np.where((i > 0) & (j > 0), np.exp(-DIAGONAL * apart), 0.0),
    )


def link(pairs: list[Pair]) -> Links:
    """Lay out all possible links of a corpus."""
    english_terms, english_rows = _numbered(pair.english for pair in pairs)
    french_terms, french_rows = _numbered(pair.french for pair in pairs)
    blocks: list[Columns] = []
    starts = 0, 0
    rows = zip(english_rows, french_rows, strict=True)
    for english, french in track(rows, "Linking", total=len(pairs)):
        blocks.append(_links_of(english, french, starts))
        starts = starts[0] + len(english) - 1, starts[1] + len(french) - 1
    weight = np.repeat([pair.weight for pair in pairs], [len(block[0]) for block in blocks])
    english, french, english_at, french_at, closeness = map(
        np.concatenate, zip(*blocks, strict=True)
    )
    kinds, kind = np.unique(english * len(french_terms) + french, return_inverse=True)
    pairs_of_terms = np.divmod(kinds, len(french_terms))
    places = english_at, french_at
    return Links((english_terms, french_terms), *pairs_of_terms, kind, *places, closeness, weight)


def _sums(values: Numbers, group: Ids, groups: int = 0) -> Numbers:
    return np.asarray(np.bincount(group, values, groups), dtype=np.float64)


def _shares(values: Numbers, group: Ids) -> Numbers:
    """Each value over the sum of its group; a group of zeros keeps its zeros."""
    sums = _sums(values, group)
    sums[sums == 0] = 1.0
    return np.asarray(values / sums[group])


def _prior(links: Links, place: Ids) -> Numbers:
    """The probability of each link of a place before its terms are looked at."""
    prior = (1 - NULL_SHARE) * _shares(links.closeness, place)
    prior[links.closeness == 0] = NULL_SHARE
    prior[place == 0] = 0.0
    return prior


def align(links: Links) -> Numbers:
    """How often each kind is linked, by the agreement of both directions (weighted counts)."""
    kinds = len(links.english)
    places = links.french_at, links.english_at
    priors = [_prior(links, place) for place in places]
    tables = [np.ones(kinds), np.ones(kinds)]  # p(french | english), p(english | french)
    agreed = np.zeros(len(links.kind))
    for number in track(range(ROUNDS_APART + ROUNDS_TOGETHER), "Aligning"):
        beliefs = [
            _shares(table[links.kind] * prior, place)
            for table, prior, place in zip(tables, priors, places, strict=True)
        ]
        agreed = beliefs[0] * beliefs[1]
        if number >= ROUNDS_APART:  # NULL is no partner: each direction keeps its own belief in it
            beliefs = [np.where(links.closeness > 0, agreed, belief) for belief in beliefs]
        tables = [
            _shares(_sums(belief * links.weight, links.kind, kinds), given)
            for belief, given in zip(beliefs, (links.english, links.french), strict=True)
        ]
    return _sums(agreed * links.weight, links.kind, kinds)


def _usable(term: str, language: str) -> bool:
    return len(term) > 1 and not any(map(str.isdigit, term)) and term not in _EMPTY[language]


def _believable(links: Links, counts: Numbers, known: set[tuple[str, str]]) -> Iterator[Entry]:
    """The pairs that are strong enough, or written by hand."""
    to_french, to_english = (
        counts / (_sums(counts, given) + DOUBT)[given] for given in (links.english, links.french)
    )
    strength = counts * np.sqrt(to_french * to_english)
    strong = (links.english > 0) & (links.french > 0) & (counts > 0.1)
    for kind in np.flatnonzero(strong):
        english, french = links.terms[0][links.english[kind]], links.terms[1][links.french[kind]]
        if english == french or not (_usable(english, "en") and _usable(french, "fr")):
            continue
        alike = JaroWinkler.similarity(english, french) > ALIKE
        needed = MIN_STRENGTH_ALIKE if alike else MIN_STRENGTH
        if (english, french) in known or strength[kind] >= needed:
            yield Entry(english, french, float(to_french[kind]), float(to_english[kind]))


def _best(
    entries: Iterable[Entry], word: Callable[[Entry], str], probability: Callable[[Entry], float]
) -> dict[tuple[str, str], float]:
    """The likeliest translations of each word in one direction: pairs and their probabilities."""
    translations: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if probability(entry) >= MIN_PROBABILITY:
            translations[word(entry)].append(entry)
    return {
        (entry.english, entry.french): probability(entry)
        for listed in translations.values()
        for entry in sorted(listed, key=lambda entry: (-probability(entry), entry))[:MOST]
    }


def best_entries(links: Links, counts: Numbers, names: Iterable[Pair]) -> list[Entry]:
    """The list: at most `MOST` translations a word and direction, sorted by its two terms."""
    known = {pair for name in names for pair in product(name.english, name.french)}
    entries = list(_believable(links, counts, known))
    to_french = _best(entries, lambda entry: entry.english, lambda entry: entry.to_french)
    to_english = _best(entries, lambda entry: entry.french, lambda entry: entry.to_english)
    return [
        Entry(*pair, to_french.get(pair, 0.0), to_english.get(pair, 0.0))
        for pair in sorted({*to_french, *to_english})
    ]


def learn(pairs: Iterable[Pair], names: Iterable[Pair]) -> list[Entry]:
    """The word list that sentence pairs and hand-written pairs give together."""
    names = list(names)
    links = link([*pairs, *names])
    return best_entries(links, align(links), names)


def write(entries: Iterable[Entry], path: Path) -> None:
    """One line an entry: the two terms and the two probabilities, tabs between them."""
    lines = [
        f"{english}\t{french}\t{to:.3f}\t{back:.3f}\n" for english, french, to, back in entries
    ]
    path.write_text("".join(lines), encoding="utf-8")


def main(
    parallel: Annotated[Path, typer.Argument(help="Rows of source, terms, English, French (.xz).")],
    names: Annotated[Path, typer.Option(help="The pairs written by hand.")] = NAMES,
    press: Annotated[Path, typer.Option(help="Words of the press, written by hand.")] = PRESS,
    output: Annotated[Path, typer.Option(help="Where the list goes.")] = OUTPUT,
) -> None:
    """Learn the word list from sentence pairs whose terms are clear."""
    by_hand = [*read_names(names), *read_names(press, PRESS_WEIGHT)]
    entries = learn(read_sentences(parallel), by_hand)
    write(entries, output)
    print(f"{len(entries)} pairs in {output.name}, {output.stat().st_size // 1000} kB")


if __name__ == "__main__":
    typer.run(main)
