"""How a sentence stands among all that might answer: what the list as a whole tells of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rag.features import Features
from rag.outlook import Search
from rag.question import Question

# Kinds whose answers confirm themselves in ways of their own.
_SORTS = {
    "when": "figure",
    "how_many": "figure",
    "how_much": "figure",
    "age": "figure",
    "who": "who",
    "where": "where",
    "why": "why",
    "list": "list",
    "yes_no": "yes_no",
    "keywords": "keywords",
}
SORTS = tuple(dict.fromkeys(_SORTS.values()))
_LEAD = 4.0  # of score over the next sentence, beyond which more says nothing
_LEAD_ELSEWHERE = 6.0  # the same over the next article


def standing(
    question: Question,
    features: Sequence[Features],
    scores: Sequence[float],
    owners: Sequence[str],
    number: int,
    *,
    foreign: bool,
    search: Search,
) -> dict[str, float]:
    """What is known of the sentence ``number`` of a list, beside the others, by name.

    ``owners`` are the sentences' articles; ``foreign``, that this one's is in another language
    than the question; ``search``, what the search as a whole tells.
    """
    own, score = features[number], scores[number]
    top = max(scores)
    odds = [math.exp(each - top) for each in scores]
    next_best = max((s for n, s in enumerate(scores) if n != number), default=-math.inf)
    elsewhere = [s for s, owner in zip(scores, owners, strict=True) if owner != owners[number]]
    within = sum(o for o, owner in zip(odds, owners, strict=True) if owner == owners[number])
    held = own.here + own.names_here
    told = {
        "best": score / 10,
        "chance": odds[number] / sum(odds),
        "article_chance": within / sum(odds),
        "lead": _lead(score - next_best, _LEAD),
        "lead_elsewhere": _lead(score - max(elsewhere, default=-math.inf), _LEAD_ELSEWHERE),
        "covered": own.covered,
        "covered_elsewhere": max(each.covered for each in features) - own.covered,
        "alike_somewhere": max(each.alike_around for each in features),
        "whole_elsewhere": max(each.whole for each in features) - own.whole,
        "fits_somewhere": max(each.fits for each in features),
        "fits_held": own.fits * held,
        "absent_everywhere": min(each.names_absent for each in features),
        "foreign": float(foreign),
    }
    return {**own._asdict(), **search._asdict(), **told, **_by_sort(question, own)}


def _lead(gap: float, most: float) -> float:
    return max(-1.0, min(1.0, gap / most))


def _by_sort(question: Question, own: Features) -> Mapping[str, float]:
    """What confirms an answer of the question's kind, which differs from kind to kind."""
    asked = _SORTS.get(question.kind)
    told = {}
    for sort in SORTS:
        is_asked = float(sort == asked)
        told[f"is_{sort}"] = is_asked
        told[f"fits_{sort}"] = is_asked * own.fits
        told[f"held_{sort}"] = is_asked * (own.here + own.alike)
    return told
