"""Retrieval in one table: each leg, their fusion, the ranking, and two rivals.

    python -m pip install "sourcier[bench]"
    python -m benchmarks.quality PIAF.json[.xz] [--held-out] [--sample 500] [--model NAME]

Every question searches all paragraphs. The rivals get the same texts and questions: LangChain's
``EnsembleRetriever`` (rank fusion of its ``BM25Retriever`` and of FAISS over all-MiniLM-L6-v2, as
they come but for ten results in place of four) and bm25s with French stems and stop words. Figures
are ir-measures'. The milliseconds are processor time, one question asked after another; those of
LangChain are without the vectors of questions, which are made all at once before. With
``--held-out``, only the questions of articles that nothing was fitted on.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import Stemmer

from benchmarks.legs import read_squad
from index.embedding import Embedder
from index.manifest import Fusion
from index.models import DEFAULT_MODEL, load_embedder
from index.searching import Index
from index.types import Hit
from rag.evaluation import index_squad, measure_retrieval
from rag.questionnaires import Asked, Squad
from training.split import piaf_role

_DEPTH = 10
_RIVAL_MODEL = "all-MiniLM-L6-v2"
_COLUMNS = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")

Search = Callable[[str], Sequence[str]]
"""Takes a question and gives the ids of the articles that were found, best first."""


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("squad", type=Path)
    parser.add_argument("--held-out", action="store_true", help="articles that nothing was fit on")
    parser.add_argument("--sample", type=int, help="ask this many questions, drawn at random")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    arguments = parser.parse_args()
    squad = read_squad(arguments.squad)
    questions = _questions(squad, held_out=arguments.held_out, sample=arguments.sample)
    paragraphs = sum(len(group.paragraphs) for group in squad.groups)
    print(f"{len(questions)} questions on {paragraphs} paragraphs")
    print(f"{'':<34}" + "".join(f"{name:>9}" for name in _COLUMNS) + f"{'ms':>9}")
    for name, search in _searches(squad, questions, arguments.model):
        _report(name, search, questions)


def _questions(squad: Squad, *, held_out: bool, sample: int | None) -> list[Asked]:
    role_of = {
        article.article_id: piaf_role(group.title)
        for group in squad.groups
        for article, _ in group.paragraphs
    }
    asked = [each for each in squad.questions if each.article is not None]
    if held_out:
        asked = [each for each in asked if role_of[each.article or ""] == "held-out"]
    if sample is not None and sample < len(asked):
        asked = random.Random(0).sample(asked, sample)
    return asked


def _searches(squad: Squad, questions: Sequence[Asked], model: str) -> Iterator[tuple[str, Search]]:
    texts = {
        article.article_id: passage.text
        for group in squad.groups
        for article, passage in group.paragraphs
    }
    with tempfile.TemporaryDirectory() as folder:
        yield from _ours(squad, Path(folder), load_embedder(model))
    langchain = partial(_langchain, questions=[asked.question for asked in questions])
    for name, rival in (("bm25s, French", _bm25s), ("LangChain EnsembleRetriever", langchain)):
        try:
            yield name, rival(texts)
        except ImportError as error:
            print(f"{name:<34} is not installed ({error.name}): pip install 'sourcier[bench]'")


def _ours(squad: Squad, folder: Path, embedder: Embedder) -> Iterator[tuple[str, Search]]:
    assistant = index_squad(squad, folder, embedder=embedder)
    published = assistant.published()
    share = published.manifest.fusion.dense_share
    for name, each in (("terms", 0.0), ("vectors", 1.0), ("fusion", share)):
        manifest = replace(published.manifest, fusion=Fusion(each, 0))
        index = Index(replace(published, manifest=manifest), embedder=embedder)
        label = f"fusion, {share:.3f} of the vectors" if name == "fusion" else name
        yield label, lambda question, index=index: _ids(index.search(question, k=_DEPTH))
    yield "ranking", lambda question: _ids(assistant.search(question, k=_DEPTH))


def _ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.article_id for hit in hits]


def _langchain(texts: dict[str, str], *, questions: Sequence[str]) -> Search:
    """LangChain's default hybrid, over vectors of MiniLM."""
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    model = load_embedder(_RIVAL_MODEL)
    asked = dict(zip(questions, model.embed_questions(questions).tolist(), strict=True))

    class MiniLM(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return model.embed_passages(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            known: list[float] = asked[text]
            return known

    metadata = [{"id": key} for key in texts]
    terms = BM25Retriever.from_texts(list(texts.values()), metadatas=metadata, k=_DEPTH)
    store = FAISS.from_texts(list(texts.values()), MiniLM(), metadatas=metadata)
    vectors = store.as_retriever(search_kwargs={"k": _DEPTH})
    both = EnsembleRetriever(retrievers=[terms, vectors])
    return lambda question: [found.metadata["id"] for found in both.invoke(question)][:_DEPTH]


def _bm25s(texts: dict[str, str]) -> Search:
    """bm25s as it comes, with French stems and stop words."""
    import bm25s

    keys, stemmer = list(texts), Stemmer.Stemmer("french")

    read = partial(bm25s.tokenize, stopwords="fr", stemmer=stemmer, show_progress=False)
    ranking = bm25s.BM25()
    ranking.index(read(list(texts.values())), show_progress=False)

    def search(question: str) -> list[str]:
        try:
            rows, _ = ranking.retrieve(read([question]), k=_DEPTH, show_progress=False)
        except ValueError:  # what it raises for a question of stop words alone
            return []
        return [keys[row] for row in rows[0]]

    return search


def _report(name: str, search: Search, questions: Sequence[Asked]) -> None:
    started = time.process_time()
    found = [([asked.article or ""], search(asked.question)) for asked in questions]
    spent = 1000 * (time.process_time() - started) / max(len(questions), 1)
    figures = measure_retrieval(found)
    shown = "".join(f"{figures[column]:>9.4f}" for column in _COLUMNS)
    print(f"{name:<34}{shown}{spent:>9.2f}", flush=True)


if __name__ == "__main__":
    main()
