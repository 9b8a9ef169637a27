"""Arrays in files of numpy's own kind, read by one thread at a time."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# numpy reads a header with ``ast.literal_eval``, of which two at once may raise SystemError before
# Python 3.11.8 (python/cpython issue 106905): a page that opens a generation while it builds one.
_LOCK = threading.Lock()


def load_array(path: Path, *, mapped: bool) -> NDArray[Any]:
    """The array of a file, mapped into memory on demand; what ``numpy.load`` raises."""
    with _LOCK:
        array: NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    return array
