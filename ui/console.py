"""Where commands print: to the letter, in any encoding, and to readers that stop reading."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from io import TextIOWrapper

from rich.console import Console


class Terminal(Console):
    """Prints what it is given to the letter: a folder's name may hold ``[`` and ``:``."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, soft_wrap=True, highlight=False, markup=False, emoji=False)

    def print_json_object(self, value: object) -> None:
        """Print a value as JSON, escaped where the stream's encoding has not every character."""
        has_all = self.encoding.startswith("utf")
        self.out(json.dumps(value, ensure_ascii=not has_all, indent=2), highlight=False)

    def on_broken_pipe(self) -> None:
        """End as done: a reader such as ``head`` has had enough."""
        with suppress(SystemExit):
            super().on_broken_pipe()
        sys.exit(0)


def accept_every_character() -> None:
    """Have the standard streams escape what their encoding lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
