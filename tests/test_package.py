"""What ``pip install .`` carries: every module, and every file that the program reads."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from support import ROOT

TOOL = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
PACKAGES = ("index", "rag", "ui", "seeds")


def files_below(package: str) -> list[Path]:
    return [
        path
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_with_modules_is_a_listed_package(package: str) -> None:
    folders = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for path in files_below(package)
        if path.suffix == ".py"
    }
    assert folders <= set(TOOL["packages"])


@pytest.mark.parametrize("package", PACKAGES)
def test_every_other_file_is_package_data(package: str) -> None:
    patterns = TOOL["package-data"].get(package, [])
    others = [
        path.relative_to(ROOT / package).as_posix()
        for path in files_below(package)
        if path.suffix != ".py"
    ]
    assert [name for name in others if not any(fnmatch(name, one) for one in patterns)] == []
