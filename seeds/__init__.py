"""The articles that come with the project."""

from pathlib import Path

FOLDER: Path = Path(__file__).parent
