"""Files that two generations share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def link_or_copy(source: Path, target: Path) -> None:
    """Make a file appear under a second name; its content may never be written to again.

    A copy where the file system has no hard links, or where the file has as many as it may.
    """
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # EPERM, EMLINK, ENOTSUP, EXDEV: each system has its own way to say no
        shutil.copyfile(source, target)


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two names stand for one file, so that what was known of it still holds."""
    try:
        return one.samefile(other)
    except OSError:
        return False
