"""An article's passages: sentences merged to about 800 characters, with exact offsets.

The one owner of langchain-text-splitters. Its ``TextSplitter`` is the interface and gives each
passage its start; its recursive splitter cuts the sentences that are too long to stand alone;
sentence ends are ours, and where to end a passage is a choice of the lowest cost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import inf
from typing import NamedTuple

from langchain_text_splitters import RecursiveCharacterTextSplitter, TextSplitter

from index.sentences import lead_ins, sentence_spans
from index.types import Article, Passage, Span

_TARGET = 800
# What the index's manifest names; ``version`` counts changes that move a passage's ends.
PASSAGE_SETTINGS: dict[str, int] = {"target": _TARGET, "version": 1}

# What it costs to end a passage somewhere, beside the square of how far it is from its target:
# a passage that is 20 % too long or too short costs .04, half or one and a half times it .25.
_WITHIN_PARAGRAPH = 0.05
_WITHIN_LIST = 0.3
_WITHIN_SENTENCE = 0.15
_AFTER_LEAD_IN = 0.6
_TINY_REST = 1.0
_CLAUSES = [r"\n", r"[;:]\s", r",\s", r"\s", ""]


class _Piece(NamedTuple):
    """A sentence, or a part of a very long one, and what it costs to end a passage before it."""

    start: int
    end: int
    cost: float


class SentenceSplitter(TextSplitter):
    """Splits at sentence ends: about ``target`` characters, never more than twice as many.

    Paragraph ends are preferred when one is near, a list stays with the sentence that introduces
    it, and a rest of less than a quarter of the target joins the passage before it. Only a
    sentence that alone is longer than twice the target is cut, at its clauses, words or, at
    last, characters. What is left out between two passages is white space, which is why the
    ``start_index`` that ``create_documents`` finds for each is exact.
    """

    def __init__(self, *, target: int = _TARGET) -> None:
        super().__init__(chunk_size=target, chunk_overlap=0, add_start_index=True)
        self._parts = RecursiveCharacterTextSplitter(
            separators=_CLAUSES,
            is_separator_regex=True,
            keep_separator="end",
            chunk_size=target,
            chunk_overlap=0,
            strip_whitespace=False,
        )

    def split_text(self, text: str) -> list[str]:
        """The passages of a text, without the white space between them."""
        pieces = list(self._pieces(text))
        passages = []
        first = 0
        while first < len(pieces):
            end = self._best_end(pieces, first)
            passages.append(text[pieces[first].start : pieces[end - 1].end])
            first = end
        return passages

    def _pieces(self, text: str) -> Iterator[_Piece]:
        before = Span(0, 0)
        for span, lead_in in zip(*_sentences(text), strict=True):
            cost = _cost_between(text, before, span, lead_in)
            for part in self._parts_of(text, span):
                yield _Piece(*part, cost)
                cost = _WITHIN_SENTENCE
            before = span

    def _parts_of(self, text: str, span: Span) -> Iterator[Span]:
        """The sentence itself, or its parts where it is too long for one passage."""
        if span.end - span.start <= 2 * self._chunk_size:
            yield span
            return
        position = span.start
        for part in self._parts.split_text(text[span.start : span.end]):
            start = position + len(part) - len(part.lstrip())
            position += len(part)
            if part.strip():
                yield Span(start, start + len(part.strip()))

    def _best_end(self, pieces: Sequence[_Piece], first: int) -> int:
        """Which piece begins the next passage, if one begins with the piece ``first``."""
        target, finish = self._chunk_size, pieces[-1].end
        best, lowest = first + 1, inf
        for end in range(first + 1, len(pieces) + 1):
            length = pieces[end - 1].end - pieces[first].start
            cost = (length / target - 1) ** 2
            if length > target and (cost > lowest or length > 2 * target):
                break
            if end < len(pieces):
                cost += pieces[end].cost
                cost += _TINY_REST if finish - pieces[end].start < target // 4 else 0
            if cost <= lowest:
                best, lowest = end, cost
        return best


def _cost_between(text: str, before: Span, span: Span, lead_in: Span | None) -> float:
    """What it costs to end a passage between two sentences."""
    if lead_in is not None:
        return _AFTER_LEAD_IN if lead_in == before else _WITHIN_LIST
    return 0.0 if "\n" in text[before.end : span.start] else _WITHIN_PARAGRAPH


@lru_cache(maxsize=1)  # an article's passages are asked for first, then their lead-ins
def _sentences(text: str) -> tuple[list[Span], list[Span | None]]:
    spans = sentence_spans(text)
    return spans, lead_ins(text, spans)


@lru_cache
def _splitter(target: int) -> SentenceSplitter:
    return SentenceSplitter(target=target)


def split_article(article: Article, *, target: int = _TARGET) -> list[Passage]:
    """The article's passages in order; all that is not white space lies in exactly one."""
    documents = _splitter(target).create_documents([article.text])
    starts = [int(document.metadata["start_index"]) for document in documents]
    texts = [document.page_content for document in documents]
    return [
        Passage(article.article_id, start, start + len(text), text)
        for start, text in zip(starts, texts, strict=True)
    ]


def passage_lead_ins(text: str, passages: Sequence[Passage]) -> list[Span | None]:
    """For each passage that begins within a list, the sentence outside it that introduces it."""
    spans, leads = _sentences(text)
    ends = [span.end for span in spans]
    found = (leads[bisect_right(ends, passage.start)] for passage in passages)
    return [
        lead if lead is not None and lead.end <= passage.start else None
        for lead, passage in zip(found, passages, strict=True)
    ]
