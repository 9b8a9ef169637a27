from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

FAR = "192.0.2.1"  # reserved for documentation (RFC 5737)
# A closed socket: the guard is told, and nothing is sent.
CLOSED = "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.close(); "


def recorded(statement: str, log: Path) -> str:
    """What the guard notes of a child process that runs a statement."""
    log.touch()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "tests/guard"),
        "SOURCIER_TEST_NETWORK_LOG": str(log),
    }
    code = f"import contextlib, socket\nwith contextlib.suppress(OSError):\n {statement}"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)
    return log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "statement",
    [
        CLOSED + f"s.connect(('{FAR}', 80))",
        CLOSED + f"s.sendto(b'', ('{FAR}', 80))",
        CLOSED + f"s.sendmsg([b''], [], 0, ('{FAR}', 80))",
        f"socket.getaddrinfo('{FAR}', 80)",
        f"socket.gethostbyname('{FAR}')",
        f"socket.getnameinfo(('{FAR}', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)",
    ],
)
def test_a_child_that_reaches_beyond_the_machine_is_noted(statement: str, tmp_path: Path) -> None:
    assert FAR in recorded(statement, tmp_path / "log")


@pytest.mark.parametrize(
    "statement",
    [
        CLOSED + "s.connect(('127.0.0.1', 80))",
        CLOSED + "s.sendto(b'', ('127.0.0.1', 80))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.socketpair()[0].sendmsg([b''])",
    ],
)
def test_what_stays_on_the_machine_is_not(statement: str, tmp_path: Path) -> None:
    assert recorded(statement, tmp_path / "log") == ""
