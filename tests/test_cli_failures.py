"""Failures of a command are one clear line, and misuse is told as such."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "Qui ?"), "sourcier build"),
        (("status",), "sourcier build"),
        (("show", "0123456789abcdef"), "sourcier build"),
        (("build", "nowhere"), "nowhere"),
        (("build", "--model", "no/such-model", "."), "SOURCIER_ALLOW_DOWNLOAD"),
        (("ask", "Qui ?"), "sourcier build --seeds"),
    ],
)
def test_a_failure_is_one_clear_line_and_exit_1(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    failed = Run(*arguments, cwd=tmp_path)
    assert failed.code == 1
    assert failed.out == ""
    assert len(failed.err.strip().splitlines()) == 1
    assert said in failed.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("nonsense",),
        ("build", "articles", "--seeds"),
        ("ask", "Qui ?", "--since", "hier"),
        ("ask", "Qui ?", "--since", "2025", "--until", "2024"),
        ("search", "Qui ?", "-k", "0"),
    ],
)
def test_misuse_is_exit_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert Run(*arguments, cwd=tmp_path).code == 2


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    failed = Run("status", cwd=tmp_path, SOURCIER_ALLOW_DOWNLOAD="perhaps")
    assert failed.code == 1
    assert len(failed.err.strip().splitlines()) == 1
    assert "SOURCIER_ALLOW_DOWNLOAD is set to 'perhaps'" in failed.err


def test_a_name_with_brackets_and_colons_is_printed_to_the_letter(tmp_path: Path) -> None:
    name = "presse [bold] :warning: [/x]"
    failed = Run("build", name, cwd=tmp_path)
    assert failed.code == 1
    assert name in failed.err
    watched = Run("watch", name, cwd=tmp_path)
    assert name in watched.err
