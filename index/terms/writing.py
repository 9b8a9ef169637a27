"""The next generation's terms, beside those of the one before.

tantivy's segments never change, so the next generation links those of the one before and adds its
own; what is removed is listed in a file beside them. It merges eight segments of a size, so that
there are never many. Statistics count what was removed until its segment is merged or rewritten.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import tantivy

from index.entries import terms_of
from index.linking import link_or_copy
from index.terms.fields import Analysed, documents, schema
from index.terms.searching import TermIndex
from index.types import Article, Entry

_HEAP = 128_000_000  # bytes of the writer, tantivy's own default
_META = "meta.json"
_REWRITTEN = (_META, ".managed.json")  # at each commit, all other files being written once


def build_terms(folder: Path, articles: Iterable[tuple[Article, Sequence[Entry]]]) -> TermIndex:
    """Analyse articles' passages and write their terms into an empty folder."""
    return write_terms(
        folder,
        ((article, own, terms_of(own, article.language)) for article, own in articles),
    )


def write_terms(
    folder: Path,
    articles: Iterable[Analysed],
    *,
    before: Path | None = None,
    removed: Collection[str] = (),
) -> TermIndex:
    """Write the terms of articles and their passages into an empty folder.

    ``before`` is the folder of the generation before, whose articles stay, less the
    ``removed`` ids; its files are linked and never written to. An article that was there
    must be removed to be added again. OSError where the disk does not take them.
    """
    try:
        if before is None:
            index = tantivy.Index(schema(), path=str(folder))
        else:
            _link(before, folder)
            index = tantivy.Index.open(str(folder))
        writer = index.writer(heap_size=_HEAP, num_threads=1)  # one thread: a stable order
        if removed:
            ids = sorted(removed)
            gone = tantivy.Query.term_set_query(index.schema, "article_id", ids)
            writer.delete_documents_by_query(gone)
        for one in articles:
            for document in documents(one):
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return TermIndex(index)
    except ValueError as error:  # tantivy's for all that goes wrong
        raise OSError(f"the terms cannot be written: {error}") from error


def removed_share(folder: Path) -> float:
    """How much of what a folder's statistics count has been removed, between 0 and 1."""
    segments = json.loads((folder / _META).read_text(encoding="utf-8"))["segments"]
    counted = sum(int(segment["max_doc"]) for segment in segments)
    lists = [segment["deletes"] for segment in segments if segment["deletes"]]
    return sum(int(gone["num_deleted_docs"]) for gone in lists) / max(counted, 1)


def _link(before: Path, folder: Path) -> None:
    """Lay the files of a generation's terms into the next one's folder."""
    for path in before.iterdir():
        if path.name in _REWRITTEN:
            shutil.copyfile(path, folder / path.name)
        elif path.suffix != ".lock":
            link_or_copy(path, folder / path.name)
