"""Three invented articles in memory, and answers from them without an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from support import article

from index.analysis import terms
from index.lexicon import load_lexicon
from index.passages import split_article
from index.query import QueryTerm, analyse_query
from index.types import Article, Hit, Passage
from rag.answering import compose
from rag.types import Draft

BRIDGE = """PORT-NAVEL, 3 mars 2024 — Le président valdorien Ivo Maréchal a inauguré dimanche le
pont de Sorel, en présence de la Première ministre norrlandaise Ada Lunel.

L'ouvrage a coûté 2,5 milliards d'euros et mesure 4 200 mètres. Sa construction a duré six ans parce
que la roche du détroit était fissurée. Quatorze entreprises y ont participé.

« Ce pont rapproche nos deux peuples », a déclaré M. Maréchal. Il a promis que le péage resterait
gratuit pour les pêcheurs. Ada Lunel a annoncé que son pays ouvrirait un consulat à Brumeval.

Les deux pays ont pris plusieurs mesures pour faciliter les échanges :
- la suppression des droits de douane sur le poisson ;
- la création d'un tribunal commun à Brumeval ;
- l'ouverture d'une ligne de train de nuit en septembre.

Le commerce a progressé de 12 % en 2023. Le prochain sommet se tiendra le 9 juin 2025 à Kelvik.
"""

FOREST = """The Tarnish government signed a pact on 4 May 2022 to protect its northern forests.

Nora Feld, the environment minister, said that logging would stop within three years. She promised
90 million crowns to the villages that live from timber, and the pact covers 45 percent of the
woodland.

Old Halvard, aged 82, leads the foresters' union in Osterby.
"""

GARDEN = """Le jardin botanique de Lirac rouvre ses portes jeudi. Les serres abritent 800 espèces
d'orchidées. Son directeur, Paul Aubrac, 61 ans, y travaille depuis 1998.
"""

ARTICLES = (
    article(BRIDGE, title="Le pont de Sorel est ouvert", published="2024-03-03"),
    article(FOREST, title="Tarnland protects its forests", published="2022-05", language="en"),
    article(GARDEN, title="Le jardin de Lirac rouvre", published="2023"),
)


class Shelf:
    """Articles in memory: the vocabulary of their passages, and passages by shared terms."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = {one.article_id: one for one in articles}
        self.passages = [passage for one in articles for passage in split_article(one)]
        self._terms = [set(self._terms_of(passage)) for passage in self.passages]
        self._frequencies = Counter(term for found in self._terms for term in found)

    @property
    def passage_count(self) -> int:
        return len(self.passages)

    def passage_frequency(self, term: str) -> int:
        return self._frequencies[term]

    def terms_with_prefix(self, prefix: str) -> list[str]:
        return [term for term in self._frequencies if term.startswith(prefix)]

    def ask(
        self,
        question: str,
        language: str,
        *,
        abstain: bool = True,
        min_confidence: float | None = None,
    ) -> Draft:
        asked, hits = self.look_up(question, language)
        return self.answer(
            question, language, asked, hits, abstain=abstain, min_confidence=min_confidence
        )

    def answer(
        self,
        question: str,
        language: str,
        asked: Sequence[QueryTerm],
        hits: Sequence[Hit],
        *,
        abstain: bool = True,
        min_confidence: float | None = None,
    ) -> Draft:
        """The answer from these hits."""
        return compose(
            question,
            language=language,
            terms=asked,
            hits=hits,
            article_of=self.articles.__getitem__,
            abstain=abstain,
            min_confidence=min_confidence,
        )

    def look_up(self, question: str, language: str) -> tuple[tuple[QueryTerm, ...], list[Hit]]:
        lexicon = load_lexicon()
        asked = analyse_query(question, language=language, vocabulary=self, lexicon=lexicon)
        wanted = {item.term: item.weight * term.weight for term in asked for item in term.variants}
        scores = [sum(wanted.get(term, 0.0) for term in found) for found in self._terms]
        top = max(scores, default=0.0) or 1.0
        hits = [
            Hit(passage, score / top, score, 0.0)
            for passage, score in zip(self.passages, scores, strict=True)
            if score > 0
        ]
        return asked, sorted(hits, key=lambda hit: -hit.score)[:10]

    def _terms_of(self, passage: Passage) -> list[str]:
        article = self.articles[passage.article_id]
        return terms(f"{article.title}\n{passage.text}", article.language)


SHELF = Shelf(ARTICLES)


def marked_in(draft: Draft) -> list[str]:
    first = draft.citations[0]
    return [first.quote[start:end] for start, end in first.marks]


def alone(text: str, *, title: str = "Lorm") -> Shelf:
    return Shelf([article(text, title=title, published="2024")])
