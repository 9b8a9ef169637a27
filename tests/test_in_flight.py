"""Questions that are being answered while one generation after another is published."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from support import ARTICLES, BagEmbedder, write_articles

from index.building import build_index
from rag import Assistant
from rag.settings import Settings
from rag.types import Answer

QUESTION = "Combien de phares Odile Varn a-t-elle promis ?"
BUILDS = 10
READERS = 2


def articles_of(number: int) -> dict[str, str]:
    """Two articles that tell of one number of lighthouses: together they are of one state."""
    return {
        "promesse.txt": f"Odile Varn a promis {number} phares à la Livonie.",
        "attente.txt": f"La Livonie attend les {number} phares promis par Odile Varn.",
    }


def numbers_in(answer: Answer) -> set[int]:
    """The numbers of lighthouses in all that an answer says, cites and has found."""
    texts = [answer.text, *(citation.article.text for citation in answer.citations)]
    texts += (hit.passage.text for hit in answer.passages)
    return {int(found) for text in texts for found in re.findall(r"(\d+) phares", text)}


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_each_answer_is_of_one_generation_however_many_are_published(tmp_path: Path) -> None:
    folder, index, embedder = tmp_path / "articles", tmp_path / "index", BagEmbedder()
    told: dict[str, int] = {}  # by generation

    def publish(number: int) -> str:
        write_articles(folder, {**ARTICLES, **articles_of(number)})
        report = build_index(folder, index, embedder=embedder)
        told[report.generation] = number
        return report.generation

    publish(100)
    assistant = Assistant(Settings(index=index), embedder=embedder)
    answers: list[Answer] = []
    enough = threading.Event()

    def read() -> None:
        while not enough.is_set():
            answers.append(assistant.ask(QUESTION))

    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read) for _ in range(READERS)]

        def is_told_of(generation: str) -> bool:
            over = any(reader.done() for reader in readers)  # by an error, which is raised below
            return over or any(answer.generation == generation for answer in answers)

        try:
            for number in range(101, 101 + BUILDS):
                eventually(partial(is_told_of, publish(number)))
        finally:
            enough.set()
        for reader in readers:
            reader.result()

    assert {answer.generation for answer in answers} >= set(list(told)[1:])
    for answer in answers:
        assert answer.status == "answered"
        assert numbers_in(answer) == {told[answer.generation]}
        for citation in answer.citations:
            assert citation.article.text[citation.start : citation.end] == citation.quote
