"""What every test stands on: the network guard, and the places of supplied material."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUARD = Path(__file__).parent / "guard"
SHARED = ROOT.parent / "shared"

_LOG = "SOURCIER_TEST_NETWORK_LOG"


def pytest_configure(config: pytest.Config) -> None:
    """Watch this process and its children for look-ups and connections beyond loopback."""
    for name in [name for name in os.environ if name.startswith("SOURCIER_")]:
        del os.environ[name]  # a developer's settings are not the tests'
    handle, path = tempfile.mkstemp(prefix="sourcier-network-")
    os.close(handle)
    os.environ[_LOG] = path
    inherited = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD), *([inherited] if inherited else [])])
    sys.path.insert(0, str(GUARD))
    sys.modules.pop("sitecustomize", None)
    import sitecustomize  # noqa: F401

    sys.path.remove(str(GUARD))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where anything tried to leave the machine."""
    log = Path(os.environ[_LOG])
    tried = log.read_text(encoding="utf-8")
    log.unlink()
    if tried:
        sys.stderr.write(f"\nconnections or look-ups beyond loopback:\n{tried}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def supplied_articles() -> Path:
    """The two articles that the user supplied; the test is skipped where they are absent."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("the supplied articles are not on this machine")
    return folder
