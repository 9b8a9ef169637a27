"""A folder read by a program that is held to 700 MB and a minute of processor time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from support import ROOT

BODY = "Le maire a reçu les délégués dans la grande salle. Ils repartiront lundi."
SECONDS = 3

# What a program that is held to 700 MB and a minute of processor time makes of a folder.
PROGRAM = """
import json, resource, sys
from pathlib import Path
from index.limits import Limits
from index.rows import Rows
from index.survey import survey
resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
limits = Limits(seconds=float(sys.argv[2]), memory=600_000_000)
reading = survey(Path(sys.argv[1]), Rows(), limits=limits)
print(json.dumps({
    "sources": [source for article in reading.articles.values() for source in article.sources],
    "problems": [[problem.path, problem.reason] for problem in reading.problems],
    "seconds": resource.getrusage(resource.RUSAGE_SELF).ru_utime,
    "peak": 1024 * next(
        int(line.split()[1])
        for line in Path("/proc/self/status").read_text().split("\\n")
        if line.startswith("VmHWM")
    ),  # what getrusage gives of itself is its parent's, where that had more
    "peak_of_workers": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
}))
"""


def read_in_bounds(folder: Path) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), str(SECONDS)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stderr == ""
    told: dict[str, Any] = json.loads(run.stdout)
    return told
