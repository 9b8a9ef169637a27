from __future__ import annotations

import subprocess
import sys

import pytest

# How many stubs are read or written while Gradio is imported.
_WATCHED = """
import sys
seen = []
def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".pyi"):
        seen.append(arguments)
sys.addaudithook(hook)
{importing}
import gradio
print(len(seen), gradio.Button("x").click is not None)
"""
_QUICK = "from ui.loading import without_stubs\nwith without_stubs(): import gradio"


@pytest.mark.parametrize(("importing", "seen"), [(_QUICK, False), ("", True)])
def test_gradio_writes_no_stubs_where_it_is_told_not_to(importing: str, seen: bool) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _WATCHED.format(importing=importing)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    count, has_events = run.stdout.split()
    assert (int(count) > 0) is seen
    assert has_events == "True"
