"""What a user can set: the environment's SOURCIER_* variables, or arguments in their place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError
from index.models import DEFAULT_MODEL

_PREFIX = "SOURCIER_"


class Settings(BaseSettings):
    """Read from ``SOURCIER_INDEX``, ``SOURCIER_ARTICLES``, and so on, when it is made.

    A variable that is set to nothing counts as unset.

    ``articles`` is none where the environment says nothing: the index knows its own folder.
    ``model`` is a sentence-transformers name or folder; ``allow_download`` lets it be fetched
    from the model hub, the one thing here that reaches beyond the machine. ``min_confidence`` is
    the probability under which it stays silent; none stands for that of the fitted weights.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, frozen=True, extra="ignore"
    )

    index: Path = Path(".sourcier/index")
    articles: Path | None = None
    model: str = DEFAULT_MODEL
    allow_download: bool = False
    min_confidence: float | None = Field(default=None, ge=0.0, le=1.0)

    @classmethod
    def load(cls, *, index: Path | None = None, model: str | None = None) -> Self:
        """The settings, those that are given before the environment's.

        Raises SettingsError for a value that cannot be used.
        """
        given: dict[str, Any] = {"index": index, "model": model}
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            fault = error.errors()[0]
            name = _PREFIX + "_".join(map(str, fault["loc"])).upper()
            raise SettingsError(
                f"{name} is set to {fault['input']!r} ({fault['msg']}): correct it or unset it"
            ) from error
