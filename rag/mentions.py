"""What an exchange spoke of: its names by kind, its dates, and the noun phrases that name nobody.

Follow-up questions leave out just these; capitals, titles and what stands around a name in the
article that was quoted tell persons from the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.analysis import fold
from index.types import Span
from rag.kin import kin_of
from rag.names import flat, name_spans, place_spans

MentionKind = Literal["person", "country", "place", "other"]

_TITLE = (
    r"(?:M\.|MM\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|[Pp]résidente?|[Mm]inistre|[Cc]hanceli[eè]re?|[Pp]ape"
    r"|[Rr]oi|[Rr]eine|[Pp]rince(?:sse)?|[Pp]resident|[Mm]inister|[Cc]hancellor|[Pp]ope|[Kk]ing"
    r"|[Qq]ueen|[Ll]eader|[Aa]mbassad(?:or|eur|rice)|[Ss]ecretary)"
)
_FEMININE = re.compile(
    r"\b(?:Mme|Mlle|Mrs\.?|Ms\.?|[Pp]résidente|[Cc]hancelière|[Rr]eine|[Qq]ueen|[Mm]inistre [Ee]lle"
    r"|[Aa]mbassadrice|[Pp]orte-parole elle|[Pp]rincesse|[Dd]irectrice|[Mm]ilitante)$"
)
_NO_PERSON = re.compile(
    r"\d|\b(?:Treaty|Club|House|Talks|Commission|Council|Union|Party|Forum|Sommet|Summit|Conseil"
    r"|Traité|Accord|Assemblée|Nations?|Organi[sz]ation|Conférence|Conference|Corridor|Route"
    r"|Déclaration|Declaration|Parlement|Parliament|Élysée|Kremlin|Times|START|États|States|Court"
    r"|Cour|Banque|Bank|Fonds|Fund|Agence|Agency|Ligue|League|Mer|Sea|Mont|Lac|Lake|Port|Cap)\b"
)
_BODY = re.compile(  # a name that begins so goes on in lower case
    r"(?:Assemblée|Conseil|Nations|Union|Organisation|Conférence|Cour|Banque|Fonds|Commission"
    r"|Parlement|Agence|Ligue|Communauté|Sommet)\b"
)
_TAIL = re.compile(
    r"(?: (?:de |d['’]|des |du )?(?:sécurité|générale?|unies?|européenne?|africaine?|mondiale?"
    r"|centrale?|internationale?|suprême|monétaire|atlantique|permanent|arabe|droits de l['’]homme"
    r"|des droits de l['’]homme)\b)+"
)
_ACRONYM_NOUN = re.compile(r"(?:\b(?:le|la|les|du|un|une|the|a) |\()([a-zà-ÿ]{3,}) $")
_JOINT = re.compile(r" (?:de la |de l['’]|des |du |de |d['’]|of the |of )(?=[A-ZÀ-Þ])")
_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTH = (
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:er)? {_MONTH}(?: {_YEAR})?|{_MONTH} \d{{1,2}}(?:, {_YEAR})?"
    rf"|{_MONTH} {_YEAR}|{_YEAR}|{_MONTH})\b",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w’'-]+")
_THING = re.compile(
    r"\b(?:(?i:l['’])|(?i:les?|la|un|une|du|au|cet|cette|ce|the|an|a|this|that)\s)(?P<noun>"
    r"(?!(?:qui|que|is|was|will|did|does|has|have|had|be|to|for)\b)[a-zà-ÿ]+"
    r"(?:\s(?:(?:d['’]|de (?:la |l['’])?|du |des |of (?:the )?))?"
    r"(?!(?:de|du|des|of|est|a|was|is|did)\b)[a-zà-ÿ]{3,}\b)?)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question, or in what answered it; ``feminine`` where a title says so."""

    text: str
    span: Span
    kind: MentionKind
    feminine: bool = False


def mentions(question: str, *, article: str = "") -> tuple[Mention, ...]:
    """The names of a question in its order; ``article`` is the text that tells who they are."""
    line = flat(question)
    known = {fold(word) for word in _CAPITALISED.findall(flat(article))}
    places = {span.start for span in place_spans(line, known)}
    spans = [part for span in name_spans(line, known) for part in _whole(line, span)]
    return tuple(
        _mention(line, span, article, span.start in places)
        for number, span in enumerate(spans)
        if not DATE.fullmatch(line[slice(*span)])
        and (number == 0 or span.start >= spans[number - 1].end)
    )


def answered(name: str, kind: MentionKind, *, article: str) -> Mention:
    """The mention of what an answer named."""
    feminine = kind == "person" and _is_feminine(name, article)
    return Mention(name, Span(0, len(name)), kind, feminine)


def is_named(words: str, article: str) -> bool:
    """Whether words with a capital are a name: several, or one that has it inside a sentence."""
    if not words[:1].isupper():
        return False
    inside = re.compile(rf"[\w,'’(] ?{re.escape(words)}\b")
    return " " in words or inside.search(flat(article)) is not None


def _whole(line: str, span: Span) -> Iterator[Span]:
    """A name as it is said: two that "de" joins apart, "franc CFA" and "Nations unies" together."""
    start, end = span
    joint = _JOINT.search(line, start, end)
    if joint and (kin_of(fold(line[joint.end() : end])) or " " in line[start : joint.start()]):
        yield from _whole(line, Span(start, joint.start()))
        yield from _whole(line, Span(joint.end(), end))
        return
    name = line[start:end]
    if name.isupper() and (noun := _ACRONYM_NOUN.search(line[:start])):
        start = noun.start(1)
    if _BODY.match(name) and (tail := _TAIL.match(line, end)):
        end = tail.end()
    yield Span(start, end - 2 if re.search(r"['’]s$", name) else end)


def things(question: str) -> tuple[str, ...]:
    """The noun phrases after an article, without capitals: "signing ceremony", "accord"."""
    return tuple(match["noun"] for match in _THING.finditer(flat(question)))


def _mention(line: str, span: Span, article: str, after_place: bool) -> Mention:
    name = line[slice(*span)]
    if kin_of(fold(name)):
        return Mention(name, span, "country")
    if _is_person(line, span, article):
        return Mention(name, span, "person", _is_feminine(name, f"{line} {article}"))
    return Mention(name, span, "place" if after_place else "other")


def _is_person(line: str, span: Span, article: str) -> bool:
    """Titles decide; else two names in a row, or a first name that the article sets before one."""
    name = line[slice(*span)]
    if name[0].islower() or name.isupper() or _NO_PERSON.search(name) or _BODY.match(name):
        return False
    last = re.escape(name.split()[-1])
    titled = re.compile(rf"\b{_TITLE} (?:\w+ ){{0,2}}?(?:[A-ZÀ-Þ][\w’'-]+ ){{0,2}}{last}\b")
    if titled.search(f"{line} {flat(article)}"):
        return True
    if " " in name:
        return True
    # A lone word: a first name before it, as in "Emmanuel Macron", and no place or body.
    full = re.compile(rf"(?<![.!?] )\b([A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)? {last})\b")
    found = full.search(flat(article))
    return found is not None and not _NO_PERSON.search(found[1])


def _is_feminine(name: str, text: str) -> bool:
    last = name.split()[-1]
    return any(
        _FEMININE.search(flat(text)[max(0, match.start() - 24) : match.start()].rstrip())
        for match in re.finditer(rf"\b(?:{re.escape(name)}|{re.escape(last)})\b", text)
    )
