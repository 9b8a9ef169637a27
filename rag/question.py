"""What a question asks for: the kind of answer, its unit, and the words that only frame it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.analysis import Token, is_stop_word, stem, tokens
from rag.clauses import main_clause
from rag.rules import FRAME, Kind, Rule, Unit
from rag.rules_en import ENGLISH
from rag.rules_fr import FRENCH


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read.

    ``unit`` narrows the kind: a year, a sum of money. ``head`` is the term of the noun that is
    counted or chosen ("combien de documents": documents). ``definition``: it asks who or what
    something is. ``speech``: it asks what someone said. ``plural``: it asks for several. ``frame``
    holds the folded words that say what kind of answer is wanted ("date", "a lieu") and need not
    stand beside it. ``superlative``: it asks for the best or the most; ``advice``: how to do
    something; ``coming``: about the next of its kind.
    """

    text: str
    language: str
    kind: Kind
    unit: Unit | None = None
    head: str | None = None
    definition: bool = False
    speech: bool = False
    plural: bool = False
    frame: frozenset[str] = frozenset()
    superlative: bool = False
    advice: bool = False
    coming: bool = False

    @property
    def precise(self) -> bool:
        """Whether one date, figure, name or place answers it."""
        return self.kind in {"when", "how_many", "how_much", "age", "who", "where"}


_PLURAL = re.compile(
    r"\b(?:quels|quelles|lesquels|lesquelles)\b|\b(?:what|which) \w+(?:ies|[^su]s) "
)
_COUNTED = re.compile(
    r"\bcombien (?:de |d )(?P<a>\w+)|\bhow many (?:other |more |new )?(?P<b>\w+)"
    r"|\bnombre (?:de |d )(?P<c>\w+)|\bnumber of (?P<d>\w+)|\bquel(?:le)?s? (?P<e>\w+)"
    r"|\b(?:what|which) (?P<f>\w+)"
)


_SUPERLATIVE = re.compile(
    r"\b(?:le|la|les|l) (?:\w+ )?(?:plus|moins)\b|\bmeilleure?s?\b|\bpires?\b|\bthe most\b"
    r"|\bbest\b|\bworst\b"
    r"|\b(?:larg|high|great|bigg|long|tall|old|young|rich|fast|small|strong|cheap|deep)est\b"
)
_COMING = re.compile(r"\b(?:prochaine?s?|next|upcoming)\b")
_ADVICE = re.compile(
    r"^(?:comment|pourquoi) (?:se |s |bien |faire pour )?(?!\w*[aeou]tre\b)\w{2,}(?:er|ir|re)\b"
    r"|^how to\b|^how (?:do|can|should) (?:i|you|we|one)\b"
)


def analyse_question(question: str, language: str) -> Question:
    """Read a question; whatever no rule knows is a what-question or a bunch of keywords."""
    read = tokens(question)
    words = " ".join(token.folded for token in read)
    frame = frozenset(token.folded for token in read if token.folded in FRAME)
    rule = _first_rule(" ".join(main_clause(question, read)), question, read, language)
    superlative = _SUPERLATIVE.search(words) is not None
    if rule is None:
        return Question(question, language, "keywords", frame=frame, superlative=superlative)
    return Question(
        question,
        language,
        rule.kind,
        rule.unit,
        head=_head(words, language),
        definition=rule.definition,
        speech=rule.speech,
        plural=rule.kind == "list" or _PLURAL.search(words) is not None,
        frame=frame,
        superlative=superlative,
        advice=_ADVICE.search(words) is not None,
        coming=_COMING.search(words) is not None,
    )


def _first_rule(words: str, question: str, read: list[Token], language: str) -> Rule | None:
    if language == "fr" and _asks_where(question, read):
        return Rule(re.compile(""), "where")
    tables = (ENGLISH, FRENCH) if language == "en" else (FRENCH, ENGLISH)
    for table in tables:
        for rule in table:
            if rule.pattern.search(words):
                return rule
    return None


def _asks_where(question: str, read: list[Token]) -> bool:
    """Whether "où" opens or ends the question; inside, it is a relative ("le jour où")."""
    places = [n for n, t in enumerate(read) if question[t.start : t.end].lower() == "où"]
    return bool(places) and (places[0] <= 1 or places[-1] == len(read) - 1)


def _head(words: str, language: str) -> str | None:
    """The counted or chosen noun, as the term that texts are matched by."""
    found = _COUNTED.search(words)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    return None if is_stop_word(word, language) else stem(word, language)
