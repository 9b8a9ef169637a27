"""Small real models and small real articles that several tests share. The news is invented."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

import numpy as np

from index.analysis import terms
from index.embedding import Vectors
from index.types import Article, Entry, PartialDate, Passage, article_id_of

DIMENSION = 64
ROOT = Path(__file__).parent.parent

# File names and contents: ten articles in French, two in English, each on its own subject.
ARTICLES: Mapping[str, str] = {
    "2025/barrage.md": """---
title: Le barrage de Lorméa sera achevé en 2031
date: 2025-05-21
language: fr
source: Agence de l'Est
---
Port-Lorméa, 21 mai 2025 — Le Premier ministre de Valdorie a promis mercredi d'achever le barrage
de Lorméa avant la fin de 2031.

Le chantier coûtera 4,2 milliards d'euros. La Banque des Rivières en prêtera la moitié.

Il fournira de l'électricité à 600 000 foyers. Les pêcheurs de l'estuaire craignent pour les
saumons.
""",
    "2025/forets.md": """---
title: Onze pays s'engagent à replanter la forêt boréale
date: 2025-07
language: fr
url: https://actualites.example/forets
---
Onze gouvernements ont signé un pacte pour replanter trois millions d'hectares de forêt boréale.

Le texte prévoit :
- un fonds commun de 900 millions d'euros ;
- des pépinières dans chaque province ;
- un bilan public tous les deux ans.
""",
    "2024/traite.md": """---
title: Un traité sur les câbles sous-marins
date: 2024
language: fr
source: Gazette des Détroits
---
Les capitales riveraines ont conclu un traité qui protège les câbles sous-marins.

Tout navire qui mouille à moins d'un mille d'un câble devra le signaler. La présidente du Conseil,
Ilse Marévan, y voit « un premier pas ».
""",
    "2024/train.txt": """Le train de nuit revient entre Sorbeck et Almina
12 mars 2024

Le train de nuit circulera de nouveau entre Sorbeck et Almina dès septembre. Le trajet durera onze
heures. Les billets coûteront 49 euros.
""",
    "2024/cereales.txt": """Accord sur les exportations de céréales

Les deux pays laisseront passer les navires chargés de blé et de maïs. Une commission mixte
vérifiera les cargaisons au port d'Almina.
""",
    "sante.md": """---
title: La Valdorie vaccine les écoliers contre la rougeole
date: 2025-02-03
language: fr
---
Une campagne de vaccination contre la rougeole commence dans les écoles primaires. Les infirmières
verront 210 000 enfants avant le mois de juin.
""",
    "elections.md": """---
title: Ilse Marévan réélue présidente du Conseil
date: 2025-11-20
language: fr
---
Ilse Marévan a été réélue avec 54 % des suffrages. Son adversaire, Tomas Krievan, a reconnu sa
défaite. Elle gouvernera jusqu'en 2030.
""",
    "defense.md": """---
title: Les drones de surveillance resteront au sol
date: 2025-06-30
language: fr
---
Le ministère de la Défense renonce à ses drones de surveillance maritime. Trois appareils sur douze
ont été perdus pendant les essais.
""",
    "impots.md": """---
title: La taxe sur les billets d'avion doublera
date: 2025-01
language: fr
---
Le Parlement a voté une hausse de la taxe sur les billets d'avion. Elle passera de 7 à 14 euros par
passager et financera les trains régionaux.
""",
    "musee.md": """---
title: Le musée de la Mer rend douze sculptures
date: 2023-10-05
language: fr
---
Le musée de la Mer a rendu douze sculptures à l'île de Tamoa. Elles avaient été emportées en 1887.
""",
    "en/wind.md": """---
title: Borland pledges to triple its wind power by 2035
date: 2025-05-22
language: en
source: Northern Wire
---
The government of Borland pledged on Thursday to triple the country's wind power by 2035.

Ministers set aside 2.5 billion crowns for new turbines. Fishing crews will be paid for lost
grounds.
""",
    "en/library.md": """---
title: A floating library sets out for the islands
date: 2024-09-14
language: en
---
A floating library with eight thousand books left the harbour on Saturday. It will call at twenty
islands before winter.
""",
}


def write_articles(folder: Path, articles: Mapping[str, str] = ARTICLES) -> Path:
    """Write articles as files below a folder; gives the folder."""
    for name, content in articles.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def article(
    text: str,
    *,
    title: str = "",
    published: str | None = None,
    language: str = "fr",
    place: str | None = None,
    sources: tuple[str, ...] = ("a.md",),
    origin: str | None = None,
) -> Article:
    """An article of this text."""
    date = PartialDate.parse(published) if published else None
    return Article(article_id_of(text), title, text, date, sources, language, place, origin)


def entry(of: Article, vector_id: int, *, heading: str = "", lead_in: str = "") -> Entry:
    """The whole text of an article as one passage."""
    return Entry(Passage(of.article_id, 0, len(of.text), of.text), vector_id, heading, lead_in)


class BagEmbedder:
    """A text's vector is the sum of fixed random vectors, one a term: shared words, near vectors.

    ``seen`` is every passage text that it was given, in order.
    """

    def __init__(self, seed: int = 0, *, dimension: int = DIMENSION) -> None:
        self.name = f"bag-{seed}"
        self.digest = f"bag-{seed}-{dimension}"
        self.dimension = dimension
        self.seen: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return self._embed(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        rows = [self._row(text) for text in texts]
        return unit(np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension))

    def _row(self, text: str) -> Vectors:
        bag = sum(
            (random_vector(f"{self.digest} {term}", self.dimension) for term in terms(text, "fr")),
            start=random_vector(self.digest, self.dimension) / 10,  # for texts without terms
        )
        return np.asarray(bag, dtype=np.float32)


class RandomEmbedder(BagEmbedder):
    """A vector that says nothing of its text, but the same one for the same text."""

    def __init__(self, seed: int = 0, *, dimension: int = DIMENSION) -> None:
        super().__init__(seed, dimension=dimension)
        self.name = self.digest = f"random-{seed}-{dimension}"

    def _row(self, text: str) -> Vectors:
        return random_vector(f"{self.digest} {text}", self.dimension)


class OracleEmbedder(BagEmbedder):
    """Knows which passage answers: it gets the question's own vector, others get random ones."""

    def __init__(self, answers: Callable[[str, str], bool], questions: Sequence[str]) -> None:
        super().__init__(dimension=256)
        self.name = self.digest = "oracle"
        self._answers = answers
        self._questions = list(questions)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        rows = [random_vector(text, self.dimension) for text in texts]
        return unit(np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension))

    def _row(self, text: str) -> Vectors:
        asked = [question for question in self._questions if self._answers(question, text)]
        rows = [random_vector(question, self.dimension) for question in asked or [f"-{text}"]]
        return np.asarray(np.sum(rows, axis=0), dtype=np.float32)


def calls_of(action: Callable[[], object]) -> int:
    """How many functions are called, Python's and C's: as many on any machine, at any load."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


def random_vector(key: str, dimension: int) -> Vectors:
    """The one random vector of a key."""
    seed = int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)


def unit(vectors: Vectors) -> Vectors:
    """The vectors at unit length."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.ascontiguousarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
