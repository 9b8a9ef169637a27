"""Whether the names of a claim, and what they do, agree with what an article's sentence says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.types import PartialDate
from rag.aliases import governed_from, is_land, name_key, same_name
from rag.claims import Claim
from rag.parties import Party
from rag.referents import OFFICES, Meant
from rag.said import Said, akin, same_word

_BOUND = 30  # letters between a name and its figure


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What a claim is held against: a sentence, and what stands around it.

    ``own`` is the sentence, ``around`` those that it leans on, ``passage`` those before it.
    ``said`` are its words and those that introduce its list, ``nearby`` those around it.
    ``heading`` are the names in the article's title and place.
    """

    own: Claim
    around: tuple[Claim, ...]
    passage: tuple[Claim, ...]
    meant: Meant
    said: Said
    nearby: Said
    heading: frozenset[str]
    full_names: frozenset[str]  # every name in the article, its words joined
    published: PartialDate | None


def same_party(one: Party, language: str, other: Party, other_language: str) -> bool:
    """Whether two names end alike, or one is a word that the other ends with, or begins."""
    if same_name(one.keys[-1], language, other.keys[-1], other_language):
        return True
    if len(one.keys) > 1 and len(other.keys) > 1:
        return False
    return any(
        same_name(key, language, word, other_language)
        for key in _telling(one)
        for word in _telling(other)
    )


def _telling(party: Party) -> tuple[str, ...]:
    return party.keys


def names_agree(claim: Claim, evidence: Evidence) -> bool:
    """Whether each name of the claim is the sentence's, or is whom or what it points back to."""
    own = evidence.own
    if _another_people(claim, own) or _another_office(claim, own):
        return False
    missing = [party for party in claim.parties if not names(own, party, claim)]
    others = [party for party in own.parties if not names(claim, party, own)]
    return all(
        _pointed_to(party, claim, evidence, alone=not others) for party in missing
    ) and _full_names(claim, evidence)


def _pointed_to(party: Party, claim: Claim, evidence: Evidence, *, alone: bool) -> bool:
    """Whether the sentence means somebody whom it does not name; ``alone``: it names no other."""
    own, meant = evidence.own, evidence.meant

    def among(keys: Iterable[str]) -> bool:
        return _among(party, claim, keys, own.language)

    if party.speaks and (meant.speaker or meant.unclear):
        return among(meant.speaker)
    if among(meant.speaker):
        return True
    before = {key for said in evidence.passage for each in said.parties for key in each.keys}
    if party.part in ("acts", "undergoes"):
        if meant.leans and meant.subject:
            return among(meant.subject)
        if meant.leans:
            return alone and not meant.unclear and among(before | evidence.heading)
        if any(each.part in ("acts", "undergoes") and each.opens for each in own.parties):
            return False
    elif alone and among(evidence.heading):
        return True
    pointing = meant.owns or meant.leans or bool(evidence.around)
    return alone and pointing and among(before | evidence.heading)


def _full_names(claim: Claim, evidence: Evidence) -> bool:
    """Whether given names go with the family names that the article gives them."""
    for party in claim.parties:
        if len(party.keys) != 2 or any(key.startswith("@") for key in party.keys):
            continue
        given = {
            full.split()[0]
            for full in evidence.full_names
            if full.count(" ") == 1 and full.split()[1] == party.keys[1]
        }
        language = evidence.own.language
        if given and not any(
            same_name(party.keys[0], claim.language, each, language) for each in given
        ):
            return False
    return True


def _another_office(claim: Claim, own: Claim) -> bool:
    """Whether the claim says "the chancellor" where the sentence says "the minister"."""
    if any(party.part in ("acts", "undergoes") for party in (*claim.parties, *own.parties)):
        return False
    told, said = OFFICES & set(claim.words), OFFICES & set(own.words)

    def lacks(words: Iterable[str], one: Claim, others: Iterable[str], other: Claim) -> bool:
        return any(
            not any(same_word(word, one.language, each, other.language) for each in others)
            for word in words
        )

    return lacks(told, claim, said, own) and lacks(said, own, told, claim)


def _another_people(claim: Claim, own: Claim) -> bool:
    """Whether the claim says "Turkish" where the sentence says "Greek"."""
    told = {name_key(word) for word in claim.words if is_land(word)} - _peoples(own)
    return bool(told and _peoples(own) - _peoples(claim))


def _acting(own: Claim) -> bool:
    return any(party.part in ("acts", "undergoes") and party.opens for party in own.parties)


def names(own: Claim, party: Party, language_of: Claim) -> bool:
    """Whether a sentence has a name, by its telling words, as a name or a word."""
    if any(same_party(party, language_of.language, other, own.language) for other in own.parties):
        return True
    if _among_key(party.keys[-1], language_of.language, _word_keys(own), own.language):
        return True
    country = governed_from(party.keys[0]) if len(party.keys) == 1 and not party.placed else None
    if country is not None and country in {*_word_keys(own), *_name_keys(own)}:
        return True
    return any(
        governed_from(other.keys[0]) == party.keys[-1]
        for other in own.parties
        if len(other.keys) == 1 and not other.placed
    )


def _among(party: Party, claim: Claim, keys: Iterable[str], language: str) -> bool:
    return any(_among_key(key, claim.language, keys, language) for key in _telling(party))


def _among_key(key: str, language: str, keys: Iterable[str], other_language: str) -> bool:
    return any(same_name(key, language, other, other_language) for other in keys)


@lru_cache(maxsize=4096)
def _word_keys(own: Claim) -> frozenset[str]:
    """What the words of a sentence that are no names would be compared by as names."""
    return frozenset(name_key(word) for word in own.words)


@lru_cache(maxsize=4096)
def _name_keys(own: Claim) -> frozenset[str]:
    return frozenset(key for party in own.parties for key in party.keys)


@lru_cache(maxsize=4096)
def _peoples(own: Claim) -> frozenset[str]:
    """The countries and peoples that a sentence names, with a capital or without."""
    words = (
        token.folded for token in own.tokens if is_land(token.folded) and len(token.folded) > 2
    )
    return frozenset(map(name_key, words))


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
    if not there or any(each.speaks or each.agent for each in there):
        return False
    first = min(each.first for each in there)
    places = [n for n, t in enumerate(own.tokens) if _verb_is(verb, claim, t.folded, own)]
    return bool(places) and max(places) < first and verb != "etre"


def _stands_for_other(
    party: Party, claim: Claim, evidence: Evidence, there: Sequence[Party]
) -> bool:
    """Whether the sentence's "il" is somebody else, and the one named is in another part of it."""
    if _among(party, claim, evidence.meant.subject, evidence.own.language):
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
