"""Each leg alone and the two together, with models that know little, nothing and everything.

    python benchmarks/legs.py PIAF.json[.xz] [--titles ORANGESUM.jsonl[.xz]] [--model NAME]

Prints nDCG@10 and R@1 of the terms alone, of the vectors alone, of their fusion at the share that
was chosen when the index was built, of reciprocal rank fusion (Cormack et al. 2009, k = 60), and
of the learnt ranking that questions get.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from index.embedding import Embedder, Vectors
from index.manifest import Fusion
from index.models import load_embedder
from index.published import Published, open_current
from index.searching import Index
from index.types import Article, Hit, Passage, article_id_of
from rag.evaluation import index_squad, measure_retrieval
from rag.questionnaires import Asked, Group, Squad, read_questionnaire

_DIMENSION = 256
_DEPTH = 50
_RRF_K = 60
_TITLES = 2000
_COLUMNS = ("terms", "vectors", "fused", "rank fusion", "ranked")


class RandomVectors:
    """A model that knows nothing: a vector by the text's digest."""

    name = "random vectors"
    digest = "random"
    dimension = _DIMENSION

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        return np.stack([_random_vector(text) for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Unrelated to the passages'."""
        return self.embed_passages([f"question: {text}" for text in texts])


class Oracle(RandomVectors):
    """A model that knows the answer: a question lies where the passages that it is after lie."""

    name = "vectors that know the answer"
    digest = "oracle"

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        self._known = known

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """The direction of the wanted passages' sum."""
        sums = [self.embed_passages(self._known[text]).sum(axis=0) for text in texts]
        return np.stack([vector / np.linalg.norm(vector) for vector in sums])


@dataclass(frozen=True)
class Task:
    """Paragraphs, and questions that each look for an article's."""

    name: str
    squad: Squad

    def known(self) -> dict[str, list[str]]:
        """What each question, and each title, is after."""
        texts = {article.article_id: article.text for article, _ in self._paragraphs()}
        known = {asked.question: [texts[asked.article or ""]] for asked in self.squad.questions}
        for group in self.squad.groups:
            known[group.title] = [passage.text for _, passage in group.paragraphs]
        return known

    def _paragraphs(self) -> Iterator[tuple[Article, Passage]]:
        return (pair for group in self.squad.groups for pair in group.paragraphs)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("squad", type=Path)
    parser.add_argument("--titles", type=Path)
    parser.add_argument("--model", default="all-MiniLM-L6-v2")
    arguments = parser.parse_args()
    tasks = [Task("questions", read_squad(arguments.squad))]
    if arguments.titles:
        tasks.append(Task("titles", _read_titles(arguments.titles)))
    model = load_embedder(arguments.model)
    print(f"{'task':<10} {'model':<30} share  " + " ".join(f"{name:>13}" for name in _COLUMNS))
    for task in tasks:
        for embedder in (model, RandomVectors(), Oracle(task.known())):
            measure(task, embedder)


def measure(task: Task, embedder: Embedder) -> None:
    """Index the task's paragraphs and print a line."""
    with tempfile.TemporaryDirectory() as folder:
        assistant = index_squad(task.squad, Path(folder), embedder=embedder)
        published = open_current(Path(folder))
        chosen = published.manifest.fusion.dense_share
        terms, vectors, fused = (_at_share(published, embedder, share) for share in (0, 1, chosen))
        searches = [leg.search for leg in (terms, vectors, fused)]
        searches += [partial(_rank_fusion, terms, vectors), assistant.search]
        columns = [_figures(task, search) for search in searches]
    shown = " ".join(f"{column['nDCG@10']:.4f}/{column['R@1']:.4f}" for column in columns)
    print(f"{task.name:<10} {embedder.name:<30} {chosen:>5.2f}  {shown}", flush=True)


def _at_share(published: Published, embedder: Embedder, share: float) -> Index:
    fusion = Fusion(share, published.manifest.fusion.articles)
    manifest = replace(published.manifest, fusion=fusion)
    return Index(replace(published, manifest=manifest), embedder=embedder)


def _figures(task: Task, search: Callable[..., list[Hit]]) -> dict[str, float]:
    return measure_retrieval(
        ([asked.article or ""], [hit.passage.article_id for hit in search(asked.question, k=10)])
        for asked in task.squad.questions
    )


def _rank_fusion(terms: Index, vectors: Index, question: str, *, k: int) -> list[Hit]:
    scores: dict[str, float] = {}
    hits: dict[str, Hit] = {}
    for leg in (terms, vectors):
        for rank, hit in enumerate(leg.search(question, k=_DEPTH), start=1):
            key = hit.passage.passage_id
            hits[key] = hit
            scores[key] = scores.get(key, 0.0) + 1 / (_RRF_K + rank)
    return [hits[key] for key in sorted(scores, key=lambda key: -scores[key])[:k]]


def _random_vector(text: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(_DIMENSION).astype(np.float32)
    return vector / np.linalg.norm(vector)


def read_squad(path: Path) -> Squad:
    """SQuAD-style JSON, plain or packed by xz."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "squad.json"
        plain.write_text(_text(path), encoding="utf-8")
        squad = read_questionnaire(plain)
    if not isinstance(squad, Squad):
        raise SystemExit(f"{path} is not SQuAD-style JSON")
    return squad


def _read_titles(path: Path) -> Squad:
    """2,000 articles with distinct titles and texts; each title looks for its article's text.

    Each article is one paragraph, cut at 1,500 characters. As in use, the legs are weighed on a
    sample of the titles, here 120 of those asked.
    """
    rows = [json.loads(line) for line in _text(path).splitlines()]
    random.Random(0).shuffle(rows)
    groups, questions = [], []
    seen: set[str] = set()
    for row in rows:
        title, text = row["title"], row["article"][:1500]
        if len(groups) == _TITLES or {title, text} & seen or len(text) < 400:
            continue
        seen |= {title, text}
        key = article_id_of(text)
        article = Article(key, title="", text=text, published=None, sources=(), language="fr")
        groups.append(Group(title, ((article, Passage(key, 0, len(text), text)),)))
        questions.append(Asked(title, (), key))
    return Squad(tuple(groups), tuple(questions))


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (lzma.decompress(content) if path.suffix == ".xz" else content).decode("utf-8")


if __name__ == "__main__":
    main()
