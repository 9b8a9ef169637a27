"""The stretches of a sentence that have the kind of answer that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.types import Span
from rag.names import person_spans, place_spans
from rag.quantities import age_spans, amount_spans, date_spans, figure_spans
from rag.question import Question

_BECAUSE = re.compile(
    r"\b(?:parce qu(?:e|['’])|car |puisqu(?:e|['’])|en raison d|à cause d|afin (?:de|d['’]|que)|grâce à|grâce aux?|faute d"
    r"|pour (?:que |l['’]|\w+er\b|\w+ir\b|\w+re\b)|because|due to|in order to|so that|owing to|thanks to|since "
    r"|dans le but d|en vue d|du fait d|suite à|à la suite d|étant donné|compte tenu|visant à|to protest|aimed at)"
    r"[^.;:!?]*",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"[«“\"][^«»“”\"]{8,}[»”\"]|(?<=\bque )[^.;]{10,}|(?<=\bqu['’])[^.;]{10,}|(?<=\bthat )[^.;]{10,}"
)


def answer_spans(
    text: str, question: Question, *, known: Collection[str] = (), opens_article: bool = False
) -> list[Span]:
    """Spans of the answer's kind in a sentence, in order; none for kinds without a shape.

    ``known`` are the folded words that the article writes with a capital inside sentences.
    """
    match question.kind:
        case "when":
            return date_spans(text, question.unit)
        case "how_many":
            return figure_spans(text)
        case "how_much":
            return amount_spans(text, question.unit)
        case "age":
            return age_spans(text)
        case "who":
            return person_spans(text, known)
        case "where":
            return place_spans(text, known, opens_article=opens_article)
        case "why":
            return _spans(_BECAUSE, text)
        case _:
            return _spans(_SPEECH, text) if question.speech else []


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(text)]
