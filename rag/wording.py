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


_SAID = {
    "understood": {"fr": "compris comme :", "en": "understood as:"},
    "unsupported": {"fr": "rien ne l’appuie", "en": "nothing supports it"},
    "references": {"fr": "Références", "en": "References"},
    "index": {"fr": "index", "en": "index"},
}


def said(what: str, language: str) -> str:
    """A phrase of exports: "understood", "unsupported", "references" or "index"."""
    return _SAID[what].get(language, _SAID[what][_DEFAULT])
