"""Whom a sentence of an article means by "il", "the minister" or "la chancelière"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis import tokens
from rag.aliases import is_land
from rag.claims import Claim
from rag.kin import kin_of
from rag.numerals import listed
from rag.parties import TITLES, Party

_FARTHEST = 6  # sentences back
_EARLY = 40  # letters from the beginning of a sentence where its subject stands
_OF_ONE = frozenset({"il", "elle", "he", "she", "celui-ci", "celle-ci", "lui-même"})
_OF_MANY = frozenset({"ils", "elles", "they", "tous deux", "the two", "ceux-ci"})
_SPEAKER = re.compile(
    r"-t-(?:il|elle)\b|-(?:il|elle)\b|\b(?:selon|d['’]après) (?:lui|elle)\b"
    r"|\b(?:he|she) (?:said|added|says|explained)\b|\b(?:à|in) (?:ses|his|her) (?:yeux|view)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"[,;:.(]|\b(?:que|qui|a|ont|est|sont|that|who|has|was|is|avait|were|avec|par|by|with|à)\b"
    r"|qu['’]"
)
_PRONOUN = re.compile(
    r"\b(?:ils?|elles?|celui-ci|celle-ci|ceux-ci|ce dernier|cette dernière|ces derniers|lui-même"
    r"|he|she|they|it|the latter|tous deux|les deux hommes|les deux dirigeants|the two)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\b(?:son|sa|ses|leur|leurs|lui|l['’]a|l['’]avait|l['’]ont|its|his|her|their|him|them|dont|"
    r"ceux-ci|celui-ci|ce même|ce pays|this|such|these|ces|cette|cet|y|là|there|one of|"
    r"le pays|la ville|the country|the city)\b",
    re.IGNORECASE,
)
_ROLES = listed(
    "president presidente premier ministre chancelier chanceliere roi reine chef cheffe dirigeant"
    " dirigeante secretaire directeur directrice ambassadeur ambassadrice maire pape pontife prince"
    " porte parole commissaire general negociateur conseiller chercheur militant visiteur hote"
    " interlocuteur adjoint voisin rival homologue prime minister president chancellor king queen"
    " secretary leader head chairman director ambassador mayor governor spokesman spokeswoman"
    " commissioner adviser envoy negotiator researcher host visitor counterpart pope deputy"
    " turc homme femme patron chairwoman organisation group agence parti party company entreprise"
    " avion appareil aircraft traite treaty accord agreement sommet summit"
)
OFFICES = listed(  # roles that several persons of one article rarely share
    "president presidente premier ministre chancelier chanceliere roi reine pape secretaire"
    " prime minister chancellor king queen pope secretary"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a sentence may mean without a name.

    ``subject`` are the keys of whom its pronoun or role means; empty where nobody can be told.
    ``speaker`` are those of whom "a-t-il dit" or "selon lui" means. ``leans``: its subject is a
    pronoun or a role; ``owns``: something else in it points back. ``unclear``: it means a person,
    but the article does not tell which.
    """

    subject: frozenset[str]
    speaker: frozenset[str]
    leans: bool
    owns: bool
    unclear: bool = False


def meant(claims: Sequence[Claim], number: int, heading: Claim) -> Meant:
    """Whom sentence ``number`` of an article means; ``claims`` are its sentences, read."""
    claim = claims[number]
    owns = _OWNED.search(claim.text) is not None
    speaker = _speaker(claims, number, heading) if _SPEAKER.search(claim.text) else frozenset()
    pronoun = _pronoun(claim)
    role = None if pronoun else _role(claim)
    if pronoun:
        subject = _subject_before(claims, number, heading, pronoun)
    elif role:
        subject = _of_role(claims, number, role, heading)
    else:
        unclear = not speaker and _SPEAKER.search(claim.text) is not None
        return Meant(frozenset(), speaker, leans=False, owns=owns, unclear=unclear)
    unclear = not subject and bool(pronoun or any(map(_is_office, role or ())))
    return Meant(subject, speaker, leans=True, owns=owns, unclear=unclear)


def _is_office(word: str) -> bool:
    return word in OFFICES or bool(kin_of(word))


def _speaker(claims: Sequence[Claim], number: int, heading: Claim) -> frozenset[str]:
    return _subject_before(claims, number, heading, "he")


def subject_of(claim: Claim) -> Party | None:
    """The first name that is the subject of a sentence."""
    return next((party for party in claim.parties if party.opens), None)


def _pronoun(claim: Claim) -> str | None:
    """The pronoun, in small letters, that stands where the first subject would."""
    first = subject_of(claim)
    end = claim.tokens[first.first].start if first else len(claim.text)
    found = _PRONOUN.search(claim.text, 0, end)
    if found is None or found.start() >= _EARLY:
        return None
    return found[0].lower()


def _role(claim: Claim) -> tuple[str, ...] | None:
    """The words of a role that is the subject: ("president", "russe")."""
    first = subject_of(claim)
    if first is not None:
        return None
    for number, token in enumerate(claim.tokens[:14]):
        if token.folded in _ROLES:
            after = claim.tokens[number + 1 : number + 2]
            before = claim.tokens[max(0, number - 1) : number]
            return (token.folded, *(each.folded for each in (*before, *after)))
    return None


def _subject_before(
    claims: Sequence[Claim], number: int, heading: Claim, pronoun: str
) -> frozenset[str]:
    """The subject of the nearest sentence before that has one by name, or by its role."""
    if pronoun not in _OF_ONE:  # "ils", "it": anything that was just named
        for earlier in range(number - 1, max(number - 1 - _FARTHEST, -1), -1):
            if claims[earlier].parties:
                near = claims[max(0, earlier - (pronoun in _OF_MANY)) : earlier + 1]
                return frozenset(k for each in near for p in each.parties for k in p.keys)
        return frozenset()
    people = _people(claims)
    for earlier in range(number - 1, max(number - 1 - _FARTHEST, -1), -1):
        claim = claims[earlier]
        first = subject_of(claim)
        told = [party for party in claim.parties if first and _shares(first, party)]
        told = [party for party in told if party.keys[-1] in people]
        told = told or [
            party
            for party in claim.parties
            if party.part in ("acts", "undergoes") and party.keys[-1] in people
        ]
        if told:
            return frozenset(key for party in told for key in party.keys)
        role = None if _pronoun(claim) else _role(claim)
        if role and _is_office(role[0]):
            return _of_role(claims, earlier, role, heading)
    for earlier in range(number - 1, max(number - 1 - _FARTHEST, -1), -1):
        first = subject_of(claims[earlier])
        if first is not None:
            told = [party for party in claims[earlier].parties if _shares(first, party)]
            return frozenset(key for party in told for key in party.keys)
    return frozenset()


def _people(claims: Sequence[Claim]) -> frozenset[str]:
    """The last words of names that look like persons': of two words, or behind a title."""
    found: set[str] = set()
    for claim in claims:
        for party in claim.parties:
            before = claim.tokens[party.first - 1].folded if party.first else ""
            lands = any(is_land(key.removeprefix("@")) for key in party.keys)
            if not lands and not party.placed and (len(party.keys) > 1 or before in TITLES):
                found.add(party.keys[-1])
    return frozenset(found)


def _shares(first: Party, party: Party) -> bool:
    """Whether a name does with the first one what that does."""
    return party is first or (party.part == first.part and party.verb == first.verb)


def _of_role(
    claims: Sequence[Claim], number: int, role: Sequence[str], heading: Claim
) -> frozenset[str]:
    """Whom the article calls so before: "Vladimir Poutine, le président russe"."""
    of = {word for word in role[1:] if kin_of(word)}
    found: dict[str, frozenset[str]] = {}
    for claim in claims[: number + 1]:
        for party in claim.parties:
            words = _around(claim, party)
            if role[0] in words and (not of or _same_people(of, words)):
                found[party.keys[-1]] = frozenset(party.keys)
    if len(found) == 1:
        return next(iter(found.values()))
    if not found and _is_office(role[0]):
        people = _people(claims)
        acting = [
            party
            for party in heading.parties
            if party.part == "acts" and any(key in people for key in party.keys)
        ]
        if len(acting) == 1:
            full = (p for each in claims for p in each.parties if p.keys[-1] == acting[0].keys[-1])
            return frozenset(acting[0].keys).union(*(party.keys for party in full))
        return frozenset()
    if found and _is_office(role[0]):
        before = _subject_before(claims, number, heading, "he")
        return before if any(before & keys for keys in found.values()) else frozenset()
    return _subject_before(claims, number, heading, "it") if not of else frozenset()


def _around(claim: Claim, party: Party) -> set[str]:
    """The words that stand right before a name, and those of an apposition behind it."""
    start, end = claim.tokens[party.first].start, claim.tokens[party.end - 1].end
    before = _CUT.split(claim.text[:start])[-1][-40:]
    behind = re.match(r", ([^,;:.)]{0,60})", claim.text[end:])
    near = before + " " + (behind[1] if behind and not behind[1].startswith("qui ") else "")
    if claim.text[:start].endswith(", "):
        near += " " + _CUT.split(claim.text[:start].removesuffix(", "))[-1][-60:]
    return {token.folded for token in tokens(near)}


def _same_people(people: Iterable[str], words: Iterable[str]) -> bool:
    said = set(words)
    return any(kin_of(word) & said or word in said for word in people)
