"""Whether what a sentence claims agrees with what an article says, point by point.

Names and what they do, figures, dates and negations must agree; of the other words, enough must be
said alike. Each test errs towards doubt: what cannot be seen to agree does not support.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

from index.analysis import fold, stem
from index.query import LANGUAGES
from rag.claims import Claim
from rag.deeds import bound_alike, parts_agree
from rag.figures import Figure
from rag.naming import named_in, names_agree
from rag.said import akin, same_word, weight_of
from rag.testimony import Evidence

Reason = Literal["quotation", "number", "date", "name", "negation", "words"]

_NEARBY = 0.5  # of a word that a sentence beside says
_A_NAME = 0.8  # what a name or a figure weighs, beside words of at most 1
_NEARLY = 0.03  # share by which a figure that is said to be near may differ
_OPPOSITES = """
hausse baisse|augmenter diminuer reduire baisser|accroitre reduire|accepter refuser rejeter
accepte refuse rejete|accept reject refuse|agree refuse reject|avant apres|before after
plus moins|more less fewer|everything nothing
gagner perdre|gagne perdu|win lose|won lost|increase decrease|rise fall|rose fell|ouvrir fermer
open close|entrer quitter sortir|rejoindre quitter|join leave|acheter vendre|buy sell|nord sud
north south|est ouest|east west|soutenir condamner|support oppose condemn|pour contre|for against
premier dernier|first last|majorite minorite|majority minority|paix guerre|peace war|ami ennemi
export import|exporter importer|exportation importation|accueillir expulser|arrive parti
arriver partir|commencer finir|debut fin|begin end|start end|possible impossible|legal illegal
allie ennemi|hausser baisser|superieur inferieur|haut bas|high low|succes echec|success failure
confirmer dementir|confirm deny|confirme dementi|confirmed denied|strengthen weaken
renforcer affaiblir|maintenir supprimer|keep abolish|optimiste pessimiste|positive negative
positif negatif|offrir reclamer|promettre refuser|promise refuse|ouvert ferme|achete vendu
bought sold|rejoint quitte|joined left|accru reduit|reussi echoue|permis interdit|allowed banned
"""


def disagreement(claim: Claim, evidence: Evidence) -> Reason | None:
    """The first point in which a claim does not agree with the evidence; none where it does."""
    if not all(_held_figure(figure, evidence) for figure in claim.numbers.figures):
        return "number"
    if not _dates_agree(claim, evidence):
        return "date"
    if not names_agree(claim, evidence) or not parts_agree(claim, evidence):
        return "name"
    if not bound_alike(claim, evidence.own):
        return "number"
    if not _polarity_agrees(claim, evidence.own):
        return "negation"
    return None


def coverage(claim: Claim, evidence: Evidence) -> tuple[float, float]:
    """The share of a claim that the evidence says too, weighted by how much each word tells.

    Words count by their stem, their family, their translation and their likeness; names and
    figures whole where the sentence itself has them. The second share is that of the words alone.
    """
    credits = evidence.said.credits(claim.words, claim.language)
    if (credits < _NEARBY).any():
        beside = evidence.nearby.credits(claim.words, claim.language)
        credits = np.maximum(credits, _NEARBY * beside)
    weights = np.array([weight_of(word, claim.language) for word in claim.words])
    got = float((weights * credits).sum())
    whole = float(weights.sum())
    words = got / whole if whole else 1.0
    got += _A_NAME * sum(_held_figure(figure, evidence) for figure in claim.numbers.figures)
    whole += _A_NAME * (len(claim.parties) + len(claim.numbers.figures))
    for party, named in zip(claim.parties, named_in(evidence.own, claim), strict=True):
        if named:
            got += _A_NAME
        elif _points_to(evidence, party.keys):
            got += _NEARBY * _A_NAME
    return (got / whole if whole else 1.0), words


def _points_to(evidence: Evidence, keys: Sequence[str]) -> bool:
    """Whether the sentence means somebody of that name, or its article is about them."""
    return not (evidence.heading.isdisjoint(keys) and evidence.meant.subject.isdisjoint(keys))


def opposed(claim: Claim, own: Claim) -> bool:
    """Whether a word of the claim is the opposite of one that stands in its place."""
    said = {stem(word, own.language) for word in own.words}
    here = {stem(word, claim.language) for word in claim.words}
    for word in here - said:
        others = _opposites().get(word)
        if others and others & (said - here):
            return True
    return False


def _held_figure(figure: Figure, evidence: Evidence) -> bool:
    own = evidence.own
    for said in (own, *evidence.around):
        if any(_same_figure(figure, other) for other in said.numbers.figures):
            return True
    return figure.unit is None and figure.value in own.numbers.years


def _same_figure(one: Figure, other: Figure) -> bool:
    near = _NEARLY if one.about or other.about else 1e-9
    close = abs(one.value - other.value) <= near * max(one.value, other.value)
    return close and (one.unit == other.unit or one.unit is None or other.unit is None)


def _dates_agree(claim: Claim, evidence: Evidence) -> bool:
    asked, own, published = claim.numbers, evidence.own.numbers, evidence.published
    near = (own, *(said.numbers for said in evidence.around))
    years = frozenset().union(*(said.years for said in near))
    months = frozenset().union(*(said.months for said in near))
    days = frozenset().union(*(said.days for said in near))
    weekdays = frozenset().union(*(said.weekdays for said in near))
    if published is not None:
        years |= {published.first_day.year} if not own.years else frozenset()
        if not own.months and published.month is not None:
            months |= {published.first_day.month}
        if published.day is not None and not own.days:
            days |= {(published.first_day.day, published.first_day.month)}
    for said in evidence.passage:  # "the next day": a date that was said before holds on
        years |= said.numbers.years if not own.years else frozenset()
        months |= said.numbers.months if not own.months else frozenset()
        days |= said.numbers.days if not own.days else frozenset()
    held = asked.years <= years and asked.months <= months and asked.days <= days
    return held and (not asked.weekdays or not weekdays or bool(asked.weekdays & weekdays))


def _polarity_agrees(claim: Claim, own: Claim) -> bool:
    """Whether what one denies is nothing that the other says."""
    if opposed(claim, own):
        return False
    if (claim.denies or claim.refuses) and not (own.denies or own.refuses):
        return False
    if _said_outright(claim.denied, claim, own) or _said_outright(own.denied, own, claim):
        return False
    if claim.denies or claim.refuses:
        return not _deny_other_things(claim, own)
    stated = [word for word in claim.words if word not in claim.negated]
    return not _met(claim, stated, own, own.negated | own.refused)


def _said_outright(denied: Iterable[str], one: Claim, other: Claim) -> bool:
    """Whether one says a word that the other denies, with nothing that denies it there."""
    for word in denied:
        same = [each for each in other.words if same_word(word, one.language, each, other.language)]
        if same and not any(each in other.negated or each in other.refused for each in same):
            return True
    return False


def _deny_other_things(claim: Claim, own: Claim) -> bool:
    """Whether both deny, but nothing that is alike."""
    if not claim.denied or not own.denied or own.refuses or claim.refuses:
        return False
    return not any(
        akin(word, claim.language, other, own.language)
        for word in claim.negated
        for other in own.negated
    )


def _met(claim: Claim, words: Iterable[str], own: Claim, said: Iterable[str]) -> bool:
    """Whether one of a claim's words is one of the evidence's."""
    told = list(said)
    return any(
        same_word(word, claim.language, other, own.language) for word in words for other in told
    )


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
