"""Questions that the index at hand answers, for someone who does not know yet what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest

from index.searching import Index
from index.types import Article
from rag.names import person_spans
from rag.types import Answer

_READ = 40  # articles, the latest
_TRIED = 24  # questions
_OPENING = 1500  # characters of an article, where its people are named
_SHAPES = {
    "fr": ("Qu’a annoncé {name} ?", "Qui est {name} ?", "Qui a rencontré {name} ?"),
    "en": ("What did {name} announce?", "Who is {name}?", "Who met {name}?"),
}


def example_questions(
    index: Index, ask: Callable[[str], Answer], *, language: str, count: int
) -> tuple[str, ...]:
    """At most ``count`` questions in a language, about the people that the latest articles name.

    Each was asked, and answered, and names another person.
    """
    found: dict[str, str] = {}
    for tried, (name, question) in enumerate(_questions(index, language)):
        if len(found) == count or tried == _TRIED:
            break
        if name not in found and ask(question).status == "answered":
            found[name] = question
    return tuple(found.values())


def _questions(index: Index, language: str) -> Iterator[tuple[str, str]]:
    """Names with a question each, a shape after the other, the most named people first."""
    shapes = _SHAPES.get(language, _SHAPES["en"])
    names = [name for name, _ in _people(index, language).most_common(_TRIED)]
    rounds = [
        [(name, shape.format(name=name)) for name in names[place :: len(shapes)]]
        for place, shape in enumerate(shapes)
    ]
    return (pair for pair in chain.from_iterable(zip_longest(*rounds)) if pair is not None)


def _people(index: Index, language: str) -> Counter[str]:
    """Full names of people, and in how many of the latest articles each stands."""
    counts: Counter[str] = Counter()
    for article in _latest(index, language):
        opening = article.text[:_OPENING]
        names = {opening[start:end] for start, end in person_spans(opening)}
        counts.update(name for name in names if 2 <= len(name.split()) <= 3)
    return counts


def _latest(index: Index, language: str) -> Iterator[Article]:
    """The latest articles of a language; of all languages where it has none."""
    records = index.catalogue.records
    own = [key for key, record in records.items() if record.language == language]
    ordered = sorted(own or records, key=lambda key: records[key].published or "", reverse=True)
    return map(index.article, ordered[:_READ])
