"""Sentence ends of French and English press text, and the sentence that introduces a list.

A text is cut in two steps: into segments (a paragraph, a heading, an item of a list; the lines of
a hard-wrapped paragraph are one segment), then each segment at the stops that end a sentence.
Quotations are cut inside too, and a closing mark stays with the sentence that it ends. Three
things can be counted on: every character that is not white space lies in exactly one span;
paragraphs that a blank line parts are cut independently of each other; and the span of a sentence
that stands on one line, cut again by itself, is one sentence. Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.abbreviations import BEFORE_NAME, BEFORE_NUMBER, BEGINNING, LABELLED, MAY_END, PAUSED
from index.types import Span

_LINE = re.compile(r"\S[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*")
_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_HEADING = re.compile(r"#{1,6}\s")
_BULLET = re.compile(
    r"(?P<mark>[-–—](?=\s|[^\W\d])|[•●○◦▪■□‣⃁∙·➢➤►✓✔](?=\s|\w)|\*(?=\s))"
    r"|\(?(?:(?P<number>\d{1,3})[.)°/]|(?P<letter>[a-z]|[ivx]{1,4}|[IVX]{2,4})[.)]|[A-Z]\))(?=\s)"
)
_WRAPPED_WIDTHS = range(45, 131)  # the longest line of a paragraph that was wrapped by hand
_LONG_LINE = 40  # a shorter line is a heading or an item, whatever follows

_END = re.compile(
    r"(?P<stop>[.!?…‽؟۔।॥]+(?:[ \u00a0\u202f]?[.!?…‽؟]+)*|(?P<wide>[。！？｡]+))"
    r"(?P<close>(?:[ \t\u00a0\u202f]?[»›”]|[\"'’“](?!\w)|[)\]}」』）】*_])*"
    r"(?:\[[^\[\]\n]{1,24}\])?"  # "[réf. nécessaire]"
    r"(?:[ \u00a0\u202f]?(?:\[\d{1,3}\]|[¹²³⁰-⁹]+|[☀-➿\U0001f000-\U0001faff\ufe0f\u200d]+))*)"
)
_STOP = re.compile(
    r"[.!?…‽؟۔।॥。！？｡]"
)  # what _END begins with: alone, it is found five times faster
_START = re.compile(r"(\s*+)((?:[^\w\s]|[_\s]){0,20}+)(?=(\w))")  # gap, marks, and a first letter
_SPACED_QUOTE = re.compile(r"[ \u00a0\u202f]+\"(?=\s)")
_WORD = re.compile(r"\w")

_GLUED = re.compile(r"[^\W\d_a-zß-ÿ](?:[^\W\d_A-ZÀ-Þ]|['’ ])")  # "Une", "À Paris", "L'an"
_GLUED_MARKS = re.compile(r"(?:[-–—•]\s|[(\[](?:\.\.\.?|…)[)\]]\s?|[\"'“«‘ \u00a0\u202f])*")
_ADDRESS = re.compile(
    r"@|/|www\.|\.(?:com|fr|org|net|io|eu|info|tv|pdf|docx?|txt|html?|js|py|csv)\b", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\s。！？｡]{1,20}")
_LOWER_START = re.compile(r"[a-z]{1,2}[A-Z]|https?://")  # "iPhone", an address

_MARKER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[IVX]{1,5}|(?:\d{1,2}\.)+\d{1,2})")
_LAST_WORD = re.compile(r"[^\s'’(\[«»\"“”,;:—–]+$")
_WORD_BEFORE = re.compile(r"(\w+)\W+$")
_NUMERAL = re.compile(r"\d|(?:[IVXLC]+|[LRD])\b(?!['’])")
_MINUTES = re.compile(r"[0-5]\d(?!\d)")
_INITIALS = re.compile(
    r"[A-ZÀ-ÞΑ-ΩА-Я](?:\.-?[A-ZÀ-ÞΑ-ΩА-Я])*|(?:Ch|Ph|Th|Fr|Chr|Jos|Wm|Alex)(?:\.-[A-Z])?|[a-z](?:\.[a-z])+"
)
_ERA = re.compile(r"(?:\b(?:av|ap|apr)\.|\b[Aa]vant|\b[Aa]près)\s+J\.?-C$")


def sentence_spans(text: str) -> list[Span]:
    """Every sentence in order: trimmed, disjoint, and together all that is not white space."""
    return [span for segment in _segments(text) for span in _split(text, segment)]


def _segments(text: str) -> Iterator[Span]:
    """The stretches that a line end closes: paragraphs, headings, items of lists."""
    for block in _blocks(text):
        start = block[0].start
        width = max(line.end - line.start for line in block)
        wrapped = width in _WRAPPED_WIDTHS and any(
            _is_full(text, line, after, width) and text[after.start].islower()
            for line, after in pairwise(block)
        )
        for line, after in pairwise(block):
            if not _goes_on(text, line, after, width if wrapped else 0):
                yield Span(start, line.end)
                start = after.start
        yield Span(start, block[-1].end)


def _blocks(text: str) -> Iterator[list[Span]]:
    """The trimmed lines of the text, in groups that blank lines part."""
    block: list[Span] = []
    for match in _LINE.finditer(text):
        line = Span(match.start(), match.start() + len(match[0].rstrip()))
        if block and len(_LINE_END.findall(text, block[-1].end, line.start)) > 1:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_full(text: str, line: Span, after: Span, width: int) -> bool:
    """Whether the first word of the line after would not have fitted on this one."""
    word = text[after.start : min(after.end, after.start + width)].split(None, 1)[0]
    return line.end - line.start + 1 + len(word) > width


def _goes_on(text: str, line: Span, after: Span, width: int) -> bool:
    """Whether a line end is only a wrap; ``width`` is that of a wrapped block, else 0."""
    full = width > 0 and _is_full(text, line, after, width)
    closed = text[line.end - 1] in ":;.!?…"
    long = line.end - line.start >= _LONG_LINE
    if not full and (closed or not long or not text[after.start].islower()):
        return False
    if bullet := _BULLET.match(text, after.start, after.end):  # "ils sont\n12. Puis" is none
        return full and not closed and bullet["number"] is not None
    return not _HEADING.match(text, line.start) and not _HEADING.match(text, after.start)


def _split(text: str, segment: Span) -> Iterator[Span]:
    """The sentences of one segment."""
    begin, finish = segment
    quotes, counted = 0, begin
    for match in _ends_of(text, segment):
        end = match.end()
        if quote := _SPACED_QUOTE.match(text, end, finish):  # it closes if it is an even one
            quotes += text.count('"', counted, end)
            counted = end
            end = quote.end() if quotes % 2 else end
        first = _START.match(text, end, finish)
        if first and _ends(text, begin, match, first) and _WORD.search(text, begin, match.start()):
            yield Span(begin, end)
            begin = first.end(1)
    yield Span(begin, finish)


def _ends_of(text: str, segment: Span) -> Iterator[re.Match[str]]:
    """Every match of _END in one segment."""
    position, finish = segment
    while found := _STOP.search(text, position, finish):
        match = _END.match(text, found.start(), finish)
        assert match
        yield match
        position = match.end()


def _ends(text: str, begin: int, match: re.Match[str], first: re.Match[str]) -> bool:
    """Whether a sentence that began at ``begin`` ends at a stop, given what follows."""
    gap, marks, letter = first.groups()
    dot, at, stop = match.start(), first.end(), match["stop"]
    if match["wide"]:
        return True
    if not gap and not _is_glued(text, begin, first):
        return False
    if letter.islower() and not marks.endswith(("#", "@")) and not _LOWER_START.match(text, at):
        return False
    if text[max(dot - 1, begin)] in "([":  # "[...]", "(!)"
        return BEGINNING.match(text, at) is not None
    if stop.startswith(("...", "…")) and PAUSED.search(text, max(begin, dot - 12), dot):
        return BEGINNING.match(text, at) is not None
    return stop != "." or not _is_abbreviation(text, begin, match, first)


def _is_glued(text: str, begin: int, first: re.Match[str]) -> bool:
    """Whether a space is missing after a stop, as in "juin.Une", and this is no address."""
    at = first.end()
    if not _GLUED.match(text, at) or not _GLUED_MARKS.fullmatch(first[2]):
        return False
    left = text[max(at - 60, begin) : at].split()
    right = _TOKEN.match(text, at)
    return not _ADDRESS.search((left or [""])[-1] + (right[0] if right else ""))


def _is_abbreviation(text: str, begin: int, match: re.Match[str], first: re.Match[str]) -> bool:
    """Whether a lone dot belongs to the word before it."""
    dot, at = match.start(), first.end()
    if _MARKER.fullmatch(text, begin, dot):  # "1. Le cadre"
        return True
    head = text[max(begin, dot - 30) : dot]
    last = _LAST_WORD.search(head)
    if last is None or match["close"].strip("*_)]"):
        return False
    word = last[0]
    if word in BEFORE_NUMBER and _NUMERAL.match(text, at):
        return True
    if word in ("h", "min"):  # "10 h. 30"
        return _MINUTES.match(text, at) is not None
    if _INITIALS.fullmatch(word) and word not in BEFORE_NAME:
        return _are_initials(word, head, first)
    if word in MAY_END:
        return not BEGINNING.match(text, at)
    return word in BEFORE_NAME


def _are_initials(word: str, head: str, first: re.Match[str]) -> bool:
    """Whether "J.", "U.S." or "J.-C." at the end of ``head`` goes on into the next word."""
    if _ERA.search(head):
        return False
    if first[2].startswith(("-", "–", "—")):  # "WASHINGTON, D.C. — The"
        return True
    label = _WORD_BEFORE.search(head.removesuffix(word))
    if len(word) == 1 and label and label[1] in LABELLED:
        return False
    return not BEGINNING.match(first.string, first.end())


class _List(NamedTuple):
    """A list that is open: how its items are written, and the sentence that introduces it."""

    indent: int
    mark: str
    lead: Span


def lead_ins(text: str, spans: Sequence[Span]) -> list[Span | None]:
    """For each sentence of a list's item, the sentence with the colon that introduces the list.

    Items carry a bullet, a dash, a number or a letter, or are lines that end with a semicolon. An
    item of a list within a list is introduced by the item above it.
    """
    leads: list[Span | None] = []
    lists: list[_List] = []  # the innermost last
    for before, span in pairwise([Span(0, 0), *spans]):
        if not leads or _LINE_END.search(text, before.end, span.start):
            lists = _open_lists(text, lists, before, span)
        leads.append(lists[-1].lead if lists else None)
    return leads


def _open_lists(text: str, lists: list[_List], before: Span, span: Span) -> list[_List]:
    """The lists that are open once a sentence at the start of a line has been read."""
    indent = span.start - text.rfind("\n", 0, span.start) - 1
    bullet = _BULLET.match(text, span.start, span.end)
    mark = "" if bullet is None else bullet["mark"] or ("1" if bullet["number"] else "a")
    tail = text[max(before.end - 6, before.start) : before.end].rstrip(' *_»"”')
    introduced = tail.endswith(":")
    if lists and not bullet and not introduced and indent > lists[-1].indent:
        return lists  # one more sentence of the same item
    is_item = bullet is not None or text[span.end - 1] == ";"
    for depth, known in enumerate(lists, start=1):
        if (known.indent, known.mark) == (indent, mark) and (is_item or tail.endswith(";")):
            return lists[:depth]
    return [*lists, _List(indent, mark, before)] if introduced and is_item else []
