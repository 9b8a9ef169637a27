"""A vocabulary of nine sentences, and questions as it sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.query import QueryTerm, Variant, analyse_query
from index.terms.searching import TermIndex

TEXTS = [
    "Le président Kassym-Jomart Tokaïev a reçu les ministres du Kazakhstan.",
    "Viktor Orbán a parlé de la Hongrie et de l'Union européenne.",
    "Le Kazakhstan exportera 10 000 tonnes de blé vers la Hongrie.",
    "L'accord sur le climat prévoit des engagements nouveaux.",
    "Benyamin Netanyahou et Erdoğan se sont parlé.",
    "Tokayev signs a treaty on water with Hungary.",
    "La routine des sommets : un accord, des photos.",
    "Le port du sud, la paix et la mer.",
    "Une panne a touché le port.",
]


class WordList:
    """A word list of the test's own, of terms."""

    def __init__(self, **translations: Mapping[str, Sequence[tuple[str, float]]]) -> None:
        self._translations = translations

    def translations(self, term: str, *, source: str) -> Sequence[tuple[str, float]]:
        return self._translations.get(source, {}).get(term, ())


NO_WORDS = WordList()


def ask(
    vocabulary: TermIndex,
    question: str,
    *,
    language: str = "fr",
    lexicon: WordList = NO_WORDS,
) -> tuple[QueryTerm, ...]:
    return analyse_query(question, language=language, vocabulary=vocabulary, lexicon=lexicon)


def variants(vocabulary: TermIndex, word: str, *, language: str = "fr") -> dict[str, Variant]:
    opening = {"fr": "est-ce", "en": "is it"}[language]  # stop words, that a name may follow
    found = ask(vocabulary, f"{opening} {word}", language=language)
    assert len(found) == 1
    return {variant.term: variant for variant in found[0].variants}
