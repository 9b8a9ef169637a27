"""What every test stands on: the network guard, and the places of supplied material."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from questions_asked import TEXTS
from support import BagEmbedder, article, entry, write_articles

from index.building import BuildReport, build_index
from index.embedding import Embedder
from index.models import load_embedder
from index.rows import Row
from index.terms.searching import TermIndex
from index.terms.writing import build_terms
from rag.assistant import Assistant
from rag.settings import Settings

GUARD = Path(__file__).parent / "guard"
SHARED = Path(__file__).parents[2] / "shared"

_LOG = "SOURCIER_TEST_NETWORK_LOG"

# How long an example takes on a busy machine says nothing of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def _is_worker(config: pytest.Config) -> bool:
    """Whether this is one of the processes that pytest-xdist spreads the tests over."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Watch this process and its children for look-ups and connections beyond loopback."""
    # A run in the background of a shell inherits that interrupts are ignored, and so would the
    # programs that the tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if _is_worker(config):
        return  # the run that started it has seen to the rest
    for name in [name for name in os.environ if name.startswith("SOURCIER_")]:
        del os.environ[name]  # a developer's settings are not the tests'
    os.environ["SOURCIER_HISTORY"] = "off"  # nor are the developer's conversations
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
    if _is_worker(session.config):
        return
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


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of the twelve small articles, for the test to change."""
    return write_articles(tmp_path / "articles")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where the test's index goes."""
    return tmp_path / "index"


@pytest.fixture
def built(articles: Path, index: Path) -> BuildReport:
    """An index of the twelve small articles was built."""
    return build_index(articles, index, embedder=BagEmbedder())


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> TermIndex:
    """The terms of nine sentences."""
    pairs = []
    for number, text in enumerate(TEXTS):
        one = article(text, language="en" if "treaty" in text else "fr")
        pairs.append((one, [entry(one, number, heading="Astana" if number == 2 else "")]))
    return build_terms(tmp_path_factory.mktemp("terms"), pairs)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="session")
def assistant_over(
    embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], Assistant]:
    def build(articles: Path) -> Assistant:
        index = tmp_path_factory.mktemp("index")
        build_index(articles, index, embedder=embedder)
        return Assistant(Settings(index=index), embedder=embedder)

    return build


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose rows are parsed while a test runs, a name a row."""
    names: list[str] = []
    of = Row.of

    def noting(name: str, line: bytes) -> Row:
        names.append(name)
        return of(name, line)

    monkeypatch.setattr(Row, "of", noting)
    return names
