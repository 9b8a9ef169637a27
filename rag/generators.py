"""Finding the language model that the settings name; its library is imported with the first one."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from index.errors import SettingsError
from rag.generation import Generator
from rag.settings import Settings


def load_generator(settings: Settings) -> Generator:
    """The model behind ``settings.llm_url``; SettingsError where something is missing for it."""
    if not settings.llm_model:
        raise SettingsError(
            f"SOURCIER_LLM_URL is set to {settings.llm_url} and SOURCIER_LLM_MODEL is not: name "
            "the model, or unset the address"
        )
    if find_spec("openai") is None:
        raise SettingsError(
            "SOURCIER_LLM_URL is set and the client is not installed: run "
            "`pip install 'sourcier[llm]'`, or unset it"
        )
    server = import_module("rag.language_model").ChatServer
    generator: Generator = server(
        settings.llm_url,
        settings.llm_model,
        key=settings.key(),
        timeout=settings.llm_timeout,
        window=settings.llm_window,
    )
    return generator
