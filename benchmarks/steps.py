"""The steps that ``benchmarks.index`` measures, each in a process of its own.

    python -m benchmarks.steps NAME FOLDER [NUMBER]

A folder has ``articles/`` and, once built, ``index/`` (ours) or ``rival/`` (LangChain's). Each
step prints one JSON object of figures: seconds, milliseconds, megabytes, shares.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding import Embedder
from index.models import DEFAULT_MODEL, load_embedder

if TYPE_CHECKING:
    from langchain_classic.retrievers import EnsembleRetriever

Figures = dict[str, float]
Search = Callable[[str], object]

_QUESTIONS = 200
_DEPTH = 10
_NEW_TITLE = "Le viaduc de Cormelan rouvre"
_NEW_TEXT = (
    "Le viaduc de Cormelan rouvrira le 4 avril, a dit la mairie. Les travaux ont duré un an."
)
_NEW_QUESTION = "Quand le viaduc de Cormelan rouvrira-t-il ?"


def build(folder: Path) -> Figures:
    """A first build, or one that finds what has changed."""
    from index.building import build_index

    started, steps = time.perf_counter(), _Steps()
    report = build_index(
        folder / "articles", folder / "index", embedder=_model(), progress=steps.note
    )
    return {
        "seconds": time.perf_counter() - started,
        "processor seconds": _processor_seconds(),
        "articles": report.articles,
        "passages": report.passages,
        "memory": _peak(),
        "disk": _size(folder / "index"),
    }


def more(folder: Path) -> Figures:
    """One article more, until a search of a reader that was open all the time finds it."""
    from index.building import build_index
    from index.searching import Index

    embedder = _model()
    Index.open(folder / "index", embedder=embedder).search(_NEW_QUESTION)
    path = folder / "articles" / "one-more.txt"
    path.write_text(f"{_NEW_TITLE}\n\n{_NEW_TEXT} {time.time_ns()}\n", encoding="utf-8")
    started = time.perf_counter()
    build_index(folder / "articles", folder / "index", embedder=embedder)
    hits = Index.open(folder / "index", embedder=embedder).search(_NEW_QUESTION)
    spent = time.perf_counter() - started
    if "Cormelan" not in hits[0].passage.text:
        raise RuntimeError("the article that was added is not found")
    return {"seconds": spent, "processor seconds": _processor_seconds(), "memory": _peak()}


def read(folder: Path) -> Figures:
    """Each leg and both, warm: times, recall of the vectors against exact search, memory."""
    from index.searching import Index
    from index.vectors import VectorIndex

    embedder, questions = _model(), _questions(folder)
    index = Index.open(folder / "index", embedder=embedder)
    vectors = VectorIndex.open(next((folder / "index").glob("g*/vectors")))
    asked = embedder.embed_questions(questions)
    for question in questions[:20]:
        index.search(question)
    figures = {"memory": _resident()}
    rows = iter(asked)
    figures |= _times("vectors", lambda _: vectors.search(next(rows), _DEPTH), questions)
    terms = index._published.terms  # the leg alone has no other door
    figures |= _times(
        "terms", lambda q: terms.search(index.query_terms(q, "fr"), _DEPTH), questions
    )
    figures |= _times("both", index.search, questions)
    figures["memory, later"] = _resident()
    ids = vectors.ids
    found = 0
    for vector in asked:
        exact = {number for number, _ in vectors.search(vector, _DEPTH, allowed=ids)}
        found += len(exact & {number for number, _ in vectors.search(vector, _DEPTH)})
    figures["recall"] = found / (len(asked) * min(_DEPTH, len(ids)))
    return figures


def rival(folder: Path) -> Figures:
    """LangChain's FAISS and BM25 on the same articles and model: build, add, search."""
    both = _Rival(_model())
    started = time.perf_counter()
    both.build(_rows(folder))
    both.save(folder / "rival")
    figures = {
        "seconds": time.perf_counter() - started,
        "passages": len(both.texts),
        "memory": _peak(),
        "disk": _size(folder / "rival"),
    }
    questions = _questions(folder)
    search = both.retriever().invoke
    for question in questions[:20]:
        search(question)
    figures |= _times("both", search, questions)
    started = time.perf_counter()
    both.add(f"{_NEW_TITLE}\n\n{_NEW_TEXT}")
    both.save(folder / "rival")
    found = both.retriever().invoke(_NEW_QUESTION)
    figures["one more"] = time.perf_counter() - started
    if "Cormelan" not in found[0].page_content:
        raise RuntimeError("the article that was added is not found")
    return figures


def rival_cold(folder: Path) -> Figures:
    """LangChain's two indexes from their files, and one question."""
    started = time.perf_counter()
    both = _Rival(_model())
    both.load(folder / "rival")
    both.retriever().invoke(_NEW_QUESTION)
    return {"seconds": time.perf_counter() - started, "memory": _resident()}


class _Rival:
    """LangChain's default hybrid, with our model and passages of the same length."""

    def __init__(self, model: Embedder) -> None:
        from langchain_core.embeddings import Embeddings

        class Model(Embeddings):
            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                return model.embed_passages(texts).tolist()

            def embed_query(self, text: str) -> list[float]:
                [vector] = model.embed_questions([text]).tolist()
                return list(vector)

        self._model = Model()
        self.texts: list[str] = []

    def build(self, rows: Iterator[tuple[str, str]]) -> None:
        from langchain_community.vectorstores import FAISS

        for title, text in rows:
            self.texts += self._split(f"{title}\n\n{text}")
        self._store = FAISS.from_texts(self.texts, self._model)
        self._rank()

    def add(self, text: str) -> None:
        parts = self._split(text)
        self.texts += parts
        self._store.add_texts(parts)
        self._rank()  # it cannot be added to

    def save(self, folder: Path) -> None:
        self._store.save_local(str(folder))
        (folder / "terms.pickle").write_bytes(pickle.dumps(self._terms))

    def load(self, folder: Path) -> None:
        from langchain_community.vectorstores import FAISS

        self._store = FAISS.load_local(
            str(folder), self._model, allow_dangerous_deserialization=True
        )
        self._terms = pickle.loads((folder / "terms.pickle").read_bytes())

    def retriever(self) -> EnsembleRetriever:
        from langchain_classic.retrievers import EnsembleRetriever

        vectors = self._store.as_retriever(search_kwargs={"k": _DEPTH})
        return EnsembleRetriever(retrievers=[self._terms, vectors])

    def _rank(self) -> None:
        from langchain_community.retrievers import BM25Retriever

        self._terms = BM25Retriever.from_texts(self.texts, k=_DEPTH)

    def _split(self, text: str) -> list[str]:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=0)
        return splitter.split_text(text)


class _Steps:
    """A bar for the stage that a build is in, where the error output is a terminal."""

    def __init__(self) -> None:
        self._shown = 0.0

    def note(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if sys.stderr.isatty() and (now - self._shown > 0.2 or done == total):
            self._shown = now
            filled = 30 * done // max(total, 1)
            bar = "#" * filled + "." * (30 - filled)
            sys.stderr.write(f"\r\x1b[K{stage:<6} [{bar}] {done}/{total}")
            sys.stderr.flush()


def _model() -> Embedder:
    return load_embedder(os.environ.get("SOURCIER_MODEL", DEFAULT_MODEL))


def _rows(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "articles").glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield row["title"], row["text"]


def _questions(folder: Path) -> list[str]:
    """Titles of articles, drawn at random but always the same."""
    titles = sorted({title for title, _ in _rows(folder)})
    return random.Random(3).sample(titles, min(_QUESTIONS, len(titles)))


def _times(name: str, search: Search, questions: Sequence[str]) -> Figures:
    spent = []
    for question in questions:
        started = time.perf_counter()
        search(question)
        spent.append(1000 * (time.perf_counter() - started))
    return {
        f"{name}, p50": float(np.percentile(spent, 50)),
        f"{name}, p95": float(np.percentile(spent, 95)),
    }


def _processor_seconds() -> float:
    uses = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _peak() -> float:
    """Megabytes that this process had at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def _resident() -> float:
    """Megabytes that this process has now; its peak where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return _peak()
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmRSS"))


def _size(folder: Path) -> float:
    """Megabytes of a folder, a file of several names once."""
    files = {path.stat().st_ino: path.stat().st_size for path in folder.rglob("*")}
    return sum(files.values()) / 1e6


STEPS: dict[str, Callable[[Path], Figures]] = {
    "build": build,
    "more": more,
    "read": read,
    "rival": rival,
    "rival_cold": rival_cold,
}

if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](Path(sys.argv[2]))))
