"""Words of one family: stems that share so long a beginning that one is derived from the other."""

from __future__ import annotations

FAMILY_LETTERS = 5  # that such stems share at their beginning, at least
_SHARE = 0.65  # of the longer stem that is shared, at least


def is_family(one: str, other: str) -> bool:
    """Whether two stems are of one family: "militair" and "militaris"."""
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= FAMILY_LETTERS and shared >= _SHARE * max(len(one), len(other))
