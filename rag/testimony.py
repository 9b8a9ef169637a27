"""What a claim is held against: a sentence of an article, and what stands around it.

An article is read sentence by sentence, when each is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import overload

from index.analysis import Token, tokens
from index.sentences import lead_ins, sentence_spans
from index.types import Article, PartialDate, Span
from rag.claims import Claim, bare_words, capitals, claim_of, read_claim
from rag.companions import companions
from rag.names import flat
from rag.referents import Meant, meant
from rag.said import Said

_NEAR = 3  # sentences before one that tell who is meant and when


class Testimony(Sequence[Claim]):
    """The sentences of an article, each read when it is first asked for."""

    def __init__(self, article: Article) -> None:
        text = article.text
        self.article = article
        self.spans: tuple[Span, ...] = tuple(sentence_spans(text))
        self.lead_ins = tuple(lead_ins(text, self.spans))
        found = tokens(flat(text))
        self._found = tuple(_by_sentence(found, self.spans))
        self.known = capitals(text, found, {span.start for span in self.spans})
        self._numbers = {span: number for number, span in enumerate(self.spans)}
        self._claims: dict[int, Claim] = {}

    def __len__(self) -> int:
        """How many sentences there are."""
        return len(self.spans)

    @overload
    def __getitem__(self, number: int) -> Claim: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Claim]: ...

    def __getitem__(self, number: int | slice) -> Claim | Sequence[Claim]:
        """A sentence, or several, read."""
        if isinstance(number, slice):
            return tuple(map(self._claim, range(*number.indices(len(self.spans)))))
        return self._claim(number)

    def _claim(self, number: int) -> Claim:
        if number not in self._claims:
            start, end = self.spans[number]
            inside = tuple(
                Token(first - start, last - start, folded)
                for first, last, folded in self._found[number]
            )
            line = flat(self.article.text[start:end])
            self._claims[number] = claim_of(line, inside, self.article.language, self.known)
        return self._claims[number]

    def words(self, number: int) -> frozenset[str]:
        """The folded words of a sentence."""
        return frozenset(token.folded for token in self._found[number])

    def stretch(self, span: Span) -> Claim:
        """A stretch of the text, read: a sentence, as a rule."""
        if (number := self._numbers.get(span)) is not None:
            return self._claim(number)
        text, language = self.article.text[slice(*span)], self.article.language
        return read_claim(text, language, self.known)

    @cached_property
    def heading(self) -> Claim:
        """The article's title and place."""
        line = f"{self.article.title}. {self.article.place or ''}"
        return read_claim(line, self.article.language, self.known)

    @cached_property
    def full_names(self) -> frozenset[str]:
        """Every name in the article, its words joined."""
        return frozenset(" ".join(party.keys) for claim in self for party in claim.parties)


def _by_sentence(found: Sequence[Token], spans: Sequence[Span]) -> Iterator[Sequence[Token]]:
    """The words of each sentence of a text; both are in order, and no word is in no sentence."""
    first = 0
    for span in spans:
        last = first
        while last < len(found) and found[last].start < span.end:
            last += 1
        yield found[first:last]
        first = last


class Evidence:
    """A sentence, what it leans on, and what was said just before it."""

    def __init__(self, testimony: Testimony, number: int) -> None:
        self._testimony, self._number = testimony, number
        self.own = testimony[number]

    @cached_property
    def around(self) -> tuple[Claim, ...]:
        """What the sentence leans on: the one that introduces its list, that names its "il"."""
        told = self._testimony
        leaning = companions(told.article.text, told.spans, told.lead_ins, self._number, told.known)
        return tuple(map(told.stretch, leaning))

    @cached_property
    def passage(self) -> Sequence[Claim]:
        """The sentences right before it."""
        return self._testimony[max(0, self._number - _NEAR) : self._number]

    @cached_property
    def said(self) -> Said:
        """Its words, and those that introduce its list."""
        introduced = [
            word for each in self.around if each.text.endswith(":") for word in each.words
        ]
        return self._said([*self.own.words, *bare_words(self.own), *introduced])

    @cached_property
    def nearby(self) -> Said:
        """The words of what it leans on, and of the heading."""
        near = [word for each in self.around for word in (*each.words, *bare_words(each))]
        return self._said([*near, *self._testimony.heading.words])

    @cached_property
    def meant(self) -> Meant:
        """Whom it means without a name."""
        return meant(self._testimony, self._number, self._testimony.heading)

    @property
    def heading(self) -> frozenset[str]:
        """The names in the article's title and place."""
        return frozenset(key for party in self._testimony.heading.parties for key in party.keys)

    @property
    def full_names(self) -> frozenset[str]:
        """Every name in the article, its words joined."""
        return self._testimony.full_names

    @property
    def published(self) -> PartialDate | None:
        """The article's date."""
        return self._testimony.article.published

    def _said(self, words: Iterable[str]) -> Said:
        return Said([(word, self._testimony.article.language) for word in words])


@lru_cache(maxsize=64)
def testimony_of(article: Article) -> Testimony:
    """An article, read; remembered."""
    return Testimony(article)


@lru_cache(maxsize=4096)
def evidence_of(article: Article, number: int) -> Evidence:
    """Sentence ``number`` of an article with what stands around it; remembered."""
    return Evidence(testimony_of(article), number)
