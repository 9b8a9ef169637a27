"""What is done to an index as a whole: build, check, go back; with the settings in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index import generations
from index.building import BuildReport, build_index
from index.embedding import Embedder
from index.errors import FolderError
from index.manifest import Manifest
from index.models import load_embedder
from index.published import Published, altered_files, current_manifest, open_current
from index.survey import Pending, pending
from rag.folders import articles_folder as articles_folder  # also a name of this module
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Status:
    """What is there: the generation, its manifest and its size on disk in bytes.

    ``near_copies`` are the articles that are a near copy of another one. ``pending`` is what has
    become of the folder since; None where it cannot be read.
    """

    generation: str
    earlier: str | None
    manifest: Manifest
    near_copies: int
    size: int
    pending: Pending | None

    def as_dict(self) -> dict[str, Any]:
        """The manifest, less what is there for machines, with all else."""
        fields = asdict(self.manifest)
        del fields["files"], fields["fusion"]["articles"]
        return {
            "generation": self.generation,
            "earlier": self.earlier,
            **fields,
            "near_copies": self.near_copies,
            "size": self.size,
            "pending": None if self.pending is None else asdict(self.pending),
        }


def build(
    settings: Settings,
    *,
    articles: Path | None = None,
    full: bool = False,
    wait_seconds: float = 0.0,
    progress: Callable[[str, int, int], None] | None = None,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Bring the index up to date with its folder; see ``index.build_index``.

    ``embedder`` is the settings' model where the caller has loaded it already.
    """
    folder = articles_folder(settings, articles)
    return build_index(
        folder,
        settings.index,
        embedder=embedder or load_embedder(settings.model, allow_download=settings.allow_download),
        full=full,
        limits=settings.limits,
        wait_seconds=wait_seconds,
        progress=progress,
    )


def status(settings: Settings) -> Status:
    """What the published generation says of itself; IndexMissingError where there is none."""
    published = open_current(settings.index)
    earlier = [item.name for item in generations.published(settings.index)[1:]]
    size = sum(record.size for record in published.manifest.files)
    return Status(
        published.generation.name,
        earlier[0] if earlier else None,
        published.manifest,
        len(published.copies),
        size,
        _pending(settings.index, published),
    )


def _pending(index: Path, published: Published) -> Pending | None:
    folder = Path(published.manifest.articles_folder)
    try:
        return pending(folder, published.rows(), leaving_out=[index, *generations.folders(index)])
    except FolderError:
        return None


def summary(settings: Settings) -> str:
    """In a line what is published, and since when."""
    manifest = current_manifest(settings.index)
    name = generations.current(settings.index).name
    return (
        f"{name}, published {manifest.created}: {manifest.articles} articles, "
        f"{manifest.passages} passages"
    )


def verify(settings: Settings) -> list[str]:
    """The files whose bytes are not those that were published; every byte is read."""
    return altered_files(settings.index)


def roll_back(settings: Settings) -> str:
    """Make the generation before the current one again; gives its name."""
    generations.earlier(settings.index)  # where there is none, nothing is written
    with generations.writing(settings.index, wait_seconds=0.0):
        before = generations.earlier(settings.index)
        Published.open(before)  # a damaged one is no way back
        return generations.roll_back(settings.index).name
