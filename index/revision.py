"""From files that changed to articles that have to be written: copies of one text are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from index.catalogue import merged_record
from index.changes import Changes, changes_between
from index.published import Published
from index.rows import Given, Row, Rows, is_url
from index.survey import Survey
from index.types import Article

Copies = list[tuple[str, Given]]  # the files that give an article, and what each says of it


@dataclass(frozen=True, slots=True)
class Revision:
    """What makes the next generation's articles out of those of the one before.

    ``written`` are new, or say something else of themselves; ``again`` are the ids of the latter,
    ``retitled`` of those of them that go by another title or language; ``dropped`` those of
    articles that no file gives any more. ``languages`` counts the next generation's articles.
    """

    changes: Changes
    written: tuple[Article, ...]
    again: frozenset[str]
    retitled: frozenset[str]
    dropped: frozenset[str]
    languages: dict[str, int]

    @property
    def added(self) -> frozenset[str]:
        """The ids of the articles that were not there before."""
        return frozenset(article.article_id for article in self.written) - self.again

    @property
    def removed(self) -> frozenset[str]:
        """The ids of the articles whose earlier form has to go."""
        return self.again | self.dropped


def revise(before: Published | None, rows: Rows, found: Survey) -> Revision:
    """Compare what files gave with what they give now; unchanged files are not looked at."""
    now = sorted(found.rows, key=lambda row: row.name)
    then = [row for name in (*(row.name for row in now), *found.gone) if (row := rows.get(name))]
    languages = Counter(before.manifest.languages if before else {})
    written, again, retitled, dropped = [], set(), set(), set()
    for article_id, old, new in _touched(before, rows, now, then, found.articles):
        if old:
            languages[old.language] -= 1
        if new is None:
            dropped.add(article_id)
            continue
        languages[new.language] += 1
        if new == old:
            continue
        written.append(new)
        if old:
            again.add(article_id)
            if (old.title, old.language) != (new.title, new.language):
                retitled.add(article_id)
    return Revision(
        changes=changes_between(then, now),
        written=tuple(written),
        again=frozenset(again),
        retitled=frozenset(retitled),
        dropped=frozenset(dropped),
        languages=dict(sorted((+languages).items(), key=lambda item: (-item[1], item[0]))),
    )


def _touched(
    before: Published | None,
    rows: Rows,
    now: Sequence[Row],
    then: Sequence[Row],
    read: Mapping[str, Article],
) -> Iterator[tuple[str, Article | None, Article | None]]:
    """The id of each article of which files say something else, as it was and as it will be."""
    copies, earlier = _copies(now), _copies(then)
    names = {row.name for row in (*now, *then)}

    @cache  # a file that has not changed may hold many of the articles
    def unchanged(name: str) -> dict[str, Copies]:
        return _copies([row] if name not in names and (row := rows.get(name)) else [])

    for article_id in dict.fromkeys((*copies, *earlier)):
        own, old = list(copies.get(article_id, [])), None
        if before and own == earlier.get(article_id):
            continue
        if before and before.terms.holds(article_id):
            old = before.terms.article(article_id)
            paths = (source for source in old.sources if not is_url(source))
            others = {_file_of(path, rows) for path in paths}
            own += (copy for name in others for copy in unchanged(name).get(article_id, ()))
            own.sort(key=_by_name)
        if not own:
            yield article_id, old, None
            continue
        text = old.text if old else read[article_id].text
        yield article_id, old, merged_record(own).article(article_id, text)


def _copies(rows: Iterable[Row]) -> dict[str, Copies]:
    copies: dict[str, Copies] = {}
    for row in rows:
        for given in row.given:
            copies.setdefault(given.article_id, []).append((row.name, given))
    return copies


def _file_of(source: str, rows: Rows) -> str:
    """The name of the file that a source is, or is a part of."""
    return source if source in rows else source.rpartition("#")[0]


def _by_name(copy: tuple[str, Given]) -> str:
    return copy[0]
