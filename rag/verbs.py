"""Which words of a sentence are verbs and participles, told by their form alone."""

from __future__ import annotations

import re

from index.analysis import Token, is_stop_word
from rag.numerals import listed

PREPOSITIONS = listed(
    "a au aux de des du d en dans avec sur pour chez contre entre vers sous sans depuis parmi"
    " of to at in on with from for against between into about over under near since among than"
    " comme as face like via"
)
HAVE = listed(
    "a ai ont avait avaient aura auront aurait auraient eut ayant avoir has have had having"
)
BE = listed(
    "est sont etait etaient sera seront serait seraient fut furent etant etre ete soit soient"
    " is are was were be been being s"
)
MODALS = listed(
    "va vont allait allaient doit doivent devait devaient devra devrait peut peuvent pouvait"
    " pourrait pourra veut veulent voulait fait faire will would can could may might must shall"
    " should does do did"
)
_FRENCH_VERB = re.compile(
    r"\w{2,}(?:era|eront|erait|eraient|ira|iront|irait|dra|dront|drait|vra|ait|aient|ut|urent|it"
    r"|irent|a|oit|ent|eut|end|et|ose|ique|aque|ame|use|che|ge|ne|me|ve|te|re|se|ie|de|le)"
)
_ENGLISH_VERB = re.compile(r"\w{2,}(?:ed|es|s)")
_ENGLISH_PAST = listed(
    "told said made spoke led won met gave took thought went came found left saw held paid kept"
    " brought sent built bought sold lost felt put set cut hit began knew became got ran wrote"
    " stood understood meant fell rose drew chose broke shook struck voted"
)
_ENGLISH_PRESENT = listed(
    "says wants thinks believes refuses rejects accuses calls warns asks expects hopes plans denies"
    " leads heads plays makes takes gives holds owns needs seeks backs faces accepts agrees"
)
_ENGLISH_PARTICIPLE = re.compile(
    r"\w+ed|(?:made|given|held|led|won|told|said|put|set|found|seen|taken|beaten|sent|built|lost"
    r"|kept|brought|written|chosen|known|cut|left|met|paid|understood|spoken|shot|struck|bought"
    r"|sold|hit|broken|drawn|thrown|driven|read|caught)"
)
_FRENCH_PARTICIPLE = re.compile(r"\w+(?:é|i|u|is|it|ert|int|os)e?s?")


def is_verb(folded: str, language: str, *, sure: bool = False) -> bool:
    """Whether a folded word can be a verb with a subject; ``sure``: hardly anything else."""
    if folded in HAVE or folded in MODALS or (folded in BE and folded != "s"):
        return True
    if is_stop_word(folded, language) or folded in PREPOSITIONS:
        return False
    if language == "en":
        if sure and folded.endswith("s"):
            return folded in _ENGLISH_PRESENT
        return folded in _ENGLISH_PAST or _ENGLISH_VERB.fullmatch(folded) is not None
    if sure:
        return folded.endswith(("e", "era", "erait", "ait"))
    return _FRENCH_VERB.fullmatch(folded) is not None


def is_participle(line: str, token: Token, language: str) -> bool:
    """Whether a word can be a past participle."""
    if language == "en":
        return _ENGLISH_PARTICIPLE.fullmatch(token.folded) is not None
    return _FRENCH_PARTICIPLE.fullmatch(line[token.start : token.end].lower()) is not None
