"""An answer that a language model writes, each sentence checked by code as it comes.

Passages go out under keys that are made anew for each question, so that nothing in an article can
name one. A sentence counts once the next one begins; what cannot be traced to a passage is marked
or dropped, and where nothing stands the quoted answer takes its place.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.errors import LanguageModelError
from index.sentences import sentence_spans
from index.types import Article, Hit
from rag.checking import Quoted, Source, check
from rag.generation import Generator
from rag.prompts import declines, messages_for, passage_text
from rag.types import Answer, Citation, Notice, Segment, with_references

_KEY_LETTERS = "bcdfghjkmnpqrstvwxz"  # none that make words
_KEY_LENGTH = 5
_CHARACTERS_A_TOKEN = 2.5  # of French in the vocabularies of small models; fewer would be rare
_FOR_THE_ANSWER = 1024  # tokens of the window
_FOR_THE_PROMPT = 400
_MOST_TEXT = 8_000  # characters of an answer that are read
_REFERENCE = re.compile(r"\s*\[(?:\s*[\w-]{1,12}\s*[,;]?){1,8}\]")
_ENDED = re.compile(rf"(?<=[.!?…»”\"])(?:{_REFERENCE.pattern})+(?!\s*[.,;:])")


@dataclass(frozen=True, slots=True)
class Writer:
    """Lets a generator answer from passages; ``drop``: leaves out what nothing supports."""

    generator: Generator
    drop: bool = False

    def write(
        self,
        answer: Answer,
        *,
        asked: str,
        article_of: Callable[[str], Article],
    ) -> Iterator[Answer]:
        """The written answer as it grows, in the place of the quoted ``answer``.

        The last one is final: the written answer, or the quoted one with a notice that says why.
        Closing the iterator ends the request.
        """
        sources = _within(self._budget(), _sources(answer.passages, article_of), answer.language)
        if not sources:
            yield answer
            return
        growing = _Growing(answer, sources, self.generator.name, drop=self.drop)
        messages = messages_for(asked, sources, answer.language)
        text = ""
        pieces = self.generator.stream(messages)
        try:
            for piece in pieces:
                text += piece
                if growing.read(text, ended=False):
                    yield growing.answer()
                if len(text) > _MOST_TEXT:
                    break
        except LanguageModelError as error:
            yield replace(answer, notice=Notice("failed", str(error)))
            return
        finally:
            _close(pieces)
        growing.read(text, ended=True)
        yield growing.final(declined=declines(text))

    def _budget(self) -> int:
        """How many characters of passages fit in the model's window."""
        tokens = self.generator.window - _FOR_THE_ANSWER - _FOR_THE_PROMPT
        return max(0, int(tokens * _CHARACTERS_A_TOKEN))


class _Growing:
    """A written answer, sentence by sentence."""

    def __init__(
        self, quoted: Answer, sources: Sequence[Source], model: str, *, drop: bool
    ) -> None:
        self._quoted, self._sources, self._model, self._drop = quoted, sources, model, drop
        self._by_key = {source.key: source for source in sources}
        self._checked = 0
        self._segments: list[Segment] = []
        self._citations: list[Citation] = []

    def read(self, text: str, *, ended: bool) -> bool:
        """Check the sentences that have become whole; whether any is shown."""
        sentences = written_sentences(text)
        whole = len(sentences) if ended else len(sentences) - 1
        before = len(self._segments)
        for sentence, keys in sentences[self._checked : whole]:
            self._add(sentence, keys)
        self._checked = max(self._checked, whole)
        return len(self._segments) > before

    def answer(self) -> Answer:
        """What stands so far."""
        return replace(
            self._quoted,
            status="answered",
            text=" ".join(map(with_references, self._segments)),
            segments=tuple(self._segments),
            citations=tuple(self._citations),
            confidence=None,
            written_by=self._model,
        )

    def final(self, *, declined: bool) -> Answer:
        """The written answer where some of it stands, else the quoted one and why."""
        if any(segment.support != "unsupported" for segment in self._segments):
            return self.answer()
        return replace(
            self._quoted,
            notice=Notice("declined" if declined else "nothing_stands", self._model),
        )

    def _add(self, sentence: str, keys: Sequence[str]) -> None:
        cited = [self._by_key[key] for key in keys if key in self._by_key]
        others = [source for source in self._sources if source not in cited]
        verdict = check(sentence, cited, others, language=self._quoted.language)
        if verdict.support == "unsupported":
            if not self._drop:
                reason = verdict.reason if cited else "uncited"
                self._segments.append(Segment(sentence, (), "unsupported", reason))
            return
        numbers = tuple(dict.fromkeys(map(self._number, verdict.carried_by)))
        moved = verdict.moved and bool(keys)
        self._segments.append(Segment(sentence, numbers, verdict.support, moved=moved))

    def _number(self, quoted: Quoted) -> int:
        """The number of a quotation: a new one, or the one it has."""
        article = quoted.source.article
        for citation in self._citations:
            same = citation.article.article_id == article.article_id
            if same and (citation.start, citation.end) == (quoted.start, quoted.end):
                return citation.number
        number = len(self._citations) + 1
        quote = article.text[quoted.start : quoted.end]
        self._citations.append(Citation(number, article, quoted.start, quoted.end, quote))
        return number


def written_sentences(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences of a model's answer and the keys that each cites.

    A reference behind the full stop belongs to the sentence before it, and ends it.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    start = 0
    for match in _ENDED.finditer(text):
        found += _part(text[start : match.end()])
        start = match.end()
    return found + _part(text[start:])


def _part(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences of a stretch whose references, if any stand apart, are at its end."""
    plain, references, last = "", [], 0
    for match in _REFERENCE.finditer(text):
        plain += text[last : match.start()]
        last = match.end()
        references.append((len(plain), _keys(match[0])))
    plain += text[last:]
    found = []
    spans = [span for span in sentence_spans(plain) if any(map(str.isalnum, plain[slice(*span)]))]
    for number, (start, end) in enumerate(spans):
        until = spans[number + 1].start if number + 1 < len(spans) else len(plain) + 1
        keys = [key for place, each in references if start < place <= until for key in each]
        found.append((" ".join(plain[start:end].split()).lstrip("-–—•* "), tuple(keys)))
    return found


def _keys(reference: str) -> list[str]:
    return re.findall(r"[\w-]+", reference)


def _sources(hits: Sequence[Hit], article_of: Callable[[str], Article]) -> list[Source]:
    """The passages under new keys, best first."""
    keys: set[str] = set()
    sources = []
    for hit in hits:
        key = _new_key(keys)
        keys.add(key)
        passage = hit.passage
        sources.append(Source(key, article_of(passage.article_id), passage.start, passage.end))
    return sources


def _new_key(taken: set[str]) -> str:
    while True:
        key = "".join(secrets.choice(_KEY_LETTERS) for _ in range(_KEY_LENGTH))
        if key not in taken:
            return key


def _within(budget: int, sources: Sequence[Source], language: str) -> list[Source]:
    """As many of the first sources as fit."""
    kept: list[Source] = []
    for source in sources:
        budget -= len(passage_text(source, language))
        if budget < 0:
            break
        kept.append(source)
    return kept


def _close(pieces: Iterator[str]) -> None:
    close = getattr(pieces, "close", None)
    if close is not None:
        close()
