"""The clause of a question that asks, without those that say after whom, or when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis import Token

_INTERROGATIVE_WORDS = """
qu que qui quoi quel quelle quels quelles lequel laquelle lesquels lesquelles comment pourquoi
combien ou quand who whom whose what which how why where when
"""
_VERBS = "est is are was were did does do has have had will would can could should"
_PREPOSITION_WORDS = """
a au de d en par pour avec chez contre sur sous vers dans devant depuis selon jusqu with by to for
from of against before on under behind about in at since until till
"""
# What opens "selon X," and the like; "Merkel, qui dirige ...," is no such thing.
_ADJUNCT_WORDS = """
according after apart apres avant before besides beyond despite during except hormis lors malgre
outre pendant plutot sauf
"""
# "Sait-on quand ..." and "did he say when ..." ask for the time.
_TELLING_WORDS = """
sait sais savez savoir savait dit dire dites disent precise precisent indique annonce demande
know knows knew known say says said tell tells told announce announced
"""
# "Depuis quand": what makes a time's own question of it.
_SINCE_WORDS = "a by d de depuis from jusqu pour since till until"
_INTERROGATIVES = frozenset(_INTERROGATIVE_WORDS.split())
_OPENERS = _INTERROGATIVES | frozenset(_VERBS.split())
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_ADJUNCTS = _PREPOSITIONS | frozenset(_ADJUNCT_WORDS.split())
_TELLING = frozenset(_TELLING_WORDS.split())
_SINCE = frozenset(_SINCE_WORDS.split())
_TIMES = frozenset({"quand", "lorsque", "lorsqu", "when"})
_INVERTED = re.compile(r"\b\w+ (?:t )?(?:il|elle|ils|elles|on)\b")
_SHORTEST = 3  # words of a clause, with its "quand"; less is no clause


def main_clause(question: str, read: Sequence[Token]) -> list[str]:
    """The folded words of a question that ask, as far as clauses around them can be told.

    "Selon Macron, qui décide ?" asks "qui décide"; "Que faisait-il quand elle est arrivée ?" asks
    "que faisait il", and "Il arrive quand à Paris ?" all that it says. ``read`` are its tokens.
    """
    words = [token.folded for token in read]
    words = words[_after_comma(question, read, words) :]
    return words[: _before_time(words)]


def _after_comma(question: str, read: Sequence[Token], words: Sequence[str]) -> int:
    """Where the question begins behind the comma that ends an adjunct, if it does."""
    if not words or words[0] not in _ADJUNCTS or _opens(words):
        return 0
    for place in range(1, len(read)):
        comma = "," in question[read[place - 1].end : read[place].start]
        if comma and words[place] != "ou":
            return place if _opens(words[place:]) else 0
    return 0


def _before_time(words: Sequence[str]) -> int:
    """Where a clause of time begins that follows what is asked; else the end."""
    for place in range(1, len(words) - _SHORTEST + 1):
        if words[place] in _TIMES and words[place - 1] not in _SINCE:
            if _TELLING.intersection(words[max(0, place - 2) : place]):
                return len(words)
            asks = _opens(words[:place]) or _INVERTED.search(" ".join(words[:place]))
            return place if asks else len(words)
    return len(words)


def _opens(words: Sequence[str]) -> bool:
    """Whether a question opens here, by an interrogative or the verb of a yes-no question."""
    if words[0] in _PREPOSITIONS and len(words) > 1:
        return words[1] in _INTERROGATIVES
    return words[0] in _OPENERS
