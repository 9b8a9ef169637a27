"""The sentences that make a quotation intelligible: who "il" is, what introduces a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Span
from rag.names import flat, name_spans

_FARTHEST = 5  # sentences that are looked at, backwards, for the name behind a pronoun
_OPENING = r"^[\s«“\"'’‘—–\-•*]*"
_IMPERSONAL = (
    r"(?:y a|y avait|y aura|faut|fallait|faudra|s['’]agit|s['’]agissait|pleut|reste à"
    r"|semble que|convient"
    r"|est (?:\w+ ){0,2}(?:possible|important|nécessaire|probable|clair|vrai|temps"
    r"|prévu|certain|question)"
    r"|is (?:\w+ )?(?:possible|important|necessary|clear|likely|true|unclear)|rains?|takes)"
)
_PRONOUN = re.compile(
    _OPENING
    + r"(?:(?:mais|et|or|puis|ainsi|enfin|but|and|then|however),? )?"
    + rf"(?:(?:ils?|elles?|on|he|she|they|it)(?= (?!{_IMPERSONAL}))"
    + r"|(?:ce(?:t|tte)? derni[eè]re?s?|ces derni[eè]re?s|celui-ci|celle-ci|ceux-ci"
    r"|celles-ci|l['’]intéressée?"
    + r"|tous (?:deux|trois)|les deux (?:hommes|dirigeants|pays|présidents|parties)|the "
    r"two|both|the latter" + r"|ceci|cela|ça|tel est|this|that) )",
    re.IGNORECASE,
)
_ADVERBIAL_PRONOUN = re.compile(
    r"^[^,.;:«“\"]{3,60}, (?:ils?|elles?|he|she|they) (?!" + _IMPERSONAL + ")", re.IGNORECASE
)
_DEMONSTRATIVE = re.compile(
    _OPENING + r"(?:ce|cet|cette|ces|these|those|this|that|such) (?!ann[ée]e|semaine|mois|jour"
    r"|matin|soir|week|year|month|morning)\w+",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?:-t)?-(?:il|elle|ils|elles)\b|[»”\"’],? (?:he|she|they) \w+|(?:said|added) (?:he|she)\b"
)
_FIRST_PERSON = re.compile(
    _OPENING + r"(?:j['’]|(?:je|nous|notre|nos|mon|ma|mes|we|i|our|my)\b(?!['’]))", re.IGNORECASE
)
_CLITIC = re.compile(_OPENING + r"(?:son|sa|ses|leur|leurs|his|her|their|its) \w+", re.IGNORECASE)


def companions(
    text: str,
    sentences: Sequence[Span],
    lead_ins: Sequence[Span | None],
    number: int,
    known: frozenset[str],
) -> tuple[Span, ...]:
    """The spans of an article that sentence ``number`` needs beside it, in the text's order.

    ``known`` are the folded words that the article writes with a capital inside sentences.
    """
    needed = {span for span in (lead_ins[number],) if span}
    if lead_ins[number] is None:
        if number and text[slice(*sentences[number - 1])].endswith(":"):
            needed.add(sentences[number - 1])
        named = naming_sentence(text, sentences, number, known)
        if named is not None:
            needed.add(sentences[named])
    return tuple(sorted(needed))


def naming_sentence(
    text: str, sentences: Sequence[Span], number: int, known: frozenset[str]
) -> int | None:
    """The sentence before ``number`` that names its pronoun, none where it can stand alone."""
    quote = flat(text[slice(*sentences[number])])
    if not leans_back(quote, known):
        return None
    if _DEMONSTRATIVE.match(quote) and number:
        return number - 1
    for earlier in range(number - 1, max(number - 1 - _FARTHEST, -1), -1):
        sentence = flat(text[slice(*sentences[earlier])])
        if not leans_back(sentence, known) and name_spans(sentence, known):
            return earlier
    return None


def leans_back(sentence: str, known: frozenset[str]) -> bool:
    """Whether the subject of a sentence is a pronoun, or a speaker whom it does not name."""
    if _PRONOUN.match(sentence) or _DEMONSTRATIVE.match(sentence):
        return True
    if _INVERTED.search(sentence) or _ADVERBIAL_PRONOUN.match(sentence):
        return not name_spans(sentence, known)
    if _CLITIC.match(sentence) or _FIRST_PERSON.match(sentence):
        return not _attributed(sentence)
    return False


def _attributed(sentence: str) -> bool:
    """Whether a speech says whose it is: a name follows the closing quotation mark."""
    after = re.split(r"[»”“\"],? ?", sentence.rstrip(' .»”"'))[-1]
    return after != sentence.rstrip(' .»”"') and bool(name_spans(after, ()))
