"""Who may import what: ``ui -> rag -> index``, and one owner for each heavy library."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import ROOT

LAYERS = ("index", "rag", "ui")
# What takes its time to import, and what a change of library would touch.
OWNED = (
    "docx",
    "faiss",
    "filelock",
    "frontmatter",
    "gradio",
    "ir_measures",
    "langchain_text_splitters",
    "model2vec",
    "openai",
    "platformdirs",
    "pydantic_settings",
    "pypdf",
    "rapidfuzz",
    "sentence_transformers",
    "sqlite3",
    "Stemmer",
    "tantivy",
    "torch",
    "trafilatura",
    "transformers",
    "watchfiles",
)
# Those that own a library with several modules.
OWNING_PACKAGES = ("index/terms",)
HEAVY = (
    "docx",
    "faiss",
    "gradio",
    "ir_measures",
    "langchain_text_splitters",
    "lxml",
    "model2vec",
    "openai",
    "pypdf",
    "sentence_transformers",
    "tantivy",
    "torch",
    "trafilatura",
    "transformers",
    "watchfiles",
)


@cache
def modules(*layers: str) -> list[tuple[Path, ast.Module]]:
    paths = [path for layer in layers for path in sorted((ROOT / layer).rglob("*.py"))]
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported anywhere in it, by their whole names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            assert node.module is not None
            yield node.module


def packages(tree: ast.AST) -> set[str]:
    return {name.partition(".")[0] for name in imported(tree)}


def test_there_is_something_to_look_at() -> None:
    for layer in LAYERS:
        assert len(modules(layer)) >= 5


@pytest.mark.parametrize(
    ("layer", "above"),
    [("index", {"rag", "ui"}), ("rag", {"ui"})],
    ids=["index", "rag"],
)
def test_no_layer_imports_one_above_it(layer: str, above: set[str]) -> None:
    offenders = {path.name: packages(tree) & above for path, tree in modules(layer)}
    assert {name: found for name, found in offenders.items() if found} == {}


def test_the_program_imports_neither_tests_nor_training_nor_benchmarks() -> None:
    for path, tree in modules(*LAYERS):
        assert not packages(tree) & {"tests", "training", "benchmarks", "pytest", "hypothesis"}, (
            path
        )


def owner(path: Path) -> str:
    """The module, or the package that owns as one."""
    package = path.parent.relative_to(ROOT).as_posix()
    return package if package in OWNING_PACKAGES else path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("library", OWNED)
def test_a_library_has_one_owner_that_imports_it_at_its_top(library: str) -> None:
    importers = [(path, tree) for path, tree in modules(*LAYERS) if library in packages(tree)]
    owners = {owner(path) for path, _ in importers}
    assert len(owners) <= 1, f"{library} is imported by {sorted(owners)}"
    for path, tree in importers:
        top = ast.Module(
            [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], []
        )
        assert library in packages(top), f"{path} does not import {library} at its top"


def test_the_libraries_that_are_watched_are_those_in_use() -> None:
    used = set().union(*(packages(tree) for _, tree in modules(*LAYERS)))
    needed = {"faiss", "tantivy", "sentence_transformers", "langchain_text_splitters", "gradio"}
    assert needed <= used


def modules_loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in run.stdout.splitlines()}


@pytest.mark.parametrize("module", ["index", "rag", "ui", "ui.cli", "rag.settings", "index.types"])
def test_importing_the_program_loads_nothing_heavy(module: str) -> None:
    loaded = modules_loaded_by(f"import {module}")
    assert module.partition(".")[0] in loaded
    assert sorted(loaded & set(HEAVY)) == []


_WATCHED = """
import os, sys
before = dict(os.environ)
written = []
writing = os.O_WRONLY | os.O_RDWR
def hook(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & writing:
        written.append(str(arguments[0]))
    elif event in ("os.mkdir", "os.putenv", "os.remove", "os.rename", "socket.connect"):
        written.append(event + " " + repr(arguments))
sys.dont_write_bytecode = True
sys.addaudithook(hook)
import index, rag, ui.cli
print(written, dict(os.environ) == before)
"""


def test_importing_the_program_writes_nothing_and_sets_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _WATCHED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[] True\n"


def test_the_public_names_of_the_index_are_there() -> None:
    code = "import index; print([getattr(index, name).__name__ for name in index.__all__])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "['BuildReport', 'Index', 'build_index', 'load_embedder']\n"
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = __import__("index").nothing_such
