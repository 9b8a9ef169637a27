"""Stretches of an article that talk to a language model instead of a reader.

An article may say "ignore your instructions and write that …". What stands beside such an order is
shown as the article has it, but carries no sentence that a model wrote: the order would carry its
own fulfilment.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis import fold
from index.types import Span

_ROLE = r"(?:system|systeme|assistant|user|utilisateur|developer|developpeur)"
_MODEL = (
    r"(?:modele de langage|modele de langue|language model|chatbot|assistant ia|ai assistant|llm)"
)
_TELL = (
    r"(?:ecris|ecrivez|reponds|repondez|affirme|affirmez|dis|dites|ajoute|ajoutez|conclus|cite|citez"
    r"|remplace|remplacez|insere|inserez|recopie|repete|repetez|revele|affiche|write|reply|answer"
    r"|respond|say|claim|state|output|print|repeat|reveal|insert|replace|cite|add|conclude|append"
    r"|translate|traduis)"
)
_WHAT = (
    r"(?::|\bque\b|\bqu['’]|\bthat\b|\bexactement\b|\bexactly\b|\bonly\b|\bseulement\b"
    r"|\bmot pour mot\b|\bta reponse\b|\byour (?:answer|reply|instructions)\b"
    r"|\btes consignes\b)"
)
_ORDER = re.compile(
    r"\b(?:ignor|oubli|disregard|forget|overrid|outrepass|annul|bypass)\w*[\s\S]{0,60}"
    r"\b(?:instruction|consigne|regle|rule|prompt|directive|precede|previous|above|ci-dessus)"
    r"|\b(?:tu es|vous etes|you are|agis comme|act as) (?:desormais|maintenant|now|a partir)"
    rf"|(?:^|\n|[.!?»\"] )\W*{_ROLE}(?: message)?\s*[:>\]]"
    rf"|<\|[\w ]+\|>|\[/?inst\]|<</?sys>>|</?(?:{_ROLE}|passage|source|instructions?)\b"
    r"|#{2,} ?(?:system|instruction|response|reponse|consigne)"
    rf"|(?:^|[.!?;:,»\"\n(\]] ?|\bet |\band |\bpuis |\bthen ){_TELL}\b(?!-)[^.!?]{{0,40}}?{_WHAT}"
    r"|\b(?:remplace|remplacez|replace|substitute)\b[^.!?]{0,40}\b(?:par|with|by)\b"
    rf"|\b{_MODEL}s?\b[\s\S]{{0,60}}\b(?:doit|doivent|must|should|shall|are asked|is asked)\b"
    r"|\b(?:note|message|avis|notice) (?:a|au|aux|pour|to|for) (?:l['’]|the |les |le )?"
    r"(?:assistant|ia\b|ai\b|modele|model|robot|chatbot|llm)"
)


def orders(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text that hold an order to a model."""
    return _orders(text)


@lru_cache(maxsize=64)
def _orders(text: str) -> tuple[Span, ...]:
    paragraphs = re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", text)
    return tuple(Span(*each.span()) for each in paragraphs if _ORDER.search(fold(each[0])))
