"""Which names of a sentence act: "X accuse Y", "Y est accusé par X".

No grammar is parsed: what stands before and behind a name tells its part, and where it does not,
the part is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.analysis import Token, is_stop_word
from rag.figures import COUNTING, WEEKDAYS
from rag.numerals import listed
from rag.parties import TITLES, Party, is_capital, named
from rag.verbs import BE, HAVE, MODALS, PREPOSITIONS, is_participle, is_verb

_ARTICLES = listed("le la les l un une the a an this cet cette ce ces son sa ses")
_PLACING = listed("a au aux en dans vers depuis in at to from into near")
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
_SPEAKS = re.compile(
    r"(?:selon|d['’]apr[eè]s|according to|in the view of|in the words of|aux yeux d[eu]s?"
    r"|de l['’]avis d[eu]s?|[àa] en croire|^pour|\. pour) (?:[^\s,]+ ){0,4}"
    r"(?-i:[a-zà-ÿ-]+, )?(?:[ld]['’])?$",  # "selon la maire, X" but not "selon Y, X"
    re.IGNORECASE,
)
_SAYS_VERB = (  # ", a dit X", "que présidait X"
    r"(?:[,»”\"] ?(?:a|ont|avait|avaient) (?:\w+ ){0,2}\w+(?:é|it|cu|nu|du)"
    r"|[,»”\"] ?[a-zà-ÿ]\w{3,}(?:e|ait|ent)"
    r"|[,»”\"] ?(?:said|added|says|adds|explained|told|wrote|warned|reported)"
    r"|\b(?:que|dont|où|qu['’]) ?(?!elle )[a-zà-ÿ]\w{2,}(?:e|ait|ent|a|it)) "
)
_NO_PREPOSITION = (
    r"(?!(?:aux?|à|en|dans|d[eu]s?|avec|sur|pour|to|in|at|of|for|that|que|qui)\b|d['’])"
)
_BY = re.compile(
    rf"\b(?:par|by) (?:{_NO_PREPOSITION}[a-zà-ÿ][\w-]* ){{0,4}}(?:M\. |Mme |l['’]|Mr )?$"
)
_SAYS = re.compile(rf"{_SAYS_VERB}(?:{_NO_PREPOSITION}[^\s,]+ ){{0,3}}(?:l['’])?$")
_JOINED = re.compile(
    r"(?:,| et| and|, et|, and| ou| ni| or) ?"
    r"(?:(?:l['’]|d['’]|le |la |les |de |du |des |the |M\. |Mme ){0,2})?"
)
_STOPS = re.compile(r"[,;:.()«»“”\"—–!?]")
_ADVERB = re.compile(r"\w+(?:ment|ly)")
_RELATIVE = frozenset({"qui", "who", "which", "that"})
_LONG_APPOSITION = 14  # words
_PARTED = re.compile(r"[;:]")
_LOOKED_BACK = 150  # letters before a name that tell whether it speaks
_LOOKED_THROUGH = 8  # words behind a name among which its verb is looked for


def parties(
    line: str, found: Sequence[Token], language: str, known: Collection[str] = ()
) -> tuple[Party, ...]:
    """The names of a sentence in order; ``known`` are folded words that are names elsewhere."""
    groups = named(line, found, language, known)
    told = [_told(line, found, group, language) for group in groups]
    for number in range(len(told) - 2, -1, -1):  # "X et Y ont ...": X does what Y does
        one, two = told[number], told[number + 1]
        if one.part == "unknown" and two.part != "beside" and _joined(line, found, one, two):
            told[number] = replace(
                one, part=two.part, verb=two.verb, speaks=two.speaks, opens=two.opens
            )
    for number in range(1, len(told)):  # "X a reçu 113 voix, Y 78": Y does what X does
        one, two = told[number - 1], told[number]
        if two.part == "unknown" and one.part == "acts" and _gapped(line, found, one, two):
            told[number] = replace(two, part="acts", verb=one.verb, opens=one.opens)
        elif one.agent and one.verb and _joined_by(line, found, one, two):
            told[number] = replace(two, part="acts", verb=one.verb, agent=True)
    return tuple(told)


def _joined(line: str, found: Sequence[Token], one: Party, two: Party) -> bool:
    return _JOINED.fullmatch(_between(line, found, one, two)) is not None


def _gapped(line: str, found: Sequence[Token], one: Party, two: Party) -> bool:
    gap = _between(line, found, one, two)
    after = line[found[two.end - 1].end :]
    return (
        re.search(r"(?:[,;]| et| and)(?: et| and)? ?(?:le |la |les |l['’]|the )?$", gap) is not None
        and re.match(r",? ?\(?(?:en |in |à |at )?\d", after) is not None
    )


def _joined_by(line: str, found: Sequence[Token], one: Party, two: Party) -> bool:
    gap = _between(line, found, one, two)
    return re.search(r"\b(?:et|and) (?:par|by) (?:le |la |les |l['’]|the )?$", gap) is not None


def _between(line: str, found: Sequence[Token], one: Party, two: Party) -> str:
    return line[found[one.end - 1].end : found[two.first].start]


def _told(line: str, found: Sequence[Token], group: Party, language: str) -> Party:
    """A name with its part in the sentence."""
    start = found[group.first].start
    before = max(0, start - _LOOKED_BACK), start
    placed = group.first > 0 and _preposition(line, found, group) in _PLACING
    if _SPEAKS.search(line, *before) and not _PARTED.search(line, max(0, start - 60), start):
        return replace(group, part="acts", speaks=True)
    if _BY.search(line, *before) and (
        verb := _participle_before(line, found, group.first, language)
    ):
        return replace(group, part="acts", verb=verb, agent=True)
    if _SAYS.search(line, *before):
        return replace(group, part="acts", verb=_verb_before(found, group.first), speaks=True)
    preposition = _preposition(line, found, group)
    if preposition:
        return replace(group, part="beside", placed=placed)
    inside = line[:start].rstrip().endswith(",")
    verb, passive = _verb_behind(line, found, group.end, language, inside=inside)
    if verb is None and group.end < len(found) and found[group.end].folded in _RELATIVE:
        verb, passive = _verb_behind(line, found, group.end + 1, language, relative=True)
    if verb is None:
        return replace(group, placed=placed)
    opens = not any(is_verb(each.folded, language, sure=True) for each in found[: group.first])
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
        if folded in PREPOSITIONS and (folded != "a" or line[found[number].start] in "àÀ"):
            return folded
        if folded in HAVE or folded in BE or folded in MODALS or is_capital(line, found[number]):
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
        if folded == "to" and language == "en" and not helped:  # "wants X to go"
            break
        if folded in ("se", "s") and language == "fr":
            reflexive = True
        elif folded in HAVE or folded in BE or folded in MODALS:
            helped = True
            passive = not reflexive if folded in BE else passive
        elif folded in _SKIPPED or _ADVERB.fullmatch(folded):
            continue
        elif helped and not is_stop_word(folded, language):
            if passive and not is_participle(line, found[at], language):
                return "etre", False
            return folded, passive and _GOES.fullmatch(folded) is None
        else:
            return (folded if not helped and is_verb(folded, language) else None), False
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


def _participle_before(line: str, found: Sequence[Token], first: int, language: str) -> str | None:
    """The passive participle that "par X" belongs to."""
    near = None
    for number in range(first - 1, max(0, first - 14) - 1, -1):
        folded = found[number].folded
        if is_stop_word(folded, language) or not is_participle(line, found[number], language):
            continue
        if folded in WEEKDAYS or folded in COUNTING:
            continue
        if any(found[at].folded in BE for at in range(max(0, number - 3), number)):
            return folded
        if number >= first - 6:
            near = near or folded
    return near


def _verb_before(found: Sequence[Token], first: int) -> str | None:
    for number in range(first - 1, max(0, first - 5) - 1, -1):
        folded = found[number].folded
        if folded not in _ARTICLES and folded not in TITLES and len(folded) > 2:
            return folded
    return None
