"""The sentences that Sourcier says itself, in French and in English."""

from __future__ import annotations

_ABSTENTION = {
    "fr": "Les articles ne contiennent pas de réponse à cette question.",
    "en": "The articles do not hold an answer to this question.",
}
_DEFAULT = "fr"


def abstention(language: str) -> str:
    """What is said where the articles hold no answer."""
    return _ABSTENTION.get(language, _ABSTENTION[_DEFAULT])
