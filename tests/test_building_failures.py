"""A build that goes wrong leaves the old index as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from indexes import files_of, found
from support import DIMENSION, BagEmbedder, write_articles

from index import generations, published, writing
from index.building import BuildReport, build_index
from index.embedding import Vectors
from index.errors import IndexBusyError
from index.manifest import Manifest
from index.rows import Rows
from index.vectors import VectorIndex


class _FailureError(Exception):
    pass


def _fail(*arguments: object, **options: object) -> None:
    raise _FailureError


# Every step of write_index, in order: what is current must be the old index at each of them.
_STEPS: dict[str, tuple[object, str]] = {
    "the folder": (generations, "new_folder"),
    "the catalogue": (Rows, "write"),
    "the vectors": (VectorIndex, "write"),
    "the terms": (writing, "write_terms"),
    "the manifest": (Manifest, "write"),
    "the opening": (published.Published, "open"),
    "the search": (published.Published, "check_search"),
    "the syncing": (generations, "_sync"),
    "the pointing": (generations, "_point"),
}


@pytest.mark.parametrize("step", _STEPS)
def test_a_failure_at_any_step_leaves_the_old_index_current(
    built: BuildReport,
    articles: Path,
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    before, answers = files_of(index), found(index)
    (articles / "2025" / "barrage.md").unlink()
    write_articles(articles, {"neuf.txt": "Un pont neuf\n\nLe pont neuf ouvrira en mars."})
    with monkeypatch.context() as patched:
        owner, name = _STEPS[step]
        patched.setattr(owner, name, _fail)
        with pytest.raises(_FailureError):
            # Without what is there already: reading it back opens it too.
            build_index(articles, index, embedder=BagEmbedder(), full=True)
    assert files_of(index) == before
    assert found(index) == answers
    assert [path.name for path in index.iterdir() if path.is_dir()] == [built.generation]
    report = build_index(articles, index, embedder=BagEmbedder())
    assert report.published
    assert found(index) != answers


def test_current_never_names_an_incomplete_folder(
    built: BuildReport, articles: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each sync, a reader finds a whole index: the old one until the last, then the new."""
    (articles / "musee.md").unlink()
    seen = []
    sync = generations._sync

    def spying(path: Path) -> None:
        sync(path)
        seen.append(generations.current(index).name)
        assert published.altered_files(index) == []
        assert found(index)

    monkeypatch.setattr(generations, "_sync", spying)
    report = build_index(articles, index, embedder=BagEmbedder())
    assert seen[0] == built.generation
    assert seen[-1] == report.generation
    assert seen == sorted(seen)


def test_every_file_and_folder_is_synced_before_it_is_current(
    articles: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    sync = generations._sync

    def spying(path: Path) -> None:
        sync(path)
        synced.append((path, (index / "CURRENT").exists()))

    monkeypatch.setattr(generations, "_sync", spying)
    build_index(articles, index, embedder=BagEmbedder())
    folder = generations.current(index).folder
    early = {path for path, pointed in synced if not pointed}
    assert {folder, *folder.rglob("*")} <= early
    assert (index, True) in synced


class Broken(BagEmbedder):
    def _embed(self, texts: object) -> Vectors:
        raise _FailureError


def test_a_model_that_fails_leaves_the_old_index(
    built: BuildReport, articles: Path, index: Path
) -> None:
    before = files_of(index)
    with pytest.raises(_FailureError):
        build_index(articles, index, embedder=Broken(), full=True)
    assert files_of(index) == before


def test_a_second_build_is_told_to_wait(built: BuildReport, articles: Path, index: Path) -> None:
    with (
        generations.writing(index, wait_seconds=0),
        pytest.raises(IndexBusyError, match="another build"),
    ):
        build_index(articles, index, embedder=BagEmbedder(), full=True)
    assert build_index(articles, index, embedder=BagEmbedder(), full=True).published


_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from index.building import build_index
from index.errors import IndexWriteError
from support import BagEmbedder
embedder = BagEmbedder(dimension=int(sys.argv[4]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    build_index(Path(sys.argv[1]), Path(sys.argv[2]), embedder=embedder)
except IndexWriteError as error:
    print(error)
else:
    sys.exit("there was room")
"""


@pytest.mark.parametrize(
    ("room", "dimension", "reason"),
    [
        (1000, DIMENSION, "File too large"),  # the catalogue, the first file
        (20_000, 16_384, "000002.rows cannot be written whole"),
        (3500, DIMENSION, "the terms cannot be written"),
    ],
)
def test_a_full_disk_leaves_the_old_index_and_says_so(
    articles: Path, index: Path, room: int, dimension: int, reason: str
) -> None:
    pytest.importorskip("resource")
    old = build_index(articles, index, embedder=BagEmbedder(dimension=dimension))
    before, answers = files_of(index), found(index, dimension=dimension)
    words = " ".join(f"pont{number * number}" for number in range(900))
    write_articles(articles, {"neuf.txt": f"Un pont neuf\n\nLe pont neuf ouvrira : {words}."})
    path = os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]])
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            _ON_A_FULL_DISK,
            str(articles),
            str(index),
            str(room),
            str(dimension),
        ],
        env=os.environ | {"PYTHONPATH": path},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert reason in run.stdout
    assert "free disk space" in run.stdout
    assert len(run.stdout.splitlines()) == 1
    assert files_of(index) == before
    assert found(index, dimension=dimension) == answers
    assert [each.name for each in index.iterdir() if each.is_dir()] == [old.generation]
