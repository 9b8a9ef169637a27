"""What may be learnt from and what is only measured on: fixed, by hashes, the same for everyone.

| data | learnt from by the embedding model | settings chosen on | measured on, else untouched |
|---|---|---|---|
| PIAF articles, part = SHA-256 of the title modulo 10 | 0 to 3 | 4 to 6 | 7 to 9 |
| parallel news of the research rows | (the research model only) | 1,000 pairs | 1,000 pairs |
| OrangeSum articles | all but 4,000 | 2,000 | 2,000 |

Parts 4 to 6 of PIAF are where the ranking and the calibration are fitted: the embedding model is
never trained on them, so that its scores look to them as they will look on other articles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

Role = Literal["embedding", "ranking", "held-out"]
T = TypeVar("T")

NEWS_HELD_OUT = 1_000  # pairs to choose settings on, and as many to measure on
PRESS_HELD_OUT = 2_000  # articles, likewise


def hashed(text: str) -> int:
    """The SHA-256 of a text, as a number."""
    return int(hashlib.sha256(text.encode("utf-8")).hexdigest(), 16)


def piaf_part(title: str) -> int:
    """The part, 0 to 9, of a PIAF article."""
    return hashed(title) % 10


def piaf_role(title: str) -> Role:
    """What the article may be used for."""
    part = piaf_part(title)
    return "embedding" if part < 4 else "ranking" if part < 7 else "held-out"


def held_out(
    items: Sequence[T], count: int, key: Callable[[T], str]
) -> tuple[list[T], list[T], list[T]]:
    """The ``count`` items of least hash, to measure on; the next, to choose on; and the others.

    An item that leaves or joins the data moves at most one other across the borders.
    """
    ranked = sorted(items, key=lambda item: (hashed(key(item)), key(item)))
    test, choice = ranked[:count], ranked[count : 2 * count]
    apart = {id(item) for item in (*test, *choice)}
    return test, choice, [item for item in items if id(item) not in apart]
