"""Whether what a sentence claims agrees with what an article says, point by point.

Names, figures, dates and negations must agree; of the other words, enough must be said alike. Each
test errs towards doubt: what cannot be seen to agree does not support.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from index.analysis import fold, stem
from index.lexicon import load_lexicon
from index.query import LANGUAGES, typing_errors
from index.types import PartialDate
from rag.claims import Claim, Figure, known_name
from rag.kin import is_kin, kin_of
from rag.likeness import load_word_table

Reason = Literal["quotation", "number", "date", "name", "negation", "words"]

_ALIKE = (0.35, 0.7)  # cosines of words that say nothing, and everything, of each other
_FUZZY_NAME = 6  # letters of a name from which one letter may differ
_FAMILY = 5  # letters that words of one family share
_FAMILY_SHARE = 0.65  # of the longer one
_OPPOSITES = """
hausse baisse|augmenter diminuer reduire baisser|accroitre reduire|accepter refuser rejeter
accepte refuse rejete|accept reject refuse|avant apres|before after|plus moins|more less fewer
gagner perdre|gagne perdu|win lose|won lost|increase decrease|rise fall|rose fell|ouvrir fermer
open close|entrer quitter sortir|rejoindre quitter|join leave|acheter vendre|buy sell|nord sud
north south|est ouest|east west|soutenir condamner|support oppose condemn|pour contre|for against
premier dernier|first last|majorite minorite|majority minority|paix guerre|peace war|ami ennemi
export import|exporter importer|exportation importation|accueillir expulser|arrive parti
arriver partir|commencer finir|debut fin|begin end|start end|possible impossible|legal illegal
allie ennemi|hausser baisser|superieur inferieur|haut bas|high low|succes echec|success failure
confirmer dementir|confirm deny|confirme dementi|confirmed denied|strengthen weaken
renforcer affaiblir|maintenir supprimer|keep abolish|optimiste pessimiste|positive negative
positif negatif
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a claim is held against: a sentence, and what stands around it.

    ``own`` is the sentence, ``around`` those that it leans on, ``passage`` everything near it.
    """

    own: Claim
    around: tuple[Claim, ...]
    passage: tuple[Claim, ...]
    heading: frozenset[str]  # folded words of the article's title and place
    published: PartialDate | None


def disagreement(claim: Claim, evidence: Evidence) -> Reason | None:
    """The first point in which a claim does not agree with the evidence; none where it does."""
    if not all(_held_figure(figure, evidence) for figure in claim.figures):
        return "number"
    if not _dates_agree(claim, evidence):
        return "date"
    if not _names_agree(claim, evidence):
        return "name"
    if not _polarity_agrees(claim, evidence):
        return "negation"
    return None


def coverage(claim: Claim, evidence: Evidence) -> float:
    """The share of a claim's words that the evidence says too, weighted by how much each tells.

    Words count by their stem, their family, their translation and their likeness. Names and
    figures agree already and are left out; a claim of nothing else is covered.
    """
    if not claim.words:
        return 1.0
    credits = _credits(claim, [evidence.own, *evidence.around])
    weights = [_weight(word, claim.language) for word in claim.words]
    got = sum(weight * credit for weight, credit in zip(weights, credits, strict=True))
    return got / sum(weights)


def opposed(claim: Claim, evidence: Evidence) -> bool:
    """Whether a word of the claim is the opposite of one that stands in its place."""
    own = {stem(word, evidence.own.language) for word in evidence.own.words}
    here = {stem(word, claim.language) for word in claim.words}
    for word in here - own:
        others = _opposites().get(word)
        if others and others & (own - here):
            return True
    return False


def _held_figure(figure: Figure, evidence: Evidence) -> bool:
    return any(
        _same_figure(figure, other)
        for said in (evidence.own, *evidence.around)
        for other in said.figures
    ) or (figure.unit is None and figure.value in evidence.own.years)


def _same_figure(one: Figure, other: Figure) -> bool:
    close = abs(one.value - other.value) <= 1e-9 * max(one.value, other.value)
    return close and (one.unit == other.unit or one.unit is None or other.unit is None)


def _dates_agree(claim: Claim, evidence: Evidence) -> bool:
    own, published = evidence.own, evidence.published
    near = (own, *evidence.around)
    years = frozenset().union(*(said.years for said in near))
    months = frozenset().union(*(said.months for said in near))
    days = frozenset().union(*(said.days for said in near))
    weekdays = frozenset().union(*(said.weekdays for said in near))
    issue_days: set[tuple[int, int]] = set()
    if published is not None:
        years |= {published.first_day.year} if not own.years else frozenset()
        if not own.months and published.month is not None:
            months |= {published.first_day.month}
        if published.day is not None and not own.days:
            issue_days = {(published.first_day.day, published.first_day.month)}
    for said in evidence.passage:  # "the next day": a date that was said before holds on
        years |= said.years if not own.years else frozenset()
        months |= said.months if not own.months else frozenset()
        days |= said.days if not own.days else frozenset()
    held = claim.years <= years and claim.months <= months and claim.days <= days | issue_days
    return held and (not claim.weekdays or not weekdays or bool(claim.weekdays & weekdays))


def _names_agree(claim: Claim, evidence: Evidence) -> bool:
    own = {*evidence.own.names, *evidence.own.words, *evidence.heading}
    near = own.union(*({*said.names, *said.words} for said in evidence.around))
    missing = [name for name in claim.names if not _named(name, near)]
    if not missing:
        return True
    # Someone whom the sentence calls otherwise ("le visiteur"): only where it names nobody else.
    others = [name for name in evidence.own.names if not _named(name, {*claim.names, *claim.words})]
    wide = set().union(*({*said.names} for said in evidence.passage)) if evidence.passage else set()
    return not others and all(_named(name, wide) for name in missing)


def _named(name: str, said: Iterable[str]) -> bool:
    wanted = known_name(name)
    kin = kin_of(wanted)
    for other in said:
        word = known_name(other)
        if word == wanted or (kin and is_kin(word, kin)):
            return True
        if min(len(word), len(wanted)) >= _FUZZY_NAME and typing_errors(word, wanted) <= 1:
            return True
        if _translated(wanted, word):
            return True
    return False


@lru_cache(maxsize=20_000)
def _translated(one: str, other: str) -> bool:
    lexicon = load_lexicon()
    for source in LANGUAGES:
        found = lexicon.translations(stem(one, source), source=source)
        target = next(each for each in LANGUAGES if each != source)
        if any(term == stem(other, target) for term, _ in found):
            return True
    return False


def _polarity_agrees(claim: Claim, evidence: Evidence) -> bool:
    """Whether what one denies is nothing that the other says."""
    own = evidence.own
    if opposed(claim, evidence):
        return False
    if claim.denies and not (own.denies or own.refuses):
        return False
    said, denied = (set(own.words) - own.negated), own.negated
    if _met(claim, claim.negated, own, said) and not _met(claim, claim.negated, own, denied):
        return own.refuses
    if claim.refuses and not (own.denies or own.refuses):
        return False
    stated = set(claim.words) - claim.negated
    return claim.denies or claim.refuses or not _met(claim, stated, own, denied)


def _met(claim: Claim, words: Iterable[str], own: Claim, said: Iterable[str]) -> bool:
    """Whether one of a claim's words is one of the evidence's."""
    return any(
        _same_word(word, claim.language, other, own.language) for word in words for other in said
    )


def _credits(claim: Claim, said: Sequence[Claim]) -> list[float]:
    """For each word of a claim how surely the texts say it, 0 to 1."""
    table = load_word_table()
    told = [(word, each.language) for each in said for word in (*each.words, *each.names)]
    rows = np.array([0, *(table.row(word, language) for word, language in told)])
    vectors = table.vectors[rows]
    credits = []
    for word in claim.words:
        if any(_same_word(word, claim.language, other, language) for other, language in told):
            credits.append(1.0)
            continue
        row = table.row(word, claim.language)
        cosine = float((vectors @ table.vectors[row]).max()) if row else 0.0
        low, high = _ALIKE
        credits.append(min(1.0, max(0.0, (cosine - low) / (high - low))))
    return credits


@lru_cache(maxsize=100_000)
def _same_word(word: str, language: str, other: str, other_language: str) -> bool:
    one, two = stem(word, language), stem(other, other_language)
    if one == two or word == other:
        return True
    if (kin := kin_of(word)) and is_kin(other, kin):
        return True
    if language != other_language:
        return _translated(word, other)
    shared = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= _FAMILY and shared >= _FAMILY_SHARE * max(len(one), len(two))


def _weight(word: str, language: str) -> float:
    table = load_word_table()
    row = table.row(word, language)
    return 0.3 + 0.7 * float(table.weights[row]) if row else 0.7


@lru_cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _OPPOSITES.replace("\n", "|").split("|"):
        words = [fold(word) for word in group.split()]
        for language in LANGUAGES:
            stems = [stem(word, language) for word in words]
            for number, each in enumerate(stems):
                # The first stands against the rest; the rest are of one meaning.
                against = stems[1:] if number == 0 else stems[:1]
                found.setdefault(each, set()).update(against)
    return {word: frozenset(others - {word}) for word, others in found.items()}
