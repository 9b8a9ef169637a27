"""Whether the names of a claim are those of an article's sentence, or whom it points back to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rag.aliases import governed_from, is_land, name_key, same_name
from rag.claims import Claim
from rag.parties import Party
from rag.referents import OFFICES
from rag.said import same_word
from rag.testimony import Evidence


def same_party(one: Party, language: str, other: Party, other_language: str) -> bool:
    """Whether two names end alike, or one is a word that the other ends with, or begins."""
    if same_name(one.keys[-1], language, other.keys[-1], other_language):
        return True
    if len(one.keys) > 1 and len(other.keys) > 1:
        return False
    return any(
        same_name(key, language, word, other_language) for key in one.keys for word in other.keys
    )


def names_agree(claim: Claim, evidence: Evidence) -> bool:
    """Whether each name of the claim is the sentence's, or is whom or what it points back to."""
    own = evidence.own
    if _another_people(claim, own) or _another_office(claim, own):
        return False
    missing = [
        party
        for party, named in zip(claim.parties, named_in(own, claim), strict=False)
        if not named
    ]
    others = not all(named_in(claim, own))
    return all(
        _pointed_to(party, claim, evidence, alone=not others) for party in missing
    ) and _full_names(claim, evidence)


def _pointed_to(party: Party, claim: Claim, evidence: Evidence, *, alone: bool) -> bool:
    """Whether the sentence means somebody whom it does not name; ``alone``: it names no other."""
    own, meant = evidence.own, evidence.meant

    def among(keys: Iterable[str]) -> bool:
        return stands_among(party, claim, keys, own.language)

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


@lru_cache(maxsize=8192)
def named_in(own: Claim, claim: Claim) -> tuple[bool, ...]:
    """For each name of a claim whether another sentence has it."""
    return tuple(names(own, party, claim) for party in claim.parties)


def names(own: Claim, party: Party, party_of: Claim) -> bool:
    """Whether a sentence has a name, by its telling words, as a name or a word."""
    if any(same_party(party, party_of.language, other, own.language) for other in own.parties):
        return True
    if _among_key(party.keys[-1], party_of.language, _word_keys(own), own.language):
        return True
    country = governed_from(party.keys[0]) if len(party.keys) == 1 and not party.placed else None
    if country is not None and country in {*_word_keys(own), *_name_keys(own)}:
        return True
    return any(
        governed_from(other.keys[0]) == party.keys[-1]
        for other in own.parties
        if len(other.keys) == 1 and not other.placed
    )


def stands_among(party: Party, claim: Claim, keys: Iterable[str], language: str) -> bool:
    """Whether a name of the claim is, by any of its words, one of the keys."""
    return any(_among_key(key, claim.language, keys, language) for key in party.keys)


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
