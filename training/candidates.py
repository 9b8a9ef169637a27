"""Questions whose answers are known, each with all that both legs bring, as the ranking sees it.

PIAF's questions search all its paragraphs. The questions on news (``training/questions``) search
the articles that they were written on among 2,000; any passage of the article counts.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from index.building import build_index
from index.embedding import Embedder, Vectors
from rag.assistant import Assistant
from rag.evaluation import index_squad
from rag.questionnaires import Squad, read_questionnaire
from rag.ranking import Ranker
from rag.settings import Settings
from training.split import Role, hashed, piaf_role

PIAF = "piaf-v1.1.json.xz"
PRESS = "orangesum.jsonl.xz"
QUESTIONS = Path(__file__).with_name("questions")
_ARTICLES = 2_000  # of news


@dataclass(frozen=True, slots=True)
class Listed:
    """A question's candidates: their features, and which of them answer."""

    features: NDArray[np.float32]
    answers: NDArray[np.bool_]


class Unrelated:
    """A model that knows nothing: each text's vector is drawn by its digest."""

    name = "unrelated vectors"
    digest = "unrelated"
    dimension = 256

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return np.stack([self._drawn(f"passage: {text}") for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return np.stack([self._drawn(f"question: {text}") for text in texts])

    def _drawn(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)


def list_piaf(squad: Squad, embedder: Embedder) -> Mapping[Role, list[Listed]]:
    """The candidates of the questions that the embedding model was not trained on, by role."""
    roles = {
        article.article_id: piaf_role(group.title)
        for group in squad.groups
        for article, _ in group.paragraphs
    }
    ranker = Ranker()
    listed: dict[Role, list[Listed]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        assistant = index_squad(squad, Path(folder), embedder=embedder)
        for asked in track(squad.questions, f"PIAF, {embedder.name}"):
            role = roles[asked.article or ""]
            if role != "embedding":
                wanted = {asked.article or ""}
                listed[role].append(_list(assistant, ranker, asked.question, wanted))
    return listed


def list_news(press: Path, embedder: Embedder) -> list[Listed]:
    """The candidates of the questions on news that an article answers."""
    asked = [
        row
        for file in sorted(QUESTIONS.glob("news_*.jsonl"))
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())
        if row["answerable"]
    ]
    rows = list(_press(press, {row["article"] for row in asked}))
    ranker = Ranker()
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        for row in rows:
            told = {"title": row["title"], "text": row["article"], "date": row["published_time"]}
            file = articles / f"{row['id']}.json"
            file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        build_index(articles, Path(folder) / "index", embedder=embedder)
        assistant = Assistant(Settings(index=Path(folder) / "index"), embedder=embedder)
        names: dict[str, set[str]] = defaultdict(set)
        for article_id, record in assistant.published().catalogue().records.items():
            for source in record.sources:
                names[source.removesuffix(".json")].add(article_id)
        return [
            _list(assistant, ranker, row["question"], names[str(row["article"])])
            for row in track(asked, f"news, {embedder.name}")
        ]


def _press(file: Path, wanted: Collection[str]) -> Iterator[dict[str, Any]]:
    """The wanted articles, and as many others as make up the number, by the hash of their text."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        rows = {str(row["id"]): row for row in map(json.loads, lines)}
    others = sorted(rows.keys() - set(map(str, wanted)), key=lambda n: hashed(rows[n]["article"]))
    for number in [*map(str, wanted), *others[: _ARTICLES - len(wanted)]]:
        yield rows[number]


def _list(assistant: Assistant, ranker: Ranker, question: str, wanted: Collection[str]) -> Listed:
    index, language = assistant.current(), assistant.language_of(question)
    terms = index.query_terms(question, language)
    hits = index.candidates(question, language=language, terms=terms)
    features = ranker.features(question, hits, language=language, terms=terms)
    answers = np.array([hit.passage.article_id in wanted for hit in hits], dtype=np.bool_)
    return Listed(features, answers)


def read_squad(path: Path) -> Squad:
    """SQuAD-style JSON packed by xz."""
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        plain = Path(folder) / "squad.json"
        plain.write_bytes(lzma.decompress(path.read_bytes()))
        read = read_questionnaire(plain)
    if not isinstance(read, Squad):
        raise SystemExit(f"{path} is not SQuAD-style JSON")
    return read
