"""The stretches of a sentence that have the kind of answer that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.types import Span
from rag.names import (
    country_spans,
    flat,
    name_spans,
    person_spans,
    place_spans,
    role_spans,
    town_spans,
)
from rag.quantities import age_spans, amount_spans, date_spans, figure_spans
from rag.question import Question

_BECAUSE = re.compile(
    r"\b(?:parce qu(?:e|['’])|car |puisqu(?:e|['’])|en raison d|à cause d|afin (?:de"
    r"|d['’]|que)|grâce à|grâce aux?|faute d"
    r"|pour (?:que |ne |y |se |s['’]|en |l['’]|avoir |\w+er\b|\w+ir\b|\w+re\b)"
    r"|because|due to|in order to|so as to|so that"
    r"|owing to|thanks to|since "
    r"|dans le but d|en vue d|du fait d|suite à|à la suite d|étant donné|compte tenu"
    r"|visant à|to protest|aimed at|s['’]explique(?:nt|r|rait)? par|d[uû]e?s? (?:à|au|aux) "
    r"|au motif|sous prétexte|par crainte|par peur|de (?:peur|crainte) |au nom d"
    r"|en réaction à|en réponse à|pour protester|sur fond d|motivée?s? par|causée?s? par"
    r"|provoquée?s? par|lié[es]* (?:à|au|aux) |confrontée?s? (?:à|au|aux) "
    r"|accusé[es]* d|soupçonné[es]* d|reproch|(?:dénon|invoqu|évoqu|jug|estim|consid[eé]r)[ç]?ant "
    r"|caused by|on the grounds|for fear|in response to|in protest|prompted by|accused of"
    r"|citing |arguing |fearing |amid )"
    r"(?:[^.;:!?]|(?<=\bM)\.|\.(?=\d))*",
    re.IGNORECASE,
)
_COUNTRIES = frozenset({"pay", "countri", "nation"})
_TOWNS = frozenset({"vill", "citi", "capital", "town", "villag"})
_SAMPLES = re.compile(
    r"\b(?:dont|notamment|à savoir|tels que|telles que|tel que|telle que|parmi lesquel(?:le)?s"
    r"|such as|including|namely) ([^.;:]{3,}?)(?=, \w+ant\b|, \w+ing\b|[.;:]|$)"
)
_DETERMINER = r"(?:(?:de |d['’]|en |à |in |of )?(?:la |le |les |l['’]|des |du |the |une? )?)"
# A name keeps all its words: "Port Aline, Kelvik et Cap Sorel".
_NAMED = r"(?:(?:[A-ZÀ-Þ][\w’'\-]* (?:(?:de|du|des|la|of) )*){0,3}(?=[A-ZÀ-Þ]))?"
_ENUMERATION = re.compile(
    rf"(?<![\w’']){_DETERMINER}{_NAMED}[\w’'\-]+(?:, {_DETERMINER}[\w’'\-]+(?: [\w’'\-]+){{0,3}})+"
    rf",? (?:et|ou|and|or) {_DETERMINER}{_NAMED}[\w’'\-]+"
)
_FIRST_NAMES = re.compile(r"[ ,]*(?:(?:M\.|Mme|Mr\.?|Mrs\.?|[A-ZÀ-Þ][\w’'\-]*)[ ,]+){0,4}")
_APPOSITION = re.compile(
    r"[\w’'\-]*,? ?\(?(?:(?:est|était|fut|devient|is|was|became) )?(?:[\w’'\-]+[ ’']){0,3}"
)
_PREDICATE = re.compile(
    r"[\w’'\-]*\)? (?:est|était|fut|sont|is|was|are) ((?:un|une|le|la|les|des|l['’]"
    r"|the|an?)[ \w][^.;,:]{3,})"
)
_SPEECH = re.compile(
    r"[«“\"][^«»“”\"]{8,}[»”\"]"
    r"|(?:(?<=\bque )|(?<=\bqu['’])|(?<=\bthat ))[^;«»“”]{10,}[^;«»“”.]"
)


def answer_spans(
    text: str,
    question: Question,
    *,
    known: Collection[str] = (),
    asked: Sequence[Span] = (),
    opens_article: bool = False,
) -> list[Span]:
    """Spans of the answer's kind in a sentence, in order; none for kinds without a shape.

    ``known`` are the folded words that the article writes with a capital inside sentences,
    ``asked`` the spans of the question's words in the sentence.
    """
    text = flat(text)
    match question.kind:
        case "when":
            return date_spans(text, question.unit)
        case "how_many":
            return figure_spans(text)
        case "how_much":
            return amount_spans(text, question.unit)
        case "age":
            return age_spans(text)
        case "who" | "what" if question.definition:
            return _definitions(text, asked, known)
        case "who":
            return person_spans(text, known)
        case "list":
            return _spans(_SAMPLES, text, group=1) or _spans(_ENUMERATION, text)
        case "where":
            return _where(text, question, known, opens_article=opens_article)
        case "why":
            return _spans(_BECAUSE, text)
        case _:
            return _spans(_SPEECH, text) if question.speech else []


def _where(
    text: str, question: Question, known: Collection[str], *, opens_article: bool
) -> list[Span]:
    """Countries, towns or places at large, as the question's noun has it."""
    if question.head in _COUNTRIES:
        return country_spans(text, known)
    places = place_spans(text, known, opens_article=opens_article)
    if question.head in _TOWNS:
        return sorted({*places, *town_spans(text, known)})
    return places


def _definitions(text: str, asked: Sequence[Span], known: Collection[str]) -> list[Span]:
    """What a sentence says that an asked name is: a role beside it, a predicate, an acronym."""
    found = [
        role
        for role in role_spans(text)
        if any(
            (role.end <= name.start and _FIRST_NAMES.fullmatch(text[role.end : name.start]))
            or (name.end <= role.start and _APPOSITION.fullmatch(text[name.end : role.start]))
            for name in asked
        )
    ]
    for name in asked:
        if match := _PREDICATE.match(text, name.end):
            found.append(Span(*match.span(1)))
        if text[name.start - 1 : name.start] == "(":
            before = [span for span in name_spans(text[: name.start - 1], known)]
            found += [Span(span.start, name.start - 2) for span in before[-1:]]
    return sorted(set(found))


def _spans(pattern: re.Pattern[str], text: str, *, group: int = 0) -> list[Span]:
    return [Span(*match.span(group)) for match in pattern.finditer(text)]
