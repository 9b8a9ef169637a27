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
# Where a sentence begins; behind a comma "affirme" and "remplace" are what a person does.
_START = r"(?:^|\n\W*|[.!?:»\"\]] ?)"
_AFTER = r"(?:[;,(] ?|\bet |\band |\bpuis |\bthen )"
_COMMAND = (  # forms of command alone
    r"(?:ecris|ecrivez|reponds|repondez|dis|dites|affirmez|ajoutez|citez|remplacez|inserez|repetez"
    r"|write|reply|respond)"
)
_FORGET = r"(?:ignore|oublie|disregard|forget|override|outrepasse|annule|bypass)[rz]?\b[^.!?]{0,60}"
_TELL = (
    r"(?:affirme|ajoute|conclus|cite|remplace|insere|recopie|repete|revele|affiche|answer|say|claim"
    r"|state|output|print|repeat|reveal|insert|replace|cite|add|conclude|append|translate|traduis)"
)
_WHAT = (
    r"(?::|\bque\b|\bqu['’]|\bthat\b|\bexactement\b|\bexactly\b|\bonly\b|\bseulement\b"
    r"|\bmot pour mot\b|\bta reponse\b|\byour (?:answer|reply|instructions)\b"
    r"|\btes consignes\b)"
)
_ORDER = re.compile(
    rf"{_START}\W*{_FORGET}\b(?:regle|rule|precede|previous|above|ci-dessus)"
    rf"|(?:{_START}\W*|{_AFTER}){_FORGET}\b(?:instruction|consigne|prompt|directive)"
    r"|\b(?:tu es|vous etes|you are|agis comme|act as) (?:desormais|maintenant|now|a partir)"
    rf"|(?:^|\n|[.!?»\"] )\W*{_ROLE}(?: message)?\s*[:>\]]"
    rf"|<\|[\w ]+\|>|\[/?inst\]|<</?sys>>|</?(?:{_ROLE}|passage|source|instructions?)\b"
    r"|#{2,} ?(?:system|instruction|response|reponse|consigne)"
    rf"|(?:{_START}|{_AFTER}){_COMMAND}\b(?!-)[^.!?]{{0,40}}?{_WHAT}"
    rf"|{_START}{_TELL}\b(?!-)[^.!?]{{0,40}}?{_WHAT}"
    rf"|{_START}(?:remplace|remplacez|replace|substitute)\b[^.!?]{{0,40}}\b(?:par|with|by)\b"
    rf"|\b{_MODEL}s?\b[\s\S]{{0,60}}\b(?:doit|doivent|must|should|shall|are asked|is asked)\b"
    r"|\b(?:note|message|avis|notice) (?:a|au|aux|pour|to|for) (?:l['’]|the |les |le )?"
    r"(?:assistant|ia\b|ai\b|modele|model|robot|chatbot|llm)"
)


@lru_cache(maxsize=64)
def orders(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text that hold an order to a model."""
    paragraphs = re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", text)
    return tuple(Span(*each.span()) for each in paragraphs if _ORDER.search(fold(each[0])))
