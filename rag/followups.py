"""Follow-up questions, read in the light of what was asked and answered before.

"Et lui ?", "pourquoi ?", "and the trade target?" leave out what the conversation is about. What
they leave out is put in, in brackets or in its place, so that the reader sees how the question was
understood; a question that names its own subject stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis import tokens
from rag.conversation import Conversation
from rag.mentions import DATE, Mention, mentions, things
from rag.names import flat
from rag.types import Answer

_MOST_CARRIED = 3  # names
_SHORT = 9  # words of a question that may lean on the one before without a pronoun
_SHORT_ELLIPSIS = 7


@dataclass(frozen=True, slots=True)
class Understood:
    """A follow-up question as it was understood.

    ``sure`` is false where it may as well stand alone: then whichever is answered better counts.
    ``source``: it asks where the last answer comes from.
    """

    text: str
    sure: bool = True
    source: bool = False


_LINK = re.compile(r"^(?:et|mais|alors|sinon|and|but|so)\b[\s,]*", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:(?:et|and)\s+)?(?:(?:what|how) about|et pour|idem pour|(?:la )?m[êe]me (?:question|chose)"
    r" pour|(?:the )?same (?:question )?for|qu['’]en est[- ]il (?=d))\s*",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:sources?|r[ée]f[ée]rences?)\b|\bd['’]o[uù] (?:vient|viennent|sort|tiens|tire)"
    r"|\bwhere (?:does|did|do) (?:that|this|it|you)\b.*\b(?:come|get|find)\b"
    r"|^(?:dans )?quel article\b|^(?:in )?which article\b|\bqui (?:le |l['’]a )?dit(?: cela| ça)?$"
    r"|^says who\b|^who says so\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:(?:avec|contre|par|pour|chez|de|à|depuis|jusqu['’]à|sur|en échange de|with|by|for|from|to"
    r"|against|since|until|about|on|in exchange for) )?"
    r"(?:pourquoi|quand|où|ou|comment|combien(?: de temps)?|qui|quoi|why|when|where|who|whom|what"
    r"|how(?: many| much| long| come)?|(?:(?:à|en|dans) )?quel(?:le)?s? (?:date|ann[ée]e|jour|mois"
    r"|pays|ville|endroit|lieu|raison|moment)|(?:(?:on|in|at|for) )?(?:what|which) (?:date|year|day"
    r"|month|country|city|place|reason))"
    r"(?: (?:exactement|pr[ée]cis[ée]ment|ça|cela|donc|exactly|that|so|not|pas|là-bas|there))?",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:est|sont|était|étaient|a|ont|did|does|do|is|are|was|were|has|have|had|will|would|can)\b"
)
_ASKS = re.compile(  # what opens a question, less what it says
    r"^(?:(?:et|and)\s+)?(?:(?:à|en|dans|de|d['’]|depuis|jusqu['’]à|avec|pour|par|sur|contre|at|in"
    r"|on|with|for|by|to|from|since|until|of)\s*)?"
    rf"(?:(?P<adverb>(?:quand|où|pourquoi|comment|when|where|why|how long|how(?= {_AUXILIARY})"
    r"|combien de temps|(?<= )quel(?:le)?s? \w+|quel(?:le)? (?:date|ann[ée]e|jour|mois)"
    r"|(?:what|which) (?:date|year|day|city|country))"
    r"(?: est-ce qu(?:e |['’]))?)"
    rf"|qu['’]est-ce qu(?:e |['’])|quel(?:le)?s?(?! {_AUXILIARY})|combien d(?:e |['’])|combien"
    rf"|how (?:many|much)|quel(?:le)?s? \w+|(?P<who>qui|who)|que|quoi|qu['’]|(?:what|which))\s*",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"\b(?:quand|où|pourquoi|comment|combien|quel(?:le)?s?|qui|que|quoi|lequel|laquelle|when|where"
    r"|why|who|whom|what|which|how)\b|\bqu['’]|\best-ce\b",
    re.IGNORECASE,
)
_THERE = re.compile(r" (?:là-bas|there)$", re.IGNORECASE)
_FAMILIES = (
    r"(?:de la |de l['’]|du |des |de |d['’]|à propos d(?:e la |e l['’]|u |es |e |['’])"
    r"|sur (?:la |le |les |l['’])?|about (?:the )?|on (?:the )?)",
    r"(?:en |au |aux |à la |à l['’]|à |dans (?:le |la |les |l['’])?|in (?:the )?|at (?:the )?)",
    r"(?:avec (?:le |la |les |l['’])?|with (?:the )?)",
    r"(?:pour (?:le |la |les |l['’])?|for (?:the )?)",
)
_BOTH = re.compile(r"(?:lui|leur) \w+-(?:t-)?(?:il|elle)\b", re.IGNORECASE)
_IMPERSONAL = re.compile(
    r"\by a-t-il|\breste-t-il (?:à|encore)\b|\bil y (?:a|avait|aura)\b"
    r"|\b(?:s['’]agit|faut|fait|pleut)-(?:t-)?il\b"
    r"|\best-il (?:vrai|possible|prévu|question|certain|exact)"
    r"|\bis it (?:true|possible|likely|known)\b"
    r"|\bil (?:faut|s['’]agit|est (?:vrai|possible|prévu))",
    re.IGNORECASE,
)
_ONE = r"il|elle|he|she|celui-ci|celle-ci|ce dernier|cette dernière|the latter"
_PRONOUN = re.compile(
    rf"(?P<subject>\b(?:{_ONE})\b)|(?P<many>\b(?:ils|elles|they|eux)\b)"
    r"|(?P<thing>\bit\b)"
    r"|(?P<object>\b(?:lui|him|them)\b|\bher\b(?=\W*$))"
    r"|(?P<owner>\b(?:son|sa|ses|his|her|its)\b)|(?P<owners>\b(?:leurs?|their)\b)"
    r"|(?P<there>\b(?:là-bas|there)\b(?! (?:is|are|was|were|be|any)))",
    re.IGNORECASE,
)
_POINTED = re.compile(
    r"\b(?:ce|cet|cette|ces|this|that|these|those) (?!ann[ée]e|semaine|mois|jour|matin|soir|qu|sont"
    r"|n['’]|year|week|month|is\b|are\b|was\b|were\b)(?P<noun>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:\b(?:le|la|les|the) |\bl['’])$", re.IGNORECASE)
_OWN_ARTICLE = re.compile(r"(?:le |la |les |the |l['’])", re.IGNORECASE)
_END = re.compile(r"[\s?!.…]*$")


def understand(question: str, history: Sequence[Answer]) -> Understood | None:
    """How a question leans on the answers before it, oldest first; None where it stands alone."""
    line = flat(question).strip()
    if not history or not line:
        return None
    if _asks_source(line):
        return Understood(line, source=True)
    before = Conversation(history)
    link = _ABOUT.match(line) or _LINK.match(line)
    rest = _body(line[link.end() :] if link else line)
    if _BARE.fullmatch(rest):
        return _bare(rest, before)
    if link and _is_ellipsis(rest):
        return Understood(_in_place(rest, before))
    return _referring(line, before) or _leaning(line, before, linked=link is not None)


def _asks_source(line: str) -> bool:
    named = any(each.span.start for each in mentions(line))  # a first word is no name here
    return len(tokens(line)) <= _SHORT and not named and _SOURCE.search(_body(line)) is not None


def _bare(asked: str, before: Conversation) -> Understood:
    """A lone "pourquoi": in the place of the last question word, or beside what that asked."""
    asked, there = _THERE.subn("", asked)
    last = before.last
    opening = _ASKS.match(last.text)
    said = last.text[opening.end() :] if opening else last.text
    if there:
        said = f"{said} ({', '.join(before.places()[:1])})".replace(" ()", "")
    if opening and opening["adverb"]:
        return Understood(f"{asked} {said} ?")
    if opening and opening["who"] and last.given:
        said = f"{last.given[0].text} {said}"
    return Understood(f"{asked} ({_unbracketed(said)}) ?")


def _unbracketed(text: str) -> str:
    return text.replace("(", "").replace(")", "")


def _is_ellipsis(rest: str) -> bool:
    words = len(tokens(rest))
    return 0 < words <= _SHORT_ELLIPSIS and not (
        _QUESTION_WORD.search(rest) or _PRONOUN.search(rest) or re.match(rf"{_AUXILIARY}", rest)
    )


def _in_place(given: str, before: Conversation) -> str:
    """For "et la Norvège": the last question with the new name, date or matter in its place."""
    text = before.last.text
    date, dated = DATE.search(given), DATE.search(text)
    if date and not _named(given, before):
        if dated:
            return f"{text[: dated.start()]}{date[0]}{text[dated.end() :]} ?"
        return f"{text} {given} ?"
    if (found := _same_preposition(given, text)) is not None:
        return f"{found} ?"
    named = _named(given, before)
    if named and (old := _counterpart(named[0], given, before.last.names)):
        article = _ARTICLE.search(text[: old.span.start])
        own = _OWN_ARTICLE.match(given)
        start = article.start() if article and own else old.span.start
        new = f"{own[0] if article and own else ''}{named[0].text}"
        return f"{text[:start]}{new}{text[old.span.end :]} ?"
    opening = _ASKS.match(text)
    asks = opening[0].strip() if opening and opening["adverb"] else ""
    return _with(f"{asks} {given}".strip(), before.everything())


def _named(given: str, before: Conversation) -> tuple[Mention, ...]:
    """The names in what follows "et", whose first word is capitalised only if it is one."""
    return mentions(f"et {given}", article=before.last.article + f" et {given}")


def _same_preposition(given: str, text: str) -> str | None:
    """The text whose phrase after "de", "en", "with" … is the one given."""
    for family in _FAMILIES:
        new = re.match(family, given, re.IGNORECASE)
        if new is None:
            continue
        old = re.search(rf"(?<=\s){family}(?!temps\b)[\w’'-]+", text, re.IGNORECASE)
        return None if old is None else text[: old.start()] + given + text[old.end() :]
    return None


def _counterpart(new: Mention, given: str, names: Sequence[Mention]) -> Mention | None:
    """The name before that the new one takes the place of: the first of its kind."""
    if re.search(r"\bone\b", given):  # "and the Russian one?"
        return next((each for each in names if each.kind == "country"), None)
    alike = [each for each in names if each.kind == new.kind]
    if new.kind == "other":
        alike = [each for each in alike if _shape(each.text) == _shape(new.text)] or alike
    if not alike and new.kind != "person" and len(names) == 1 and names[0].kind != "person":
        alike = list(names)
    return next((each for each in alike if each.text != new.text), None)


def _shape(name: str) -> str:
    return re.sub(r"[a-zà-ÿ]+", "a", re.sub(r"\d+", "0", re.sub(r"[A-ZÀ-Þ]+", "A", name)))


def _referring(line: str, before: Conversation) -> Understood | None:
    """A pronoun that nothing in the question explains, or "ce sommet", "this treaty"."""
    impersonal = _IMPERSONAL.search(line)
    for found in _PRONOUN.finditer(line):
        if impersonal and impersonal.start() <= found.start() < impersonal.end():
            continue
        if _explained(line[: found.start()], found):
            continue
        names = _meant(line, found, before)
        return _bracketed(line, found.end(), names) if names else None
    pointed = _POINTED.search(line)
    if pointed and not mentions(line):
        return _bracketed(line, pointed.end(), before.about(pointed["noun"]))
    return None


def _bracketed(line: str, place: int, names: Sequence[str]) -> Understood | None:
    carried = ", ".join(names[:_MOST_CARRIED])
    return Understood(f"{line[:place]} ({carried}){line[place:]}") if carried else None


def _explained(opening: str, found: re.Match[str]) -> bool:
    """Whether what the question says before a pronoun is what it stands for."""
    asks = _ASKS.match(opening)
    said = opening[asks.end() :] if asks else opening
    spoken = len(mentions(said)) + len(things(said))
    return spoken > (1 if found["object"] or found["thing"] else 0)


def _meant(line: str, found: re.Match[str], before: Conversation) -> list[str]:
    """What a pronoun stands for, among what the conversation was about."""
    word = found[0].lower()
    if found["there"]:
        return before.places() or before.everything()
    if found["many"] or found["owners"]:
        return before.everything()
    if found["thing"] or word == "its":
        return before.subjects() or before.everything()
    persons = before.persons()
    if word in ("elle", "she", "her", "celle-ci", "cette dernière"):
        persons = [each for each in persons if each.feminine] or persons
    both = _BOTH.match(line, found.start()) is not None  # "lui a-t-il promis": two of them
    return [each.text for each in persons[: 2 if both else 1]] or before.subjects()


def _leaning(line: str, before: Conversation, *, linked: bool) -> Understood | None:
    """A short question that names nothing, or goes on with "et": it may be about the same."""
    if _PRONOUN.search(line):  # that the question itself explains
        return None
    own = mentions(line)
    names = [name for name in before.everything() if name not in line]
    short = len(tokens(line)) <= _SHORT
    if not names or not ((short and not own) or linked):
        return None
    return Understood(_with(line, names), sure=False)


def _with(question: str, names: Iterable[str]) -> str:
    body = _body(question)
    carried = [name for name in names if name not in body][:_MOST_CARRIED]
    return f"{body} ({', '.join(carried)}) ?" if carried else f"{body} ?"


def _body(question: str) -> str:
    """The question less its end marks."""
    return question[: _END.search(question).start()]  # type: ignore[union-attr]
