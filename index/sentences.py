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

from index.types import Span


def _words(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


# A dot after these never ends a sentence: a name, or the rest of the expression, follows.
_BEFORE_NAME = _words(
    "MM Mgr Mme Mmes Mlle Mlles Me Mes Dr dr Drs Pr Prof St Ste Sts Mr Mrs Ms Messrs Gen Gén Col Cdt",
    "Capt Lt Sgt Maj Cmdr Adm Sen Rep Reps Gov Pres Prés Hon Rev Rép Mt Ft Univ vs av apr bd boul cf",
    "env e.g i.e approx dir",
)
# After these it ends none when a number follows: "art. 5", "Jan. 5", "No. 10", "10 h. 30".
_BEFORE_NUMBER = _words(
    "ca n no nos No Nos n° nᵒ N° p pp P vol Vol t chap Chap ch fig Fig art Art arts al Al ann éd sect tél Tél tel",
    "Tel h min sec réf ref Ref § Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec janv févr avr juil sept oct",
    "nov déc",
)
# These end a sentence only where an unmistakable beginning follows.
_MAY_END = _words(
    "Inc Corp Ltd Co Cos Bros Jr Sr Cie Ave Blvd Rd al ex p.ex prof dép dépt hab Ph.D Ed Eds ed eds trad",
)
# A lone capital after these is a label and no initial: "le plan B. Puis".
_LABELLED = _words(
    "plan groupe vitamine vitamines hépatite point catégorie classe type série annexe option ligne poule",
    "division section partie terminal zone lettre formule grippe bâtiment group vitamin hepatitis",
    "category class series appendix grade letter terminal plans type",
)
_BEGINNING = re.compile(
    # Words that are also parts of names ("J. Le Pen") must be followed by a lower-case word.
    r"(?:(?:Le|La|Les|Un|Une|Des|De|Du|Au|Aux|The|A|An|In|So|To)\s+|[LD]['’])(?=[^\W\d_A-ZÀ-ÖØ-Þ]|\d)"
    r"|(?:[JCSQNTM]['’]|D['’]après\b|Jusqu['’]|Lorsqu['’]|Puisqu['’]|Aujourd['’]hui\b)"
    r"|(?:Ils?|Elles?|On|Je|Nous|Vous|Tu|Ce|Cela|Ça|Cet|Cette|Ces|Celui|Celle|Ceux|Mais|Et|Ou|Or|Donc|Car"
    r"|Puis|Ainsi|Alors|Après|Avant|Avec|Sans|Pour|Par|Parmi|Selon|Dans|En|Depuis|Pendant|Durant|Lors|Lorsque"
    r"|Quand|Si|Comme|Malgré|Toutefois|Cependant|Pourtant|Néanmoins|Enfin|Ensuite|Aussi|Hier|Demain|Son|Sa|Ses"
    r"|Leurs?|Notre|Nos|Votre|Vos|Mon|Ma|Mes|Qui|Que|Quel|Quelle|Où|Comment|Pourquoi|Tout|Tous|Toute|Toutes"
    r"|Plusieurs|Chaque|Aucune?|Certaine?s|Deux|Trois|Entre|Sur|Sous|Vers|Chez|Dès|Grâce|Face|Quant|Voilà|Voici|Ici"
    r"|Il|À|Y|Rien|Personne|Même|Déjà|Plus|Moins|Non|Oui|Contre|Outre|Reste|Chargée?s?|Né|Née"
    r"|He|She|It|They|We|You|I|This|That|These|Those|There|Here|His|Her|Its|Their|Our|My|But|And|Yet|At|By|For"
    r"|From|With|Without|After|Before|Since|When|While|If|As|Although|Though|However|Meanwhile|Moreover|Also"
    r"|Then|Now|Some|Many|Most|All|Each|No|Not|What|Who|Why|How|Where|Of|Both|Under|During|On|Last|Earlier|Later)"
    r"(?![\w.])"
)
_WORD = re.compile(r"\w")
_LINE = re.compile(r"\S[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*")
_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(
    r"(?P<mark>[-–—−•●◦○▪■□‣⁃∙·➢➤►✓✔*])(?:\s|(?<=[•●◦▪■‣➢➤►✓✔])(?=\w))"
    r"|\(?(?:(?P<number>\d{1,3})|(?P<letter>[a-zA-Z]|[ivxIVX]{1,4}))[.)°/](?:\)|-)?\s"
)
_MARKER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[IVX]{1,5}|(?:\d{1,2}\.)+\d{1,2})")
_END = re.compile(
    r"(?P<stop>[.!?…‽؟۔।॥]+(?:[ \u00a0\u202f]?[.!?…‽؟]+)*|(?P<wide>[。！？｡]+))"
    r"(?P<close>(?:[ \t\u00a0\u202f]?[»›”]|[\"'’“](?![\w])|[)\]}」』）】*_])*"
    r"(?:[ \u00a0\u202f]?(?:\[\d{1,3}\]|[¹²³⁰-⁹]+|[☀-➿\U0001f000-\U0001faff\ufe0f\u200d]+))*)"
)
_START = re.compile(r"(\s*)((?:[^\w\s]|[_\s]){0,20})(?=(\w))")  # the gap, marks, a first letter
_SPACED_QUOTE = re.compile(r"[ \u00a0\u202f]*\"(?=\s)")
_LAST_WORD = re.compile(r"[^\s'’(\[«»\"“”/,;:—–]+$")
_WORD_BEFORE = re.compile(r"(\w+)\W+$")
_INITIALS = re.compile(
    r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*|(?:Ch|Ph|Th|Fr|Chr|Jos|Wm|Alex)(?:\.-[A-Z])?|[a-z](?:\.[a-z])+"
)
_ERA = re.compile(r"(?:\b(?:av|ap|apr)\.|\b[Aa]vant|\b[Aa]près)\s+J\.?-C$")
_SITE = re.compile(
    r"@|/|www\.|\.(?:com|fr|org|net|io|eu|info|tv|pdf|docx?|txt|html?|js|py|csv)\b", re.I
)


_NUMERAL = re.compile(r"\d|(?:[IVXLC]+|[LRD])\b(?!['’])")
_GLUED = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_A-ZÀ-Þ]|[^\W\d_a-zß-ÿ]['’ ]")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")


def sentence_spans(text: str) -> list[Span]:
    """Every sentence in order: trimmed, disjoint, and together all that is not white space."""
    return [span for segment in _segments(text) for span in _split(text, segment)]


def _segments(text: str) -> Iterator[Span]:
    """The stretches that a line end closes: paragraphs, headings, items of lists."""
    for block in _blocks(text):
        start = block[0].start
        width = max(end - start for start, end in block)
        wrapped = 45 <= width <= 100 and any(
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
    if _BULLET.match(text, after.start, after.end):
        return False
    if width and _is_full(text, line, after, width):
        return True
    long = line.end - line.start >= 40
    return long and text[after.start].islower() and text[line.end - 1] not in ":;.!?…"


def _split(text: str, segment: Span) -> Iterator[Span]:
    """The sentences of one segment."""
    begin, finish = segment
    quotes, counted = 0, begin
    for match in _END.finditer(text, begin, finish):
        end = match.end()
        if quote := _SPACED_QUOTE.match(text, end, finish):
            quotes += text.count('"', counted, end)
            counted = end
            end = quote.end() if quotes % 2 else end
        first = _START.match(text, end, finish)
        if first and _ends(text, begin, match, first) and _WORD.search(text, begin, match.start()):
            yield Span(begin, end)
            begin = first.end(1)
    yield Span(begin, finish)


def _ends(text: str, begin: int, match: re.Match[str], first: re.Match[str]) -> bool:
    """Whether a sentence that began at ``begin`` ends at a stop, before the letter found."""
    gap, _, letter = first.groups()
    if match["wide"]:
        return True
    if text[max(match.start() - 1, begin)] in "([":  # "[...]", "(!)"
        return False
    if not gap and not _is_glued(text, match, first):
        return False
    if letter.islower() and not _CAMEL.match(text, first.end()):
        return False
    return match["stop"] != "." or not _is_abbreviation(text, begin, match, first)


def _is_glued(text: str, match: re.Match[str], first: re.Match[str]) -> bool:
    """Whether a space is missing after a stop, as in "juin.Une", and it is no address."""
    before, at = text[match.start() - 1], first.end()
    if not _GLUED.match(text, at) or first[2].strip("\"'“«‘ \u00a0\u202f"):
        return False
    if not (before.islower() or before.isdigit() or before in '»"”)%€ \u00a0\u202f'):
        return False
    left, right = text[max(at - 60, 0) : at].split(), text[at : at + 20].split()
    return not _SITE.search((left or [""])[-1] + right[0])


def _is_abbreviation(text: str, begin: int, match: re.Match[str], first: re.Match[str]) -> bool:
    """Whether a lone dot belongs to the word before it."""
    dot, letter_at = match.start(), first.end()
    if _MARKER.fullmatch(text, begin, dot):
        return True
    head = text[max(begin, dot - 30) : dot]
    last = _LAST_WORD.search(head)
    if last is None or match["close"].strip("*_)]"):
        return False
    word = last[0]
    if word in _BEFORE_NUMBER and _NUMERAL.match(text, letter_at):
        return True
    if _INITIALS.fullmatch(word):
        return _are_initials(word, head[: last.start()], head, first)
    if word in _MAY_END:
        return not _BEGINNING.match(text, letter_at)
    return word in _BEFORE_NAME


def _are_initials(word: str, before: str, head: str, first: re.Match[str]) -> bool:
    """Whether "J.", "U.S." or "J.-C." goes on into the next word."""
    if _ERA.search(head):
        return False
    if first[2][:1] in "-–—" and first[2]:  # "WASHINGTON, D.C. — The"
        return True
    label = _WORD_BEFORE.search(before)
    if len(word) == 1 and label and label[1] in _LABELLED:
        return False
    return not _BEGINNING.match(first.string, first.end())


def lead_ins(text: str, spans: Sequence[Span]) -> list[Span | None]:
    """For each sentence of a list's item, the sentence with the colon that introduces the list."""
    leads: list[Span | None] = []
    lists: list[tuple[tuple[int, str], Span]] = []  # the open lists, the innermost last
    for before, span in pairwise([Span(0, 0), *spans]):
        gap = text[before.end : span.start]
        if not before.end or _LINE_END.search(gap):
            lists = _open_lists(text, lists, before, span)
        leads.append(lists[-1][1] if lists else None)
    return leads


def _open_lists(
    text: str, lists: list[tuple[tuple[int, str], Span]], before: Span, span: Span
) -> list[tuple[tuple[int, str], Span]]:
    """The lists that are open once a sentence at a line's start has been read."""
    indent = span.start - text.rfind("\n", 0, span.start)
    bullet = _BULLET.match(text, span.start)
    introduced = text[max(before.end - 6, before.start) : before.end].rstrip(' *_»"”').endswith(":")
    if bullet is None and lists and indent > lists[-1][0][0] and not introduced:
        return lists  # a further sentence of the same item
    shape = "" if bullet is None else bullet["mark"] or ("1" if bullet["number"] else "a")
    kind = (indent, shape)
    known = next((i for i, (other, _) in enumerate(lists) if other == kind), None)
    if known is not None and (bullet or text[before.end - 1] == ";"):
        return lists[: known + 1]
    if introduced and (bullet or text[span.end - 1] == ";"):
        return [*lists, (kind, before)]
    return []
