"""The names of a sentence: capitals, and what stands around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from index.analysis import Token, is_stop_word
from rag.aliases import is_land, merged, name_key
from rag.figures import COUNTING, WEEKDAYS, is_month
from rag.numerals import listed
from rag.verbs import is_verb

Part = Literal["acts", "undergoes", "beside", "unknown"]

TITLES = listed("m mm mme mmes mlle mr mrs ms dr sir lord lady general")
_OPENINGS = listed(
    "selon sous avant apres depuis pendant dans sur pour par avec sans chez contre entre vers mais"
    " or et puis ainsi enfin si comme quand lorsque alors aussi meme tout tous toute toutes il ils"
    " elle elles on ce cet cette ces ceux celui celle ceci cela le la les l un une des du de d au"
    " aux a en y son sa ses leur leurs mon notre nos votre rien aucun aucune jamais personne plus"
    " plusieurs quelque quelques certains chaque deux trois quatre cinq six sept huit neuf dix onze"
    " douze quatorze quinze vingt parti partie pris prise conclu signe signee ne nee jeudi lundi"
    " mardi mercredi vendredi samedi dimanche hier aujourd demain seul seule parmi voici voila"
    " according about after before since during in on at"
    " for by with without from to into under over"
    " as while when if but and or then thus however he"
    " she it they we this that these those the a an"
    " his her its their our no none nothing nobody never all some several many most both each every"
    " one two three four five six seven eight nine ten twelve there here what who where how why"
    " more less another other others such only just even still also yesterday today tomorrow"
    " monday tuesday wednesday thursday friday saturday sunday signed asked born once"
    " former late early last next"
)
_OFFICES = listed(  # written with capitals before a name
    "president premier prime minister ministre secretary state ambassador deputy foreign chancellor"
    " chanceliere chancelier prince king queen pope pape roi representative senator governor"
    " professor professeur docteur general colonel capitaine captain"
)
_WITHIN_NAMES = (" ", "-", "‑", "’", "'", ". ")
_LONGEST_TITLE = 4  # letters


@dataclass(frozen=True, slots=True)
class Party:
    """A name in a sentence.

    ``keys`` are what it is compared by; ``first`` and ``end`` number its words in the sentence.
    ``verb`` is the folded verb that it acts or undergoes. ``placed``: a preposition of place
    stands before it; ``speaks``: it is told to say what the sentence says; ``opens``: it may be
    the subject of the whole sentence. ``agent``: "par" or "by" stands before it.
    """

    keys: tuple[str, ...]
    first: int
    end: int
    part: Part = "unknown"
    verb: str | None = None
    placed: bool = False
    speaks: bool = False
    opens: bool = False
    agent: bool = False


def named(line: str, found: Sequence[Token], language: str, known: Collection[str]) -> list[Party]:
    """The names of a sentence in order, not yet what they do; ``known`` are names elsewhere."""
    marks = [_is_name(line, found, number, language, known) for number in range(len(found))]
    whole = {first: (end, key) for first, end, key in merged([each.folded for each in found])}
    groups: list[Party] = []
    number = 0
    while number < len(found):
        if not marks[number]:
            number += 1
            continue
        keys: list[str] = []
        first = number
        while number < len(found) and marks[number] and (not keys or _touch(line, found, number)):
            if number in whole:
                end, key = whole[number]
                keys.append(key)
                number = end
            else:
                folded = found[number].folded
                keys.append(folded if keys and len(folded) <= 2 else name_key(folded))
                number += 1
        groups.append(Party(tuple(keys), first, number))
    return groups


def _touch(line: str, found: Sequence[Token], number: int) -> bool:
    return line[found[number - 1].end : found[number].start] in _WITHIN_NAMES


def _is_name(
    line: str, found: Sequence[Token], number: int, language: str, known: Collection[str]
) -> bool:
    """Capitalised where no sentence begins; a first word if it is a name elsewhere or acts."""
    token = found[number]
    word = line[token.start : token.end]
    if not word[0].isupper() or _only_announces(line, found, number):
        return False
    before = line[: token.start].rstrip(" «“\"'’(•*")
    if before and before[-1] not in ".!?:—–" and not before.endswith(" -") and before != "-":
        return len(word) > 1 or not is_stop_word(token.folded, language)
    if number and found[number - 1].folded in TITLES:
        return True
    if token.folded in _OPENINGS or (is_stop_word(token.folded, language) and not word.isupper()):
        return False
    if (word.isupper() and len(word) > 1) or token.folded in known or is_land(token.folded):
        return True
    return number + 1 < len(found) and _begins_name(line, token, found[number + 1], language)


def _only_announces(line: str, found: Sequence[Token], number: int) -> bool:
    """Whether a word with a capital is a title, an office before a name, a date or a number."""
    token = found[number]
    if token.folded in TITLES and token.end - token.start <= _LONGEST_TITLE:
        return True
    if is_month(line, found, number) or token.folded in WEEKDAYS or token.folded in COUNTING:
        return True
    if token.folded not in _OFFICES or token.folded == "premier":
        return token.folded == "premier"
    after = found[number + 1] if number + 1 < len(found) else None
    return after is not None and (is_capital(line, after) or after.folded == "of")


def _begins_name(line: str, token: Token, after: Token, language: str) -> bool:
    """Whether a sentence's first word is a name by the word behind it."""
    gap = line[token.end : after.start]
    if is_capital(line, after) and gap in (" ", "-"):
        return True
    plural = line[token.end - 1] == "s"
    return gap == " " and not plural and is_verb(after.folded, language, sure=True)


def is_capital(line: str, token: Token) -> bool:
    """Whether a word is written with a capital."""
    return line[token.start].isupper()
