"""Articles to passages, passages to terms and vectors, and an index that is published whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.building import BuildReport, build_index
    from index.models import load_embedder
    from index.searching import Index

__all__ = ["BuildReport", "Index", "build_index", "load_embedder"]


def __getattr__(name: str) -> object:
    """Import what is asked for and no more: faiss, tantivy and the splitter take their time."""
    match name:
        case "BuildReport" | "build_index":
            from index import building as module
        case "load_embedder":
            from index import models as module  # type: ignore[no-redef]
        case "Index":
            from index import searching as module  # type: ignore[no-redef]
        case _:
            raise AttributeError(f"module 'index' has no attribute {name!r}")
    value: object = getattr(module, name)
    return value
