"""What a sentence commits itself to: figures, dates, names, negations, quoted words.

A sentence that somebody wrote and the sentence that it stands on are read alike, and compared.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import Token, is_stop_word, tokens
from rag.acting import parties
from rag.figures import COUNTING, MONTHS, WEEKDAYS, Numbers, read_numbers
from rag.names import flat
from rag.parties import Party

_OF_NUMBERS = COUNTING | MONTHS.keys() | WEEKDAYS.keys()
_DENIED = 2  # words after a particle that it denies
_REFUSED = 3  # words after a verb of refusal that it refuses
_PARTICLES = frozenset(
    ["pas", "plus", "jamais", "rien", "aucun", "aucune", "personne", "guere", "point", "ni", "nul"]
)
_LONGEST_QUOTE = 2000
_BEFORE = 20  # letters before a word that are looked at
_OPENING = " «“\"'’(—–-•*\n"
_QUOTED = re.compile(
    rf"«([^»]{{1,{_LONGEST_QUOTE}}})»|“([^”]{{1,{_LONGEST_QUOTE}}})”|\"([^\"]{{1,{_LONGEST_QUOTE}}})\""
)
_NEGATION = re.compile(
    r"\b(?:ne\b|n['’])(?!\w*\s*que\b)(?=[^.;:]{0,60}\b(?:pas|plus|jamais|rien|aucune?|personne"
    r"|guère|ni|nulle?|point)\b)"
    r"|\b(?:jamais|aucune?|personne|rien|ni|nul)\b[^.;:,]{0,60}\b(?:ne\b|n['’])|\bsans\b|\bnon\b"
    r"|\b(?:not|never|no|none|nor|neither|nobody|nothing|without|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENYING = frozenset(  # each denial has one of these, or "n't"
    {
        *("ne", "n", "sans", "non", "not", "never", "no", "none", "nor", "neither", "nobody"),
        *("nothing", "without", "cannot"),
    }
)
_REFUSAL = re.compile(  # verbs that say no without a particle; folded words
    r"(?:refus|rejet|exclu|ecart|dement(?!e)|deni|nier|nient|renonc|echou|empech|interdi|oppos"
    r"|abandonn|annul|boycot|reject|refuse|declin|fail|prevent|forb|ban(?:s|ned)?$|abandon|cancel"
    r"|lack|absen|manqu|prive|depriv|elimin|suspend|object|cess(?:e|er|a)|stop"
    r"|perd(?:re|u|ent|ra)|los(?:e|es|ing|t)$|faux|false)\w*"
)
_REFUSAL_OF_TWO = frozenset(  # in English
    [(verb, "up") for verb in ("give", "gives", "gave", "given", "giving")]
    + [(verb, "down") for verb in ("turn", "turns", "turned")]
    + [(verb, "out") for verb in ("rule", "rules", "ruled", "ruling")]
)


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A sentence, read.

    ``words`` are the words that say something and are no names, folded; ``parties`` the names.
    ``quoted`` are the stretches between quotation marks. ``negated`` are the words that a particle
    denies, ``denied`` the first one after each; ``refused`` what a verb of refusal governs.
    ``denies``: there is a particle, ``refuses``: such a verb.
    """

    text: str
    language: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    parties: tuple[Party, ...]
    numbers: Numbers
    quoted: tuple[str, ...]
    negated: frozenset[str]
    denied: frozenset[str]
    refused: frozenset[str]
    denies: bool
    refuses: bool


@lru_cache(maxsize=4096)
def read_claim(sentence: str, language: str, known: frozenset[str] = frozenset()) -> Claim:
    """Read a sentence in ``fr`` or ``en``; ``known`` are folded words that are names elsewhere."""
    line = flat(sentence)
    return claim_of(line, tuple(tokens(line)), language, known)


def claim_of(
    line: str, found: tuple[Token, ...], language: str, known: frozenset[str] = frozenset()
) -> Claim:
    """The same for a flat line whose words are told already; not remembered."""
    numbers = read_numbers(line, found, language)
    named = parties(line, found, language, known)
    taken = {at for party in named for at in range(party.first, party.end)}
    taken |= {at for figure in numbers.figures for at in range(*figure.span)}
    words = [
        each.folded
        for number, each in enumerate(found)
        if number not in taken
        and not each.folded[0].isdigit()
        and each.folded not in _OF_NUMBERS
        and not is_stop_word(each.folded, language)
        and len(each.folded) > 1
    ]
    denials = list(_NEGATION.finditer(line)) if _may_deny(line, found) else []
    negated, denied = _negated(line, found, language, denials)
    refused, refuses = _refused(line, found, language)
    return Claim(
        text=line,
        language=language,
        tokens=found,
        words=tuple(dict.fromkeys(words)),
        parties=named,
        numbers=numbers,
        quoted=tuple(next(filter(None, each.groups())).strip() for each in _QUOTED.finditer(line)),
        negated=negated,
        denied=denied,
        refused=refused,
        denies=bool(denials),
        refuses=refuses,
    )


def _may_deny(line: str, found: Sequence[Token]) -> bool:
    """Whether it is worth looking for a denial."""
    return any(token.folded in _DENYING for token in found) or "n't" in line or "n’t" in line


def _negated(
    line: str, found: Sequence[Token], language: str, denials: Sequence[re.Match[str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """The words that a particle stands before ("n'a pas signé", "did not sign"), and the first."""
    negated: set[str] = set()
    denied: set[str] = set()
    for particle in denials:
        told = 0
        for token in found:
            if token.start < particle.end():
                continue
            if re.search(r"[,;:.]", line[particle.end() : token.start]) or told == _DENIED:
                break
            if token.folded in _PARTICLES or is_stop_word(token.folded, language):
                continue
            if not told:
                denied.add(token.folded)
            negated.add(token.folded)
            told += 1
    return frozenset(negated), frozenset(denied)


def _refused(line: str, found: Sequence[Token], language: str) -> tuple[frozenset[str], bool]:
    """The words behind each verb of refusal, and whether there is such a verb."""
    refused: set[str] = set()
    refuses = False
    for number, token in enumerate(found):
        after_it = found[number + 1].folded if number + 1 < len(found) else ""
        if (token.folded, after_it) not in _REFUSAL_OF_TWO and not _is_refusal(token.folded):
            continue
        refuses = True
        told = 0
        for after in found[number + 1 :]:
            if re.search(r"[,;:.]", line[token.end : after.start]) or told == _REFUSED:
                break
            if not is_stop_word(after.folded, language):
                refused.add(after.folded)
                told += 1
    return frozenset(refused), refuses


@lru_cache(maxsize=50_000)
def _is_refusal(folded: str) -> bool:
    return _REFUSAL.fullmatch(folded) is not None


def bare_words(claim: Claim) -> tuple[str, ...]:
    """The folded words of a sentence's names."""
    return tuple(
        claim.tokens[at].folded for each in claim.parties for at in range(each.first, each.end)
    )


def capitals(text: str, found: Iterable[Token], starts: Collection[int]) -> frozenset[str]:
    """The folded words of a text that are capitalised where no sentence begins.

    ``found`` are its words, ``starts`` where its sentences begin.
    """
    return frozenset(
        token.folded
        for token in found
        if text[token.start].isupper()
        and token.start not in starts
        and text[max(0, token.start - _BEFORE) : token.start].rstrip(_OPENING)[-1:] not in ".!?:"
    )


def same_words(one: str) -> str:
    """A text as quotations are compared: one kind of quote, dash, apostrophe and space."""
    line = flat(one).translate(_TYPOGRAPHY)
    return re.sub(r"\s+", " ", line).strip(" .,;:!?'\"").lower()


_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′", "'"),
        **dict.fromkeys("«»“”„", '"'),
        **dict.fromkeys("–—‑−", "-"),
        "…": "...",
        "\u00ad": "",
        "\u200b": "",
    }
)
