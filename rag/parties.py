"""The names of a sentence, and which of them act: "X accuse Y", "Y est accusé par X".

No grammar is parsed: what stands before and behind a name tells its part, and where it does not,
the part is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.analysis import Token, is_stop_word
from rag.aliases import is_land, merged, name_key
from rag.figures import COUNTING, WEEKDAYS, is_month, listed

Part = Literal["acts", "undergoes", "beside", "unknown"]

TITLES = listed("m mm mme mmes mlle mr mrs ms dr sir lord lady general")
_ARTICLES = listed("le la les l un une the a an this cet cette ce ces son sa ses")
_PREPOSITIONS = listed(
    "a au aux de des du d en dans avec sur pour chez contre entre vers sous sans depuis parmi"
    " of to at in on with from for against between into about over under near since among than"
    " comme as face like via"
)
_PLACING = listed("a au aux en dans vers depuis in at to from into near")
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
_HAVE = listed(
    "a ai ont avait avaient aura auront aurait auraient eut ayant avoir has have had having"
)
_BE = listed(
    "est sont etait etaient sera seront serait seraient fut furent etant etre ete soit soient"
    " is are was were be been being s"
)
_MODALS = listed(
    "va vont allait allaient doit doivent devait devaient devra devrait peut peuvent pouvait"
    " pourrait pourra veut veulent voulait fait faire will would can could may might must shall"
    " should does do did"
)
_GOES = re.compile(  # verbs that "être" makes no passive of
    r"(?:all|ven|part|arriv|entr|sort|n|mort|mont|descend|rest|tomb|deven|reven|retourn|rentr"
    r"|parven|rendu|gone|become|come)(?:e|u|i)?e?s?"
)
_SKIPPED = listed(
    "ne n pas plus jamais rien se s y en lui leur"
    " le la les l me nous not also aussi deja donc alors"
    " ensuite toujours encore never already then now still again ever bien egalement pourtant"
    " eux meme elle ainsi to n't t surtout"
)
_FRENCH_VERB = re.compile(
    r"\w{2,}(?:era|eront|erait|eraient|ira|iront|irait|dra|dront|drait|vra|ait|aient|ut|urent|it"
    r"|irent|a|oit|ent|eut|end|et|ose|ique|aque|ame|use|che|ge|ne|me|ve|te|re|se|ie|de|le)"
)
_ENGLISH_VERB = re.compile(r"\w{2,}(?:ed|es|s)")
_ENGLISH_PAST = listed(
    "told said made spoke led won met gave took thought went came found left saw held paid kept"
    " brought sent built bought sold lost felt put set cut hit began knew became got ran wrote"
    " stood understood meant fell rose drew chose broke shook struck voted"
)
_ENGLISH_PRESENT = listed(
    "says wants thinks believes refuses rejects accuses calls warns asks expects hopes plans denies"
    " leads heads plays makes takes gives holds owns needs seeks backs faces accepts agrees"
)
_ENGLISH_PARTICIPLE = re.compile(
    r"\w+ed|(?:made|given|held|led|won|told|said|put|set|found|seen|taken|beaten|sent|built|lost"
    r"|kept|brought|written|chosen|known|cut|left|met|paid|understood|spoken|shot|struck|bought"
    r"|sold|hit|broken|drawn|thrown|driven|read|caught)"
)
_FRENCH_PARTICIPLE = re.compile(r"\w+(?:é|i|u|is|it|ert|int|os)e?s?")
_SPEAKS = re.compile(
    r"(?:selon|d['’]apr[eè]s|according to|in the view of|in the words of|aux yeux d[eu]s?"
    r"|de l['’]avis d[eu]s?|[àa] en croire|^pour|\. pour) (?:\S+ ){0,4}$",
    re.IGNORECASE,
)
_SAYS_VERB = (  # ", a dit X", "que présidait X"
    r"(?:[,»”\"] ?(?:a|ont|avait|avaient) (?:\w+ ){0,2}\w+(?:é|it|cu|nu|du)"
    r"|[,»”\"] ?\w{4,}(?:e|ait|ent)"
    r"|[,»”\"] ?(?:said|added|says|adds|explained|told|wrote|warned|reported)"
    r"|\b(?:que|dont|où|qu['’]) ?\w{3,}(?:e|ait|ent|a|it)) "
)
_NO_PREPOSITION = (
    r"(?!(?:aux?|à|en|dans|d[eu]s?|avec|sur|pour|to|in|at|of|for|that|que|qui)\b|d['’])"
)
_BY = re.compile(
    rf"\b(?:par|by) (?:{_NO_PREPOSITION}[a-zà-ÿ][\w-]* ){{0,4}}(?:M\. |Mme |l['’]|Mr )?$"
)
_SAYS = re.compile(rf"{_SAYS_VERB}(?:{_NO_PREPOSITION}\\S+ ){{0,3}}(?:l['’])?$")
_OFFICES = listed(  # written with capitals before a name
    "president premier prime minister ministre secretary state ambassador deputy foreign chancellor"
    " chanceliere chancelier prince king queen pope pape roi representative senator governor"
    " professor professeur docteur general colonel capitaine captain"
)
_JOINED = re.compile(
    r"(?:,| et| and|, et|, and| ou| ni| or) ?"
    r"(?:(?:l['’]|d['’]|le |la |les |de |du |des |the |M\. |Mme ){0,2})?"
)
_WITHIN_NAMES = (" ", "-", "‑", "’", "'", ". ")
_STOPS = re.compile(r"[,;:.()«»“”\"—–!?]")
_ADVERB = re.compile(r"\w+(?:ment|ly)")
_RELATIVE = frozenset({"qui", "who", "which", "that"})
_LONG_APPOSITION = 14  # words
_LONGEST_TITLE = 4  # letters
_LOOKED_THROUGH = 8  # words behind a name among which its verb is looked for


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


def parties(
    line: str, found: Sequence[Token], language: str, known: Collection[str] = ()
) -> tuple[Party, ...]:
    """The names of a sentence in order; ``known`` are folded words that are names elsewhere."""
    groups = _groups(line, found, language, known)
    told = [_told(line, found, group, groups, language) for group in groups]
    for number in range(len(told) - 2, -1, -1):  # "X et Y ont ...": X does what Y does
        one, two = told[number], told[number + 1]
        if one.part == "unknown" and two.part != "beside" and _joined(line, found, one, two):
            told[number] = replace(
                one, part=two.part, verb=two.verb, speaks=two.speaks, opens=two.opens
            )
    for number in range(1, len(told)):  # "X a reçu 113 voix, Y 78": Y does what X does
        one, two = told[number - 1], told[number]
        if two.part == "unknown" and one.part == "acts" and _gapped(line, found, one, two):
            told[number] = replace(two, part="acts", verb=one.verb)
        elif one.agent and one.verb and _joined_by(line, found, one, two):
            told[number] = replace(two, part="acts", verb=one.verb, agent=True)
    return tuple(told)


def _gapped(line: str, found: Sequence[Token], one: Party, two: Party) -> bool:
    gap = line[found[one.end - 1].end : found[two.first].start]
    after = line[found[two.end - 1].end :]
    return (
        re.search(r"(?:[,;]| et| and)(?: et| and)? ?(?:le |la |les |l['’]|the )?$", gap) is not None
        and re.match(r",? ?\(?(?:en |in |à |at )?\d", after) is not None
    )


def _joined_by(line: str, found: Sequence[Token], one: Party, two: Party) -> bool:
    gap = line[found[one.end - 1].end : found[two.first].start]
    return re.search(r"\b(?:et|and) (?:par|by) (?:le |la |les |l['’]|the )?$", gap) is not None


def is_capital(line: str, token: Token) -> bool:
    """Whether a word is written with a capital."""
    return line[token.start].isupper()


def _groups(
    line: str, found: Sequence[Token], language: str, known: Collection[str]
) -> list[Party]:
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
    return gap == " " and not plural and _is_verb(after.folded, language, sure=True)


def _is_verb(folded: str, language: str, *, sure: bool = False) -> bool:
    if folded in _HAVE or folded in _MODALS or (folded in _BE and folded != "s"):
        return True
    if is_stop_word(folded, language) or folded in _PREPOSITIONS:
        return False
    if language == "en":
        if sure and folded.endswith("s"):
            return folded in _ENGLISH_PRESENT
        return folded in _ENGLISH_PAST or _ENGLISH_VERB.fullmatch(folded) is not None
    if sure:
        return folded.endswith(("e", "era", "erait", "ait"))
    return _FRENCH_VERB.fullmatch(folded) is not None


def _told(
    line: str, found: Sequence[Token], group: Party, groups: Sequence[Party], language: str
) -> Party:
    """A name with its part in the sentence."""
    before = line[: found[group.first].start]
    placed = group.first > 0 and _preposition(line, found, group) in _PLACING
    if _SPEAKS.search(before) and not re.search(r"[;:]", before[-60:]):
        return replace(group, part="acts", speaks=True)
    if _BY.search(before) and (verb := _participle_before(line, found, group.first, language)):
        return replace(group, part="acts", verb=verb, agent=True)
    if _SAYS.search(before):
        return replace(group, part="acts", verb=_verb_before(found, group.first), speaks=True)
    preposition = _preposition(line, found, group)
    if preposition:
        return replace(group, part="beside", placed=placed)
    inside = before.rstrip().endswith(",")
    verb, passive = _verb_behind(line, found, group.end, language, inside=inside)
    if verb is None and group.end < len(found) and found[group.end].folded in _RELATIVE:
        verb, passive = _verb_behind(line, found, group.end + 1, language, relative=True)
    if verb is None:
        return replace(group, placed=placed)
    opens = not any(_is_verb(each.folded, language, sure=True) for each in found[: group.first])
    return replace(group, part="undergoes" if passive else "acts", verb=verb, opens=opens)


def _preposition(line: str, found: Sequence[Token], group: Party) -> str | None:
    """The preposition that a name depends on: "à la chancelière Angela Merkel"."""
    for back in range(1, 6):
        number = group.first - back
        if number < 0:
            return None
        gap = line[found[number].end : found[number + 1].start]
        if _STOPS.search(gap.replace(". ", " ") if back == 1 else gap):
            return None
        folded = found[number].folded
        if folded in _PREPOSITIONS and (folded != "a" or line[found[number].start] in "àÀ"):
            return folded
        if folded in _HAVE or folded in _BE or folded in _MODALS or is_capital(line, found[number]):
            return None
        if folded in ("que", "qu", "that", "et", "and", "ou", "or"):
            return None
    return None


def _verb_behind(
    line: str,
    found: Sequence[Token],
    end: int,
    language: str,
    *,
    relative: bool = False,
    inside: bool = False,
) -> tuple[str | None, bool]:
    """The verb whose subject a name that ends there is, and whether it is a passive one.

    ``inside``: commas stand around it ("le maire, X, a dit").
    """
    number = end if relative else _past_apposition(line, found, end)
    gap = line[found[end - 1].end : found[end].start] if number == end < len(found) else ""
    if _STOPS.search(gap) and not (inside and gap.startswith(", ")):
        return None, False
    reflexive = passive = helped = False
    for at in range(number, min(len(found), number + _LOOKED_THROUGH)):
        gap = line[found[at - 1].end : found[at].start] if at else ""
        folded = found[at].folded
        if (at > number and _STOPS.search(gap)) or (folded == "a" and line[found[at].start] == "à"):
            break
        if folded in ("se", "s") and language == "fr":
            reflexive = True
        elif folded in _HAVE or folded in _BE or folded in _MODALS:
            helped = True
            passive = not reflexive if folded in _BE else passive
        elif folded in _SKIPPED or _ADVERB.fullmatch(folded):
            continue
        elif helped and not is_stop_word(folded, language):
            passive = passive and _is_participle(line, found[at], language)
            return folded, passive and _GOES.fullmatch(folded) is None
        else:
            return (folded if not helped and _is_verb(folded, language) else None), False
    return ("etre" if helped else None), False


def _past_apposition(line: str, found: Sequence[Token], number: int) -> int:
    """The word behind ", le chef de l'État turc,", "(130)" or ", qui dirige …," if one follows."""
    if number >= len(found):
        return number
    rest = line[found[number - 1].end :]
    match = re.match(r" ?\([^)]{1,60}\)|, [^,;:.]{2,140},|[’']s\b", rest)
    if match is None or match[0].startswith(("'", "’")):
        return len(found) if match else number
    if match[0].startswith(", ") and len(match[0].split()) > _LONG_APPOSITION:
        return number
    end = found[number - 1].end + match.end()
    return next((at for at in range(number, len(found)) if found[at].start >= end), len(found))


def _is_participle(line: str, token: Token, language: str) -> bool:
    if language == "en":
        return _ENGLISH_PARTICIPLE.fullmatch(token.folded) is not None
    return _FRENCH_PARTICIPLE.fullmatch(line[token.start : token.end].lower()) is not None


def _participle_before(line: str, found: Sequence[Token], first: int, language: str) -> str | None:
    """The passive participle that "par X" belongs to."""
    near = None
    for number in range(first - 1, max(0, first - 14) - 1, -1):
        folded = found[number].folded
        if is_stop_word(folded, language) or not _is_participle(line, found[number], language):
            continue
        if folded in WEEKDAYS or folded in COUNTING:
            continue
        if any(found[at].folded in _BE for at in range(max(0, number - 3), number)):
            return folded
        if number >= first - 6:
            near = near or folded
    return near


def _verb_before(found: Sequence[Token], first: int) -> str | None:
    for number in range(first - 1, max(0, first - 5) - 1, -1):
        folded = found[number].folded
        if folded not in _ARTICLES and folded not in TITLES and len(folded) > 3:
            return folded
    return None


def _joined(line: str, found: Sequence[Token], one: Party, two: Party) -> bool:
    gap = line[found[one.end - 1].end : found[two.first].start]
    return _JOINED.fullmatch(gap) is not None
