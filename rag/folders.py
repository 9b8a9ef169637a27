"""Which folder of articles is meant, and a folder of one's own for those that come along."""

from __future__ import annotations

import shutil
from pathlib import Path

from index.errors import FolderError, SourcierError
from index.published import current_manifest
from index.reading import KINDS
from rag.settings import Settings

_FOLDER = Path("articles")
_OWN = "articles"  # the folder within an index's


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


def own_copy(folder: Path, index: Path) -> Path:
    """The articles of an installed folder, copied beside an index's generations.

    Others can be added there, which an installed package is no place for: nothing but the copied
    files is touched, and one that is as it should be stays. Raises FolderError.
    """
    own = index / _OWN
    try:
        own.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.iterdir()):
            copy = own / path.name
            if path.suffix in KINDS and not (copy.is_file() and _same(path, copy)):
                copy.unlink(missing_ok=True)  # a link would be written through
                shutil.copyfile(path, copy)
    except OSError as error:
        raise FolderError(
            f"the articles cannot be copied to {own} ({error.strerror or error}): choose another "
            "folder with --index"
        ) from error
    return own


def _same(path: Path, copy: Path) -> bool:
    return not copy.is_symlink() and path.read_bytes() == copy.read_bytes()
