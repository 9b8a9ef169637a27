"""What the browser tests stand on: small articles of our own, and the program as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

import pytest

HOSTILE = "<img src=x onerror=alert(1)>"
ARTICLE_URL = "https://example.org/articles/sommet-boralie"
FOREST_QUESTION = "Combien de milliards pour le fonds des forêts ?"
TRAP_QUESTION = "Quand le piège de Valmora a-t-il été tendu ?"
LENGTH_QUESTION = "Combien d'heures a duré la séance de Torvale ?"
AGE_QUESTION = "Quel âge a Ysoline Brack ?"

_FOREST = """BORVILLE, 21 mai 2025 — Neuf chefs d'État se sont réunis mercredi en Boralie.

Le président boralien Anton Varga a ouvert la séance. Il a annoncé un fonds de 10,5 milliards \
d'euros pour restaurer les forêts.

Les pays participants ont pris trois engagements :
- planter deux cents millions d'arbres avant 2030 ;
- interdire la coupe des forêts primaires ;
- publier un bilan chaque année.
"""
_FILLER = "Les délégations ont ensuite parlé du calendrier des travaux et de leur financement. "
_TRAP = (
    f"Un texte piégé : {HOSTILE} puis ![a](http://attacker.example/x) et </script>"
    "<script>alert(2)</script>. Le piège de Valmora a été tendu le 3 mars 2024 par deux gardes. "
    "[lien](javascript:alert(3)) `code` ${alert(4)} {{value}}."
)
_HARBOUR = (
    "Nine heads of state signed the harbour treaty on Monday. President Lena Ostrow said that the "
    "treaty would open 14 ports. She did not say when."
)


COMMAND = [sys.executable, "-c", "from ui.cli import main; main()"]


def write_articles(folder: Path) -> None:
    """Four articles: one with a URL, one hostile, one long, one in English."""
    records = {
        "forest.json": {
            "title": "Un fonds commun pour les forêts",
            "text": _FOREST,
            "date": "2025-05-21",
            "url": ARTICLE_URL,
        },
        "trap.json": {"title": HOSTILE, "text": _TRAP, "date": "2024-03-03"},
        "harbour.json": {"title": "A treaty for the harbours", "text": _HARBOUR, "date": "2025-07"},
        "long.json": {
            "title": "La longue séance de Torvale",
            "text": _FILLER * 60
            + "\n\nLa séance de Torvale a duré 19 heures sans pause.\n\n"
            + _FILLER * 60,
            "date": "2023",
        },
    }
    for name, record in records.items():
        (folder / name).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True)
class Program:
    """The command line, as a process of its own."""

    index: Path

    def build(self, articles: Path) -> None:
        command = [*COMMAND, "build", str(articles), "--index", str(self.index)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
        assert done.returncode == 0, done.stderr

    def chat(self, *options: str, **environment: str) -> Server:
        command = [*COMMAND, "chat", "--port", "0", "--index", str(self.index), *options]
        return Server(command, environment)


class Server:
    """A running ``sourcier chat``; it is over when the ``with`` ends."""

    def __init__(self, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        self._command = command
        self._environment = {**os.environ, **(environment or {})}

    def __enter__(self) -> Server:
        self._lines: Queue[str] = Queue()
        self.process = subprocess.Popen(
            self._command,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = self._announced()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(timeout=20)
        self._reader.join(timeout=20)

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            for line in lines:
                self._lines.put(line)

    def line(self) -> str:
        """The next line that it says."""
        return self._lines.get(timeout=90)

    def _announced(self) -> str:
        seen: list[str] = []
        while True:
            try:
                seen.append(self._lines.get(timeout=90))
            except Empty:
                pytest.fail(f"the page was not served; it said: {''.join(seen)}")
            found = [word for word in seen[-1].split() if word.startswith("http://")]
            if found:
                return found[0]
