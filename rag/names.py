"""Where a text holds names, persons, places and roles: capitals, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from index.analysis import fold, is_stop_word
from index.types import Span
from rag.kin import kin_of

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒŠŽ]"
_NAME = re.compile(
    rf"\b{_CAPITAL}[\w’'\-]*[\w](?:[ \u00a0](?:(?:de la|de l['’]|des|du|de|d['’]|of the"
    r"|of|the|al-|ben|bin|von|van|el|et de|[IVX]+)[ ]?)?"
    rf"{_CAPITAL}[\w’'\-]*\w)*|\b{_CAPITAL}\.(?:[ ]?{_CAPITAL}\.)*[ ]{_CAPITAL}\w+"
)
_ELISION = re.compile(r"^(?:[LDJSNMCTldjsnmct]|Qu|qu|Jusqu|Lorsqu)['’]")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:à|au|aux|en|dans|in|at|near|près de|près d['’]|vers|depuis|from|into"
    r"|across|through|capitale?,?|ville d[e'’]|sommet d[e'’]|région d[e'’])"
    r" ?(?:la |le |les |l['’]|the )?(?:(?:nord|sud|est|ouest|centre|cœur|north|south"
    r"|east|west|heart|city|ville|région|province|capitale|village|commune|île|côte"
    r"|port|cap|mer|palais|château)"
    r" (?:de la |de l['’]|des |du |de |d['’]|of the |of )?)?)$",
    re.IGNORECASE,
)
_PLACE_NAME = re.compile(
    r"\b(?:[Pp]alais|[Pp]alace|[Cc]entre|[Hh]ôtel|[Pp]lace|[Cc]hâteau|[Ss]alle"
    r"|[Mm]usée|[Aa]éroport)"
    rf"(?: (?:de la|de l['’]|des|du|de|d['’]|\w+))?[ '’]?{_CAPITAL}[\w’'\-]+(?: "
    rf"{_CAPITAL}[\w\-]+)*|\b[Pp]alais présidentiel\b"
)
_DATELINE = re.compile(rf"^({_CAPITAL}[\w\-]+(?: {_CAPITAL}[\w\-]+)?)(?= ?[,(][^.]{{0,40}}[—–-])")
_ROLE = (
    r"(?:[Vv]ice-)?(?:[Pp]résidente?|[Pp]remi(?:er|ère) [Mm]inistre|[Mm]inistre"
    r"|[Cc]hanceli[eè]re?|[Rr]oi|[Rr]eine|[Ee]mpereur"
    r"|[Ss]ecrétaire|[Cc]heffe?|[Dd]irigeante?|[Dd]irect(?:eur|rice)|[Aa]mbassad(?:eur"
    r"|rice)|[Dd]éputée?|[Mm]aire|[Ss]énat(?:eur|rice)"
    r"|[Gg]ouverneure?|[Pp]rince(?:sse)?|[Pp]ape|[Hh]omologue|[Pp]orte-parole"
    r"|[Cc]ommissaire|[Ff]ondat(?:eur|rice)|[Gg]énéral"
    r"|[Pp]resident|[Pp]rime [Mm]inister|[Mm]inister|[Cc]hancellor|[Kk]ing|[Qq]ueen"
    r"|[Ee]mperor|[Ss]ecretary|[Ll]eader|[Hh]ead"
    r"|[Cc]hair(?:man|woman|person)?|[Dd]irector|[Aa]mbassador|[Mm]ayor|[Gg]overnor"
    r"|[Ss]pokes(?:man|woman|person)|[Cc]ommissioner|[Ff]ounder"
    r"|[Aa]dvis[eo]r|[Ee]nvoy|[Nn]égociat(?:eur|rice)|[Cc]onseill(?:er|ère)|[Cc]herche(?:ur|use)"
    r"|[Mm]ilitante?|[Rr]esearcher|[Aa]ctivist)"
)
_OFFICE = (
    r"(?:(?:foreign|finance|defen[cs]e|interior|environment|health|justice|trade|energy|education"
    r"|transport|agriculture|economy|national|security|deputy|vice|former|acting) )*"
)
_DUTY = (
    r"(?: of State| of Defen[cs]e| of the Treasury|[- ][Gg]eneral| d['’][ÉE]tat"
    r"| des Affaires étrangères| de la Défense| de l['’]Intérieur| général| de l['’]ONU)?"
)
_ENDS_ROLE = rf"(?:{_CAPITAL}|(?:a|ont|est|et|qui|n['’]|s['’]|has|is|was|said|who|and)\b)"
_ROLE_WORDS = re.compile(rf"\b{_OFFICE}{_ROLE}\b{_DUTY}(?: (?!{_ENDS_ROLE})[\w’'\-]+){{0,5}}")
_ROLE_ONLY = re.compile(rf"{_ROLE}(?: .*)?")
_AUXILIARY = re.compile(
    r"[ \u00a0](?:a|ont|est|sont|était|étaient|fut|avait|sera|va|n['’]|has|had|have"
    r"|was|is|said|will|et)\b|,? \("
)
_BEFORE = 60  # characters before a name that are looked at for a preposition
_CAPITAL_CITY = re.compile(
    r"\b(?:la|the) (capitale \w+(?:ne|se|que|nde|ole|aise|oise)\b|\w+ capital\b)"
)
_COUNTRY_ADJECTIVE = re.compile(r"\w+(?:ish|ian|ese|ench|erman|utch|eli|aqi)s?$")
_TITLED = re.compile(rf"(?:\bM\.|\bMme|\bMr\.?|\bMrs\.?|\b{_ROLE}(?: \w+)?) $")
_SPACES = str.maketrans(dict.fromkeys("\n\t\u00a0\u2009\u202f", " "))
_CHANNEL = re.compile(r"\b(?:sur|via|on) $")
_OFFICE_OF = re.compile(
    r"\b(?:minist[èe]res?|secrétariat|département|ministry|department|office|ministres?)"
    r"(?: [\wé]+){0,2} (?:de la |de l['’]|des |du |de |d['’]|of (?:the )?)$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?:Sommet|Conférence|Conseil|Forum|Congrès|Assemblée|Organisation|Union|Parti"
    r"|Président|Premier|Ministre"
    r"|Commission|Coupe|Summit|Conference|Council|Congress|Assembly|Organi[sz]ation"
    r"|President|Party|Treaty|Traité)"
)
_WORD = re.compile(r"[^\W_]+")
_TITLES_AND_DATES = """
january february march april may june july august september october november december monday
tuesday wednesday thursday friday saturday sunday monsieur madame mme mr mrs m internet premier
premiere prime first
"""
_REALMS = frozenset({"etat", "etats", "republique", "nations", "royaume", "republic", "kingdom"})
_QUARTERS = frozenset({"nord", "sud", "north", "south", "unis", "arabes", "saoudite", "arabia"})
_NO_NAMES = frozenset(_TITLES_AND_DATES.split())


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    """The text with every white space as a plain space, so that patterns need not know others."""
    return text.translate(_SPACES)


def name_spans(text: str, known: Collection[str] = ()) -> list[Span]:
    """The capitalised names of a sentence, less articles and roles ("Le Président Xi": "Xi").

    ``known`` are the folded words that the article capitalises inside sentences: they tell a name
    from a sentence's first word.
    """
    found = []
    for match in _NAME.finditer(text):
        span = _core(text, *match.span())
        if span.end > span.start and _is_name(text, span, known):
            found.append(span)
    return found


def person_spans(text: str, known: Collection[str] = ()) -> list[Span]:
    """Names that no preposition of place announces; organisations are among them.

    A minister's portfolio is none ("la ministre de l'Education", "le Quai").
    """
    found = []
    for span in name_spans(text, known):
        before = text[max(0, span.start - _BEFORE) : span.start]
        if _OFFICE_OF.search(before):  # "le ministre de la Défense Ivo Brac": Ivo Brac
            span = _without_first(text, span)
        elif _PLACE_BEFORE.search(before) or _CHANNEL.search(before):
            continue
        if span.end > span.start and not _is_country(text[span.start : span.end]):
            found.append(span)
    return found


def place_spans(
    text: str, known: Collection[str] = (), *, opens_article: bool = False
) -> list[Span]:
    """Names after a preposition of place, named buildings, and a dateline's town."""
    found = [Span(*match.span()) for match in _PLACE_NAME.finditer(text)]
    found += [Span(*match.span(1)) for match in _CAPITAL_CITY.finditer(text)]
    if opens_article and (match := _DATELINE.match(text)):
        found.append(Span(*match.span(1)))
    for span in name_spans(text, known):
        before = text[max(0, span.start - _BEFORE) : span.start]
        apart = not any(span.start < other.end and other.start < span.end for other in found)
        if apart and _PLACE_BEFORE.search(before) and not _EVENT.match(text, span.start):
            found.append(span)
    return sorted(found)


def country_spans(text: str, known: Collection[str] = ()) -> list[Span]:
    """Names of countries, wherever they stand."""
    return [
        span
        for span in name_spans(text, known)
        if kin_of(fold(text[span.start : span.end])) and not _COUNTRY_ADJECTIVE.match(text, *span)
    ]


def town_spans(text: str, known: Collection[str] = ()) -> list[Span]:
    """Names that are neither a country, an event nor a person with a title."""
    return [
        span
        for span in name_spans(text, known)
        if not kin_of(fold(text[span.start : span.end]))
        and not _EVENT.match(text, span.start)
        and not _TITLED.search(text[max(0, span.start - _BEFORE) : span.start])
    ]


def role_spans(text: str) -> list[Span]:
    """The roles that a sentence names: "Premier ministre hongrois", "president"."""
    return [Span(*match.span()) for match in _ROLE_WORDS.finditer(text)]


def _without_first(text: str, span: Span) -> Span:
    """A name less its first word, where two words or more remain; else nothing."""
    words = list(_WORD.finditer(text, *span))
    return Span(words[1].start(), span.end) if len(words) > 2 else Span(span.end, span.end)


def _is_country(name: str) -> bool:
    """Whether a name is a country's or its people's: "Corée du Nord", "République tchèque"."""
    words = [fold(word) for word in _WORD.findall(name)]
    if words and words[0] in _REALMS:
        return True
    return bool(kin_of(fold(name))) or (
        len(words) > 1 and bool(kin_of(words[0])) and words[-1] in _QUARTERS
    )


def _core(text: str, start: int, end: int) -> Span:
    """The name itself: without an elided article, a leading function word or a leading role."""
    while True:
        if cut := _ELISION.match(text, start, end):
            start = cut.end()
        elif (first := _WORD.match(text, start, end)) and _drops(text, first, end):
            start = first.end()
            while start < end and not text[start].isalnum():
                start += 1
        else:
            break
    return Span(start, end) if start < end and text[start].isupper() else Span(end, end)


def _drops(text: str, first: re.Match[str], end: int) -> bool:
    word = fold(first[0])
    if first[0].isupper() and len(first[0]) > 1:
        return False  # "EN", "ON": an acronym is no function word
    stop = is_stop_word(word, "fr") or is_stop_word(word, "en") or word in _NO_NAMES
    role = _ROLE_ONLY.fullmatch(first[0]) is not None
    return stop or (role and first.start() < end)


def _is_name(text: str, span: Span, known: Collection[str]) -> bool:
    before = text[: span.start].strip(" \u00a0«“\"'’‘—–-•*")
    if before and before[-1] not in ".!?:»”":
        return True
    words = _WORD.findall(text[span.start : span.end])
    if len(words) > 1 or text[span.start : span.end].isupper():
        return True
    return fold(words[0]) in known or _AUXILIARY.match(text, span.end) is not None
