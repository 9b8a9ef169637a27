"""The manifest of a generation and the check of its files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import IndexDamagedError, IndexMismatchError
from index.manifest import NAME, SCHEMA, Fusion, Manifest

FILES = {"articles.json": b"{}", "terms/a.store": b"store", "empty": b"", "big": b"x" * 100_000}


def manifest() -> Manifest:
    return Manifest(
        schema=SCHEMA,
        created="2025-05-21T10:00:00+00:00",
        articles_folder="/some/où",
        model="a-model",
        model_digest="0123456789abcdef",
        dimension=64,
        passage_settings={"target": 800},
        articles=2,
        passages=5,
        vectors=4,
        fusion=Fusion(dense_share=0.05, articles=("0123456789abcdef",)),
        languages={"fr": 2},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def test_a_manifest_is_read_as_it_was_written_with_a_record_of_every_file(folder: Path) -> None:
    sha256 = manifest().write(folder)
    read = Manifest.read(folder, sha256=sha256)
    assert replace(read, files=()) == manifest()
    assert {record.path: record.size for record in read.files} == {
        name: len(content) for name, content in FILES.items()
    }
    # The SHA-256 of no bytes, as FIPS 180-4 has it.
    (empty,) = (record for record in read.files if record.path == "empty")
    assert empty.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    read.check(folder)
    assert list(read.altered(folder)) == []


def test_two_manifests_of_the_same_files_are_the_same(folder: Path) -> None:
    assert manifest().write(folder) == manifest().write(folder)


@pytest.mark.parametrize("name", FILES)
def test_any_altered_byte_is_found(folder: Path, name: str) -> None:
    read = Manifest.read(folder, sha256=manifest().write(folder))
    content = bytearray(FILES[name] or b"new")
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    assert list(read.altered(folder)) == [name]
    with pytest.raises(IndexDamagedError, match=rf"{name} of the index.*--full"):
        read.check_bytes(folder, name)
    others = [other for other in FILES if other != name]
    for other in others:
        read.check_bytes(folder, other)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found_at_once(folder: Path, name: str) -> None:
    read = Manifest.read(folder, sha256=manifest().write(folder))
    (folder / name).unlink()
    assert list(read.altered(folder)) == [name]
    with pytest.raises(IndexDamagedError, match=rf"{name} is missing.*sourcier build --full"):
        read.check(folder)


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name]])
def test_a_cut_file_is_found_at_once(folder: Path, name: str) -> None:
    read = Manifest.read(folder, sha256=manifest().write(folder))
    (folder / name).write_bytes(FILES[name][:-1])
    with pytest.raises(IndexDamagedError, match=rf"{name} of the index was cut.*--full"):
        read.check(folder)


def test_an_altered_small_file_is_found_at_once_and_a_big_one_by_verifying(folder: Path) -> None:
    read = Manifest.read(folder, sha256=manifest().write(folder))
    (folder / "big").write_bytes(FILES["big"].replace(b"x", b"y"))
    read.check(folder)
    assert list(read.altered(folder)) == ["big"]
    (folder / "terms/a.store").write_bytes(b"stare")
    with pytest.raises(IndexDamagedError, match=r"terms/a\.store of the index was altered"):
        read.check(folder)


def test_an_altered_manifest_is_refused(folder: Path) -> None:
    sha256 = manifest().write(folder)
    path = folder / NAME
    path.write_bytes(path.read_bytes().replace(b"a-model", b"b-model"))
    with pytest.raises(IndexDamagedError, match=rf"{NAME} was altered.*sourcier build --full"):
        Manifest.read(folder, sha256=sha256)


def test_a_missing_manifest_is_refused(folder: Path) -> None:
    with pytest.raises(IndexDamagedError, match=rf"{NAME} cannot be read.*--full"):
        Manifest.read(folder, sha256="0" * 64)


def test_another_schema_is_refused_with_both_numbers(folder: Path) -> None:
    sha256 = replace(manifest(), schema=SCHEMA + 1).write(folder)
    expected = rf"schema {SCHEMA + 1}.*reads {SCHEMA}.*sourcier build --full"
    with pytest.raises(IndexMismatchError, match=expected):
        Manifest.read(folder, sha256=sha256)


def test_a_manifest_is_json_that_people_can_read(folder: Path) -> None:
    manifest().write(folder)
    text = (folder / NAME).read_text(encoding="utf-8")
    assert json.loads(text)["articles_folder"] == "/some/où"
    assert "/some/où" in text
