"""Which of an article's near copies speaks, and what is left out because it was said already.

A dispatch that was reprinted with small edits is several articles and one source: the newest of
those that a question may use speaks, and the others are named beside it. Each article is compared
with articles, never with a copy of a copy: one that the newest is no near copy of speaks itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from index.analysis import fold
from index.signatures import MARK, runs_of, word_numbers
from index.types import Article, Filters, Hit
from rag.types import Citation, Copy

_REMEMBERED = 2_000  # articles of a generation that have near copies
_DEEPER = 4  # times as deep, where near copies crowd what was found
_DEEPEST = 3_000  # passages of each leg
_SAID = 0.8  # share of a passage's runs of words that may have been said before
_NEW = 0.05  # share of its figures and names that may not


class Versions:
    """The near copies of one generation's articles.

    ``near`` gives the ids of an article's near copies, ``article_of`` an article.
    """

    def __init__(
        self, near: Callable[[str], frozenset[str]], article_of: Callable[[str], Article]
    ) -> None:
        self._near = near
        self._article_of = lru_cache(maxsize=_REMEMBERED)(article_of)
        self._groups: dict[str, frozenset[str]] = {}
        self._speakers = lru_cache(maxsize=_REMEMBERED)(self._find_speakers)

    def speaker(self, article_id: str, filters: Filters = Filters()) -> str:
        """The id of the article that speaks for one that the filters let through: often itself."""
        if not self._near(article_id):
            return article_id
        related = self._groups.get(article_id)
        if related is None:
            related = self._related(article_id)
            self._groups.update(dict.fromkeys(related, related))
        return self._speakers(related, filters).get(article_id, article_id)

    def others(self, article_id: str) -> tuple[Article, ...]:
        """An article's near copies, newest first, whatever a question is limited to."""
        found = map(self._article_of, self._near(article_id))
        return tuple(sorted(found, key=_age, reverse=True))

    def cited(self, citation: Citation) -> Citation:
        """The citation with the near copies of its article."""
        others = self.others(citation.article.article_id)
        return replace(citation, also_in=tuple(Copy.of(other, citation.quote) for other in others))

    def _related(self, article_id: str) -> frozenset[str]:
        """The article, its near copies, theirs, and so on."""
        found, new = {article_id}, [article_id]
        while new:
            new = [other for other in self._near(new.pop()) - found] + new
            found.update(new)
        return frozenset(found)

    def _find_speakers(self, related: frozenset[str], filters: Filters) -> dict[str, str]:
        """Who speaks for each of these: the newest first, for all its near copies."""
        articles = sorted(map(self._article_of, related), key=_age, reverse=True)
        speakers: dict[str, str] = {}
        for article in articles:
            if passes(article, filters) and article.article_id not in speakers:
                for other in (article.article_id, *self._near(article.article_id)):
                    speakers.setdefault(other, article.article_id)
        return speakers


def apart(
    fetch: Callable[[int], Sequence[Hit]],
    most: int,
    *,
    versions: Versions,
    filters: Filters = Filters(),
) -> list[Hit]:
    """Passages of articles that speak, best first, at least ``most`` where there are as many.

    ``fetch`` gives what is found to a depth, best first. Where copies of one dispatch crowd it, it
    is called again, deeper; and once where one that speaks for the first places is not among it.
    """
    depth = most
    while True:
        found = fetch(depth)
        ids = {hit.passage.article_id for hit in found}
        speakers = {article_id: versions.speaker(article_id, filters) for article_id in ids}
        kept = [hit for hit in found if speakers[hit.passage.article_id] == hit.passage.article_id]
        first = (speakers[hit.passage.article_id] for hit in found[: most // 2])
        enough = len(kept) >= most and (depth > most or ids.issuperset(first))
        if enough or len(kept) == len(found) or len(found) < depth or depth > _DEEPEST:
            return kept
        depth *= _DEEPER


def passes(article: Article, filters: Filters) -> bool:
    """Whether a question so limited may use an article, as the index itself understands it."""
    published = article.published
    if filters.since and not (published and published.last_day >= filters.since.first_day):
        return False
    if filters.until and not (published and published.first_day <= filters.until.last_day):
        return False
    if filters.language and article.language != filters.language:
        return False
    part = fold((filters.source or "").strip())
    return any(part in fold(name) for name in (*article.sources, article.origin or ""))


def distinct(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits, less the passages that say hardly anything that better ones do not say."""
    said_runs: set[int] = set()
    said_words: set[int] = set()
    for hit in hits:
        words = word_numbers(hit.passage.text)
        runs = set(runs_of(words).tolist())
        marks = set(words[(words & MARK) == MARK].tolist())
        if len(runs - said_runs) > (1 - _SAID) * len(runs) or len(marks - said_words) > _NEW * len(
            marks
        ):
            said_runs |= runs
            said_words.update((words | MARK).tolist())
            yield hit


def _age(article: Article) -> tuple[bool, str, int, str]:
    """For ordering from old to new: undated ones are the oldest, of one day the longest the newest.

    A dispatch grows through the day; the id keeps the order the same whatever comes first.
    """
    published = article.published
    return published is not None, str(published or ""), len(article.text), article.article_id
