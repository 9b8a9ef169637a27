"""Arrays that several threads read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import arrays
from index.arrays import load_array


@pytest.mark.parametrize("mapped", [False, True])
def test_an_array_is_read_as_it_was_written(tmp_path: Path, mapped: bool) -> None:
    written = np.arange(5, dtype=np.int64)
    np.save(tmp_path / "ids.npy", written)
    read = load_array(tmp_path / "ids.npy", mapped=mapped)
    assert read.tolist() == written.tolist()
    assert isinstance(read, np.memmap) is mapped


def test_no_two_threads_read_a_header_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.save(tmp_path / "ids.npy", np.arange(3))
    reading, load = [0], np.load

    def counted(*arguments: object, **options: object) -> object:
        reading[0] += 1
        assert reading[0] == 1
        found = load(*arguments, **options)  # type: ignore[arg-type]
        reading[0] -= 1
        return found

    monkeypatch.setattr(arrays.np, "load", counted)
    with ThreadPoolExecutor(4) as threads:
        every = [threads.submit(load_array, tmp_path / "ids.npy", mapped=False) for _ in range(400)]
        assert all(each.result().tolist() == [0, 1, 2] for each in every)
