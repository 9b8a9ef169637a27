"""What a build found against the generation before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from index.rows import Given, Row


@dataclass(frozen=True, slots=True)
class Move:
    """A path that an article has left, and the one where it lies now."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs, by path; an article of a file that holds several goes by ``path#part``."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.added, self.changed, self.moved, self.removed))


class _Place(NamedTuple):
    path: str
    given: Given


def changes_between(before: Iterable[Row], now: Iterable[Row]) -> Changes:
    """How two states of the same files differ; each file once a state, unchanged ones left out.

    An article whose text, heading, address or origin is another has changed. One that is found
    under a new path, and no longer under an old one, has moved; a change of place within one file,
    as when a line is put before it, is none.
    """
    old = {row.name: row for row in before}
    new = {row.name: row for row in now}
    changed: set[str] = set()
    came: list[_Place] = []
    went: list[_Place] = []
    for name in old.keys() | new.keys():
        own, left, arrived = _file_changes(_places(old.get(name)), _places(new.get(name)))
        changed |= own
        went += left
        came += arrived
    moved = list(_moves(went, came))
    old_paths, new_paths = {move.old for move in moved}, {move.new for move in moved}
    return Changes(
        added=_sorted(place.path for place in came if place.path not in new_paths),
        changed=_sorted(changed),
        moved=tuple(sorted(moved, key=lambda move: move.new)),
        removed=_sorted(place.path for place in went if place.path not in old_paths),
    )


def _places(row: Row | None) -> list[_Place]:
    if row is None:
        return []
    return [_Place(row.name + part, given) for given in row.given for part in given.parts]


def _file_changes(
    then: list[_Place], since: list[_Place]
) -> tuple[set[str], list[_Place], list[_Place]]:
    """Of one file: the paths whose article is another now, and the places that went and came."""
    staying = {place.given.article_id for place in then} & {
        place.given.article_id for place in since
    }
    changed = set(_reworded(then, since, staying))
    went, came = (
        [place for place in places if place.given.article_id not in staying]
        for places in (then, since)
    )
    rewritten = {place.path for place in went} & {place.path for place in came}
    return (
        changed | rewritten,
        [place for place in went if place.path not in rewritten],
        [place for place in came if place.path not in rewritten],
    )


def _reworded(then: list[_Place], since: list[_Place], staying: set[str]) -> Iterator[str]:
    """The paths of articles that stay in their file, but say something else of themselves."""
    said = {place.given.article_id: _said(place.given) for place in reversed(then)}
    for place in since:
        key = place.given.article_id
        if key in staying and said[key] != _said(place.given):
            yield place.path


def _said(given: Given) -> Given:
    return replace(given, parts=())


def _moves(went: list[_Place], came: list[_Place]) -> Iterator[Move]:
    """Pairs of an old and a new path of one article, each path in one pair at most."""
    old_paths = defaultdict(list)
    for path, given in sorted(went, key=_path, reverse=True):
        old_paths[given.article_id].append(path)
    for path, given in sorted(came, key=_path):
        if old_paths[given.article_id]:
            yield Move(old_paths[given.article_id].pop(), path)


def _path(place: _Place) -> str:
    return place.path


def _sorted(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths)))
