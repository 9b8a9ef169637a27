"""The texts that the embedding model is trained and measured on, read and cleaned."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from training.split import NEWS_HELD_OUT, PRESS_HELD_OUT, held_out

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”» ]*\s+(?=[A-ZÀ-ÖØ-Þ\"“«0-9])|\n+")
# Markup of the Python documentation: roles, literals, links, substitutions.
_MARKUP = re.compile(r"``.*?``|:[\w:.+-]+:`[^`]*`|`[^`]*`_*|\|[^|\s]+\||https?://\S+|\*+")
_NEWS = ("newstest", "newsdiscuss")
_LEAST_WORDS = 2  # that a documentation row must keep once its markup is gone


class Press(NamedTuple):
    """A news article: its title, its abstract and its sentences."""

    identifier: str
    title: str
    heading: str
    sentences: tuple[str, ...]


class Pair(NamedTuple):
    """A sentence and its translation."""

    source: str
    english: str
    french: str


class Question(NamedTuple):
    """A question, and the number of the paragraph that answers it."""

    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Piaf:
    """All paragraphs, the title of the article of each, and the questions."""

    paragraphs: tuple[str, ...]
    titles: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything, split: see ``training.split``."""

    press: tuple[list[Press], list[Press], list[Press]]  # to measure on, to choose on, to learn
    pairs: list[Pair]  # whose terms are clear
    research: list[Pair]  # of the other rows, to learn from where that is asked for
    news: tuple[list[Pair], list[Pair]]  # to measure on, to choose on
    piaf: Piaf


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of clean prose, roughly: what is learnt from need not be cut to the letter."""
    return tuple(part for part in _SENTENCE_END.split(text) if part and not part.isspace())


def read_press(path: Path) -> list[Press]:
    """OrangeSum, without empty articles and those whose title or body was seen before."""
    seen: set[str] = set()
    press = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            title, body = row["title"].strip(), row["article"].strip()
            if not (title and body) or {title, body} & seen:
                continue
            seen |= {title, body}
            press.append(Press(row["id"], title, row["heading"].strip(), sentences(body)))
    return press


def read_pairs(path: Path) -> Iterator[tuple[str, Pair]]:
    """The terms and the pair of every row that still says something without its markup."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            source, terms, english, french = line.rstrip("\n").split("\t")
            if source == "python-docs-fr":
                english, french = (_MARKUP.sub(" ", text) for text in (english, french))
                if min(len(english.split()), len(french.split())) < _LEAST_WORDS:
                    continue
            yield terms, Pair(source, english, french)


def read_piaf(path: Path) -> Piaf:
    """PIAF, with each distinct paragraph once."""
    numbers: dict[str, int] = {}
    titles: list[str] = []
    questions: list[Question] = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    for article in articles:
        for paragraph in article["paragraphs"]:
            number = numbers.setdefault(paragraph["context"], len(numbers))
            if number == len(titles):
                titles.append(article["title"])
            questions.extend(Question(each["question"], number) for each in paragraph["qas"])
    return Piaf(tuple(numbers), tuple(titles), tuple(questions))


def read_corpus(folder: Path) -> Corpus:
    """All of it, from a folder with the files that ``training/README.md`` names."""
    press = read_press(folder / "orangesum.jsonl.xz")
    rows = list(read_pairs(folder / "parallel_en_fr.tsv.xz"))
    news = [pair for _, pair in rows if pair.source.startswith(_NEWS)]
    test, choice, others = held_out(
        news, NEWS_HELD_OUT, lambda pair: f"{pair.english}\t{pair.french}"
    )
    apart = {text for pair in (*test, *choice) for text in pair[1:]}
    captions = [pair for _, pair in rows if pair.source == "multi30k"]
    return Corpus(
        press=held_out(press, PRESS_HELD_OUT, lambda article: article.identifier),
        pairs=[pair for terms, pair in rows if terms == "clear" and not apart & set(pair[1:])],
        research=[pair for pair in (*captions, *others) if not apart & set(pair[1:])],
        news=(test, choice),
        piaf=read_piaf(folder / "piaf-v1.1.json.xz"),
    )
