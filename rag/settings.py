"""What a user can set: the environment's SOURCIER_* variables, or arguments in their place."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from index.embedding import DEFAULT_MODEL


class Settings(BaseSettings):
    """Read from ``SOURCIER_INDEX``, ``SOURCIER_ARTICLES``, and so on, when it is made.

    ``articles`` is none where the environment says nothing: the index knows its own folder.
    ``model`` is a sentence-transformers name or folder; ``allow_download`` lets it be fetched
    from the model hub, the one thing here that reaches beyond the machine.
    """

    model_config = SettingsConfigDict(env_prefix="SOURCIER_", frozen=True, extra="ignore")

    index: Path = Path(".sourcier/index")
    articles: Path | None = None
    model: str = DEFAULT_MODEL
    allow_download: bool = False
