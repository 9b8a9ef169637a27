"""Whether what the names of a claim do, and count, agrees with what a sentence says of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rag.aliases import governed_from
from rag.claims import Claim
from rag.naming import names, same_party, stands_among
from rag.parties import Party
from rag.said import akin, same_word
from rag.testimony import Evidence

_BOUND = 30  # letters between a name and its figure


def parts_agree(claim: Claim, evidence: Evidence) -> bool:
    """Whether those who act in the claim act in the sentence, and on those that it says."""
    return all(
        _acts_alike(party, claim, evidence)
        if party.part == "acts"
        else _undergoes_alike(party, claim, evidence.own)
        for party in claim.parties
        if party.part in ("acts", "undergoes")
    )


def _acts_alike(party: Party, claim: Claim, evidence: Evidence) -> bool:
    own = evidence.own
    there = [each for each in own.parties if _alike(party, claim, each, own)]
    rivals = [
        each for each in own.parties if each.part == "acts" and not _alike(party, claim, each, own)
    ]
    if _same_verb_of_other(party, claim, rivals, there, own):
        return False
    if there and rivals and not any(each.part == "acts" for each in there):
        return party.speaks and not any(each.speaks for each in rivals)
    if there and evidence.meant.leans and evidence.meant.subject:
        return not _stands_for_other(party, claim, evidence, there)
    return True


def _undergoes_alike(party: Party, claim: Claim, own: Claim) -> bool:
    there = [each for each in own.parties if _alike(party, claim, each, own)]
    if not there or any(each.part != "acts" for each in there):
        return True
    return not any(_verbs_alike(party, claim, each, own) for each in there)


def _same_verb_of_other(
    party: Party, claim: Claim, rivals: Sequence[Party], there: Sequence[Party], own: Claim
) -> bool:
    """Whether somebody else does what the claim says that this one does."""
    if party.verb is None:
        return False
    for each in there:
        if each.part == "acts" and each.verb:
            if akin(party.verb, claim.language, each.verb, own.language):
                return False
            if each.agent and any(_verb_is(party.verb, claim, word, own) for word in own.words):
                return True
    return any(_verbs_alike(party, claim, each, own) for each in rivals) or _is_object(
        party.verb, claim, there, own
    )


def _verb_is(verb: str, claim: Claim, word: str, own: Claim) -> bool:
    return same_word(verb, claim.language, word, own.language)


def _is_object(verb: str, claim: Claim, there: Sequence[Party], own: Claim) -> bool:
    """Whether a name stands only behind the verb that the claim says it does."""
    if not there or any(each.speaks or each.agent or each.opens for each in there):
        return False
    first = min(each.first for each in there)
    places = [n for n, t in enumerate(own.tokens) if _verb_is(verb, claim, t.folded, own)]
    return bool(places) and max(places) < first and verb != "etre"


def _stands_for_other(
    party: Party, claim: Claim, evidence: Evidence, there: Sequence[Party]
) -> bool:
    """Whether the sentence's "il" is somebody else, and the one named is in another part of it."""
    if stands_among(party, claim, evidence.meant.subject, evidence.own.language):
        return False
    return party.opens and not any(each.part in ("acts", "undergoes") for each in there)


def _alike(party: Party, claim: Claim, other: Party, own: Claim) -> bool:
    if same_party(party, claim.language, other, own.language):
        return True
    if party.placed or other.placed:
        return False
    return (
        governed_from(party.keys[-1]) == other.keys[-1]
        or governed_from(other.keys[-1]) == party.keys[-1]
    )


def _verbs_alike(party: Party, claim: Claim, other: Party, own: Claim) -> bool:
    if party.verb is None or other.verb is None:
        return False
    return same_word(party.verb, claim.language, other.verb, own.language)


def bound_alike(claim: Claim, own: Claim) -> bool:
    """Whether a figure or year belongs to the same name: "la Norvège (130) et l'Irlande (128)"."""
    bound = _bindings(own)
    for value, kind, party in bound if len(own.parties) > 1 else ():
        for wanted, of, name in _bindings(claim):
            if wanted != value or of != kind or _alike(name, claim, party, own):
                continue
            if any(
                unit == kind and worth != value and _alike(name, claim, other, own)
                for worth, unit, other in bound
            ):
                return False
            named = any(_alike(each, claim, party, own) for each in claim.parties)
            if not named and len(bound) > 1 and not names(own, name, claim):
                return False
    return True


@lru_cache(maxsize=4096)
def _bindings(claim: Claim) -> tuple[tuple[float, str, Party], ...]:
    """Each figure and year with the nearest name before it in its clause, behind it where none."""
    found: list[tuple[float, str, Party]] = []
    places = [(float(f.value), "figure", f.span[0]) for f in claim.numbers.figures]
    places += [
        (float(token.folded), "year", number)
        for number, token in enumerate(claim.tokens)
        if token.folded.isdigit() and int(token.folded) in claim.numbers.years
    ]
    for value, kind, place in places:
        start = claim.tokens[place].start
        before = [p for p in claim.parties if p.end <= place]
        if not before:
            continue
        gap = claim.text[claim.tokens[before[-1].end - 1].end : start]
        if ";" not in gap and len(gap) < _BOUND:
            found.append((value, kind, before[-1]))
    return tuple(found)
