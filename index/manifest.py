"""What a published index says of itself, and how its files are checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

from index.errors import IndexDamagedError, IndexMismatchError
from index.linking import is_same_file

SCHEMA = 2
NAME = "manifest.json"
_REBUILD = "run `sourcier build --full`"
_SMALL = 65_536  # bytes of a file that is checked at every opening


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a generation, by its path within it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Fusion:
    """The vectors' weight in the fused score, and the ids of the articles it was fitted on."""

    dense_share: float
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation: what it was made from, with what, and every file's checksum.

    ``created`` is UTC, to the second. ``articles_folder`` is absolute.
    """

    schema: int
    created: str
    articles_folder: str
    model: str
    model_digest: str
    dimension: int
    passage_settings: dict[str, int]
    articles: int
    passages: int
    vectors: int
    fusion: Fusion
    languages: dict[str, int]
    files: tuple[FileRecord, ...] = ()

    def write(self, folder: Path, *, before: Linked | None = None) -> str:
        """Write the manifest with the records of every other file; gives its own SHA-256.

        Files that are those of the generation before, not copies of them, keep the records that
        it has of them: what has altered them since is found as it would have been there.
        """
        known = before.records(folder) if before else {}
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
        files = tuple(
            known.get(path.relative_to(folder).as_posix()) or _record(folder, path)
            for path in paths
        )
        text = json.dumps(asdict(replace(self, files=files)), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text, encoding="utf-8")
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @classmethod
    def read(cls, folder: Path, *, sha256: str) -> Self:
        """The manifest of a generation, where it is the very one that was published."""
        try:
            content = (folder / NAME).read_bytes()
        except OSError as error:
            reason = f"{NAME} cannot be read ({error.strerror})"
            raise IndexDamagedError(f"{reason}: {_REBUILD}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise IndexDamagedError(f"{NAME} was altered: {_REBUILD}")
        fields: dict[str, Any] = json.loads(content)
        if fields.get("schema") != SCHEMA:
            reason = f"the index has schema {fields.get('schema')}, this version reads {SCHEMA}"
            raise IndexMismatchError(f"{reason}: {_REBUILD}")
        files = tuple(FileRecord(**record) for record in fields.pop("files"))
        share, articles = fields["fusion"]["dense_share"], fields["fusion"]["articles"]
        fields["fusion"] = Fusion(share, tuple(articles))
        return cls(**fields, files=files)

    def check(self, folder: Path) -> None:
        """Raise IndexDamagedError where a file is missing or cut, or a small one was altered."""
        for record in self.files:
            path = folder / record.path
            if not path.is_file():
                raise IndexDamagedError(f"{record.path} is missing from the index: {_REBUILD}")
            if path.stat().st_size != record.size:
                raise IndexDamagedError(f"{record.path} of the index was cut: {_REBUILD}")
            if record.size <= _SMALL and _is_altered(folder, record):
                raise _altered(record.path)

    def check_bytes(self, folder: Path, path: str) -> None:
        """Raise IndexDamagedError where one file is not as it was published."""
        if any(record.path == path and _is_altered(folder, record) for record in self.files):
            raise _altered(path)

    def check_content(self, contents: Mapping[str, bytes]) -> None:
        """Raise IndexDamagedError where what was read of files is not what was published."""
        for record in self.files:
            content = contents.get(record.path)
            if content is not None and hashlib.sha256(content).hexdigest() != record.sha256:
                raise _altered(record.path)

    def altered(self, folder: Path) -> Iterable[str]:
        """The files whose bytes are not those that were published; reads every byte of them."""
        return (record.path for record in self.files if _is_altered(folder, record))


class Linked(NamedTuple):
    """The generation before: its folder, whose files a next one may share, and its manifest."""

    folder: Path
    manifest: Manifest

    def records(self, folder: Path) -> dict[str, FileRecord]:
        """The records of the files that a folder shares with this one, by path."""
        return {
            record.path: record
            for record in self.manifest.files
            if is_same_file(self.folder / record.path, folder / record.path)
        }

    def check_others(self, folder: Path) -> None:
        """Raise IndexDamagedError where a file was altered that a folder does not share.

        What was copied out of it has got a new checksum, which would hide the damage for good.
        """
        shared = self.records(folder)
        for record in self.manifest.files:
            if record.path not in shared and _is_altered(self.folder, record):
                raise _altered(record.path)


def _altered(path: str) -> IndexDamagedError:
    return IndexDamagedError(f"{path} of the index was altered: {_REBUILD}")


def _is_altered(folder: Path, record: FileRecord) -> bool:
    path = folder / record.path
    return not path.is_file() or _record(folder, path) != record


def _record(folder: Path, path: Path) -> FileRecord:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileRecord(path.relative_to(folder).as_posix(), path.stat().st_size, digest)
