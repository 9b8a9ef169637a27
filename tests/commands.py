"""The command line, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).parent / "sourcier"


class Run:
    """A command that has ended."""

    def __init__(self, *arguments: object, cwd: Path, **environment: str) -> None:
        done = subprocess.run(
            [COMMAND, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=cwd,
            env={**os.environ, "NO_COLOR": "1", **environment},
            timeout=240,
            check=False,
        )
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def json(self) -> dict[str, object]:
        assert self.code == 0, self.err
        loaded: dict[str, object] = json.loads(self.out)
        return loaded
