"""Which folder of articles is meant."""

from __future__ import annotations

from pathlib import Path

from index.errors import SourcierError
from index.published import current_manifest
from rag.settings import Settings

_FOLDER = Path("articles")


def articles_folder(settings: Settings, given: Path | None = None) -> Path:
    """The folder given, else the settings', else the one the index was built from, else
    ``./articles``.
    """
    if given or settings.articles:
        return given or settings.articles or _FOLDER
    try:
        # The manifest alone: where other files are damaged, the build that asks is the remedy, and
        # must not take another folder for it.
        return Path(current_manifest(settings.index).articles_folder)
    except SourcierError:
        return _FOLDER
