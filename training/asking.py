"""Questions whose answers are known, each with the passages that the product finds for it.

Five sets: PIAF (articles that the embedding model never saw), the same with the article that
answers removed, NoMIRACL (ten judged passages a question), and two written for this project:
questions on news, and more of them as people ask an archive (``training/archive.py``). Retrieval is
the product's own.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.analysis import fold
from index.building import write_index
from index.calibration import sample_of
from index.embedding import Embedder
from index.entries import entries_of, vector_id_of
from index.query import QueryTerm
from index.types import Article, Entry, Filters, Hit, PartialDate, Passage, article_id_of
from rag.assistant import Assistant
from rag.evaluation import index_squad
from rag.questionnaires import Squad, read_questionnaire
from rag.settings import Settings
from training.archive import read_archive
from training.split import hashed, piaf_role

HITS = 10  # passages that an answer is sought in
_DEEP = 45  # passages that are found, to have as many when those of an article are left out
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\n": " ", "’": "'"})


@dataclass(frozen=True, slots=True)
class Posed:
    """A question as the product sees it, and what is known of its answer.

    ``group`` is what folds are made by: questions of one article stay together. ``golds`` are the
    strings of which one must be quoted, empty where nothing answers; ``within`` limits them to
    articles, where the string alone might stand in others by chance. ``sentences`` are digests of
    those that answer, where they are known. ``held_out``: nothing may be fitted on it.
    """

    name: str
    group: str
    question: str
    language: str
    terms: tuple[QueryTerm, ...]
    hits: tuple[Hit, ...]
    article_of: Callable[[str], Article]
    answerable: bool
    golds: tuple[str, ...]
    within: frozenset[str] | None
    sentences: frozenset[str] = frozenset()
    held_out: bool = False

    @property
    def fold(self) -> int:
        """One of five, fixed for each article."""
        return hashed("fold " + self.group) % 5

    def is_right(self, article_id: str, quote: str) -> bool:
        """Whether a quotation answers, as far as is known."""
        if not self.answerable or (self.within is not None and article_id not in self.within):
            return False
        if self.sentences:
            return digest(quote) in self.sentences
        quoted = plain(quote)
        return not self.golds or any(plain(gold) in quoted for gold in self.golds)


def plain(text: str) -> str:
    """Folded, with one space between words."""
    return " ".join(fold(text.translate(_SPACES)).split())


def digest(sentence: str) -> str:
    """What a sentence is named by: 16 digits of the SHA-256 of its plain form."""
    return hashlib.sha256(plain(sentence).encode("utf-8")).hexdigest()[:16]


def pose_piaf(path: Path, *, embedder: Embedder, folder: Path) -> Iterator[tuple[Posed, Posed]]:
    """Each question twice: on all of PIAF, and without the article it is on.

    Those on articles that the embedding model was trained on are left out.
    """
    squad = _read_squad(path, folder)
    titles = {
        article.article_id: group.title for group in squad.groups for article, _ in group.paragraphs
    }
    assistant = index_squad(squad, folder / "index", embedder=embedder)
    index = assistant.current()
    for asked in squad.questions:
        if asked.article is None or not asked.question.strip():
            continue
        title = titles[asked.article]
        role = piaf_role(title)
        if role == "embedding":
            continue
        terms = index.query_terms(asked.question, "fr")
        hits = assistant.search(asked.question, k=_DEEP)
        others = [hit for hit in hits if titles[hit.passage.article_id] != title]
        known = Posed(
            "piaf",
            title,
            asked.question,
            "fr",
            terms,
            tuple(hits[:HITS]),
            index.article,
            True,
            asked.answers,
            None,
            held_out=role == "held-out",
        )
        unknown = replace(
            known, name="removed", hits=tuple(others[:HITS]), answerable=False, golds=()
        )
        yield known, unknown


def _read_squad(path: Path, folder: Path) -> Squad:
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / "squad.json"
    copy.write_bytes(lzma.decompress(path.read_bytes()))
    squad = read_questionnaire(copy)
    assert isinstance(squad, Squad)
    return squad


def pose_nomiracl(path: Path, *, embedder: Embedder, folder: Path) -> Iterator[Posed]:
    """Each question with its own ten passages alone; a passage is right where it was judged so."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles: dict[str, Article] = {}
    keys: dict[str, list[str]] = {}
    for row in rows:
        for passage in row["passages"]:
            text = unicodedata.normalize("NFC", passage["text"]).strip()
            article_id = article_id_of(text)
            keys.setdefault(article_id, []).append(f"<{row['query_id']}>")
            articles[article_id] = Article(
                article_id, passage["title"], text, None, tuple(keys[article_id]), "fr"
            )
    assistant = _index_whole(list(articles.values()), folder, embedder)
    index = assistant.current()
    for row in rows:
        filters = Filters(source=f"<{row['query_id']}>")
        terms = index.query_terms(row["question"], "fr")
        hits = assistant.search(row["question"], k=HITS, filters=filters)
        relevant = frozenset(
            article_id_of(unicodedata.normalize("NFC", passage["text"]).strip())
            for passage in row["passages"]
            if passage["rel"]
        )
        yield Posed(
            "nomiracl",
            row["query_id"],
            row["question"],
            "fr",
            terms,
            tuple(hits),
            index.article,
            row["answerable"],
            (),
            relevant,
        )


def _index_whole(articles: Sequence[Article], folder: Path, embedder: Embedder) -> Assistant:
    """An index in which each article is one passage."""
    split = []
    for article in articles:
        passage = Passage(article.article_id, 0, len(article.text), article.text)
        split.append((article, [Entry(passage, vector_id_of(article.text), heading=article.title)]))
    return _index(split, folder, embedder)


def _index(split: list[tuple[Article, list[Entry]]], folder: Path, embedder: Embedder) -> Assistant:
    folder.mkdir(parents=True, exist_ok=True)
    samples = [
        sample
        for article, entries in split
        if (sample := sample_of(article, [entry.passage for entry in entries]))
    ]
    write_index(folder, split, articles_folder=folder, samples=samples, embedder=embedder)
    return Assistant(Settings(index=folder), embedder=embedder)


def pose_news(
    files: Sequence[Path], press: Path, *, embedder: Embedder, folder: Path, others: int
) -> Iterator[Posed]:
    """The project's questions on news, asked of the articles they are on and ``others`` besides.

    A set is named by its file.
    """
    rows = [
        (file.stem, json.loads(line))
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    wanted = {str(row["article"]) for _, row in rows if row.get("article")}
    named = _press_articles(press, wanted, others)
    split = [(article, entries_of(article)) for article in named.values()]
    assistant = _index(split, folder, embedder)
    index = assistant.current()
    for name, row in rows:
        language = assistant.language_of(row["question"])
        terms = index.query_terms(row["question"], language)
        hits = assistant.search(row["question"], k=HITS)
        number = str(row.get("article") or "")
        within = frozenset({named[number].article_id}) if number in named else None
        yield Posed(
            name,
            number or row["question"],
            row["question"],
            language,
            terms,
            tuple(hits),
            index.article,
            bool(row["answerable"]),
            tuple(row["answers"]),
            within,
        )


def pose_archive(press: Path, *, embedder: Embedder, folder: Path) -> Iterator[Posed]:
    """The questions of ``training/archive.py``, asked of all the articles that they are on."""
    rows = list(read_archive())
    named = _press_articles(press, {row.article for row in rows}, 0)
    split = [(article, entries_of(article)) for article in named.values()]
    assistant = _index(split, folder, embedder)
    index = assistant.current()
    for row in rows:
        language = assistant.language_of(row.question)
        yield Posed(
            "archive",
            row.article,
            row.question,
            language,
            index.query_terms(row.question, language),
            tuple(assistant.search(row.question, k=HITS)),
            index.article,
            bool(row.sentences),
            (),
            frozenset({named[row.article].article_id}),
            row.sentences,
            row.is_held_out,
        )


def _press_articles(press: Path, wanted: set[str], others: int) -> dict[str, Article]:
    found: dict[str, Article] = {}
    with lzma.open(press, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            number = str(row["id"])
            if number in wanted or (others > 0 and hashed(row["url"]) % 20 == 0):
                others -= number not in wanted
                text = unicodedata.normalize("NFC", row["article"]).strip()
                found[number] = Article(
                    article_id_of(text),
                    unicodedata.normalize("NFC", row["title"]),
                    text,
                    PartialDate.parse(row["published_time"][:10]),
                    (number,),
                    "fr",
                )
    return found
