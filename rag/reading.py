"""One article read for one question: its sentences, and the question's words in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from index.analysis import Token, tokens
from index.sentences import lead_ins, sentence_spans
from index.types import Article, PartialDate, Span
from rag.companions import naming_sentence
from rag.matching import Matcher, Meeting, Vocabulary, best_of, credits_of

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SEARCHED = 300  # sentences of an article that are searched for a word its passage lacks


class Reading:
    """Sentences are numbered in the article's order; each is searched once, when it is needed."""

    def __init__(self, article: Article, matcher: Matcher) -> None:
        self.article = article
        self.sentences, self.lead_ins = _cut(article.text)
        self._matcher = matcher
        self._starts = [span.start for span in self.sentences]
        self._words: dict[int, tuple[Token, ...]] = {}
        self._meetings: dict[int, list[Meeting]] = {}
        self._credits: dict[int, dict[int, float]] = {}
        self._whole: frozenset[int] | None = None
        heading = f"{article.title}\n{article.place or ''}\n{_spelt(article.published)}"
        self.above = credits_of(matcher.meetings(tokens(heading), article.language))

    def numbers_in(self, passage: Span) -> range:
        """The sentences that begin in a passage."""
        first = bisect_left(self._starts, passage.start)
        return range(first, bisect_left(self._starts, passage.end, lo=first))

    def quote(self, number: int) -> str:
        """A sentence, whole."""
        start, end = self.sentences[number]
        return self.article.text[start:end]

    def words(self, number: int) -> tuple[Token, ...]:
        """The words of a sentence, counted in it."""
        if number not in self._words:
            self._words[number] = words_of(self.quote(number))
        return self._words[number]

    def meetings(self, number: int) -> list[Meeting]:
        """The question's words in a sentence, counted in it."""
        if number not in self._meetings:
            found = self._matcher.meetings(self.words(number), self.article.language)
            self._meetings[number] = found
        return self._meetings[number]

    def credits(self, numbers: Iterable[int]) -> dict[int, float]:
        """How surely sentences hold each of the question's words that they hold."""
        found = [credits for number in numbers if (credits := self._credits_in(number))]
        return found[0] if len(found) == 1 else best_of(found)

    def tied(self, number: int, known: frozenset[str]) -> Iterator[int]:
        """The sentence that a reader needs beside this one: a list's lead-in, or who "il" is."""
        lead_in = self.lead_ins[number]
        if lead_in is not None:
            yield bisect_left(self._starts, lead_in.start)
            return
        if number and self.announces(number - 1):
            yield number - 1
        named = naming_sentence(self.article.text, self.sentences, number, known)
        if named is not None:
            yield named

    def announces(self, number: int) -> bool:
        """Whether a sentence ends with a colon: what it says comes after it."""
        return self.article.text[self.sentences[number].end - 1] == ":"

    def beside(self, number: int) -> Iterator[int]:
        """The sentences before and after."""
        return (n for n in (number - 1, number + 1) if 0 <= n < len(self.sentences))

    def names_in(self, numbers: Sequence[int]) -> frozenset[str]:
        """Folded words that sentences write with a capital after their first word."""
        return frozenset(
            word.folded
            for number in numbers
            for word in self.words(number)[1:]
            if self.article.text[self.sentences[number].start + word.start].isupper()
        )

    def _credits_in(self, number: int) -> dict[int, float]:
        if number not in self._credits:
            self._credits[number] = credits_of(self.meetings(number))
        return self._credits[number]

    def in_article(self) -> frozenset[int]:
        """The question's words that the article holds, its first sentences at least."""
        if self._whole is None:
            languages = self.article.language, self._matcher.language
            self._whole = self._matcher.met_in(_vocabulary_of(self.article.text, *languages))
        return self._whole


@lru_cache(maxsize=8192)
def words_of(sentence: str) -> tuple[Token, ...]:
    """The words of a sentence, remembered."""
    return tuple(tokens(sentence))


@lru_cache(maxsize=1024)
def _vocabulary_of(text: str, language: str, asked_in: str) -> Vocabulary:
    spans, _ = _cut(text)
    searched = (word for start, end in spans[:_SEARCHED] for word in words_of(text[start:end]))
    return Vocabulary.of((word.folded for word in searched), language, asked_in)


@lru_cache(maxsize=2048)
def _cut(text: str) -> tuple[tuple[Span, ...], tuple[Span | None, ...]]:
    spans = sentence_spans(text)
    return tuple(spans), tuple(lead_ins(text, spans))


def _spelt(published: PartialDate | None) -> str:
    if published is None:
        return ""
    month = _MONTHS[published.month - 1] if published.month else ""
    return f"{published.day or ''} {month} {published.year}"
