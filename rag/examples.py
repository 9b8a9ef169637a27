"""Questions that the index at hand answers, for someone who does not know yet what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from index.searching import Index
from index.types import Article, Span
from rag.names import person_spans, role_spans
from rag.types import Answer

_READ = 40  # articles, the latest
_TRIED = 24  # questions
_OPENING = 1500  # characters of an article, where its people are named
_SHAPES = {
    "fr": ("Qu’a annoncé {name} ?", "Qui est {name} ?", "Qui a rencontré {name} ?"),
    "en": ("What did {name} announce?", "Who is {name}?", "Who met {name}?"),
}
_APPOSITION = 6  # characters between a name and its role: ", le "


def example_questions(
    index: Index,
    ask: Callable[[str], Answer],
    *,
    language: str,
    count: int,
    go_on: Callable[[], bool] = lambda: True,
) -> tuple[str, ...]:
    """At most ``count`` questions in a language, each asked and answered, while ``go_on`` says so.

    They are about people whom the latest articles name, another each; where too few are named,
    the articles' titles serve.
    """
    found: dict[str, str] = {}
    for name, question in islice(_questions(index, language), _TRIED):
        if not go_on():
            break
        if name not in found and ask(question).status == "answered":
            found[name] = question
        if len(found) == count:
            break
    return tuple(found.values())


def _questions(index: Index, language: str) -> Iterator[tuple[str, str]]:
    """What each question is about, and the question: people first, the most named before others."""
    articles = list(_latest(index, language))
    names = [name for name, _ in _people(articles).most_common(_TRIED // 2)]
    shapes = _SHAPES.get(language, _SHAPES["en"])
    for place, name in enumerate(names):
        yield name, shapes[place % len(shapes)].format(name=name)
    for article in articles:
        yield article.title, article.title


def _people(articles: Iterable[Article]) -> Counter[str]:
    """Full names of people, and in how many articles each stands.

    A name is a person's where a role stands beside it ("le président X", "X, the chancellor").
    """
    counts: Counter[str] = Counter()
    for article in articles:
        opening = article.text[:_OPENING]
        roles = role_spans(opening)
        counts.update(
            {
                opening[span.start : span.end].removesuffix("'s").removesuffix("’s")
                for span in person_spans(opening)
                if any(_beside(span, role) for role in roles)
            }
        )
    return Counter({name: count for name, count in counts.items() if 2 <= len(name.split()) <= 3})


def _beside(name: Span, role: Span) -> bool:
    return 0 < name.start - role.end <= 2 or 0 < role.start - name.end <= _APPOSITION


def _latest(index: Index, language: str) -> Iterator[Article]:
    """The latest articles of a language; of all where it has none."""
    records = index.catalogue.records
    own = [key for key, record in records.items() if record.language == language]
    ordered = sorted(own or records, key=lambda key: records[key].published or "", reverse=True)
    return map(index.article, ordered[:_READ])
