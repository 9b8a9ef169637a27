"""What a user can set: the environment's SOURCIER_* variables, or arguments in their place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError
from index.limits import DEFAULT_LIMITS, Limits
from index.models import DEFAULT_MODEL

_PREFIX = "SOURCIER_"


class Settings(BaseSettings):
    """Read from ``SOURCIER_INDEX``, ``SOURCIER_ARTICLES``, and so on, when it is made.

    A variable that is set to nothing counts as unset.

    ``articles`` is none where the environment says nothing: the index knows its own folder.
    ``model`` is a sentence-transformers name or folder; ``allow_download`` lets it be fetched
    from the model hub, the one thing here that reaches beyond the machine. ``min_confidence`` is
    the probability under which it stays silent; none stands for that of the fitted weights.
    ``file_mb``, ``file_seconds`` (of processor time) and ``file_memory_mb`` are what one file may
    be and take to read.

    ``history`` is the file of kept conversations; none stands for the one in the user's data
    folder, ``off`` for keeping nothing.

    ``llm_url`` is the address of an OpenAI-compatible server, to which questions and passages are
    sent then, and ``llm_model`` the model there. The key is ``llm_key``, or the first line of
    ``llm_key_file``. ``llm_window`` counts tokens, ``llm_timeout`` seconds without a word.
    ``llm_unsupported`` says whether sentences that nothing supports are shown, greyed, or dropped.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, frozen=True, extra="ignore"
    )

    index: Path = Path(".sourcier/index")
    articles: Path | None = None
    model: str = DEFAULT_MODEL
    allow_download: bool = False
    min_confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    file_mb: float = Field(default=DEFAULT_LIMITS.file_bytes / 1e6, gt=0, le=2000)
    file_seconds: float = Field(default=DEFAULT_LIMITS.seconds, gt=0, le=86_400)
    file_memory_mb: float = Field(default=DEFAULT_LIMITS.memory / 1e6, ge=200, le=1_000_000)
    history: Path | Literal["off"] | None = None
    llm_url: str | None = Field(default=None, pattern=r"^https?://[^\s@]+$")
    llm_model: str | None = None
    llm_key: SecretStr | None = None
    llm_key_file: Path | None = None
    llm_window: int = Field(default=8192, ge=2048)
    llm_timeout: float = Field(default=60.0, gt=0.0, le=3600.0)
    llm_unsupported: Literal["show", "drop"] = "show"

    @property
    def limits(self) -> Limits:
        """What one file of the folder may take."""
        return Limits(int(self.file_mb * 1e6), self.file_seconds, int(self.file_memory_mb * 1e6))

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
            if name == f"{_PREFIX}LLM_URL" and "@" in str(fault["input"]):
                raise SettingsError(
                    f"{name} holds a name or a password: put the key into SOURCIER_LLM_KEY"
                ) from None
            shown = "a value" if "key" in str(fault["loc"]) else repr(fault["input"])
            raise SettingsError(
                f"{name} is set to {shown} ({fault['msg']}): correct it or unset it"
            ) from None  # the cause repeats the value

    def key(self) -> str | None:
        """The key of the language model's server; SettingsError for a file that cannot be read."""
        if self.llm_key is not None:
            return self.llm_key.get_secret_value()
        if self.llm_key_file is None:
            return None
        try:
            return self.llm_key_file.read_text(encoding="utf-8").strip().split("\n")[0].strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"SOURCIER_LLM_KEY_FILE names {self.llm_key_file}, which cannot be read: correct "
                "it, or put the key into SOURCIER_LLM_KEY"
            ) from error
