"""The one importer of openai: any server that speaks its chat protocol.

Ollama, llama.cpp, vLLM, Mistral and OpenAI do. Passages and questions go to the address that the
user set, and to no other: redirects are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import openai
from openai.types.chat import ChatCompletionMessageParam

from index.errors import LanguageModelError
from rag.generation import Message

_RETRIES = 2  # with the client's growing pauses, before the first word; never after
_CONNECT_SECONDS = 5.0
_ANSWER_TOKENS = 1024
_NO_KEY = "none"  # local servers ask for no key, and the client insists on one


class ChatServer:
    """A model behind an OpenAI-compatible address.

    ``timeout`` is how many seconds may pass without a word, ``window`` how many tokens the model
    takes.
    """

    def __init__(
        self, url: str, model: str, *, key: str | None, timeout: float, window: int
    ) -> None:
        self._url, self._model, self._key, self._window = url, model, key, window
        limits = openai.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS))
        self._client = openai.OpenAI(
            base_url=url,
            api_key=key or _NO_KEY,
            timeout=limits,
            max_retries=_RETRIES,
            default_headers={"Connection": "close"},  # nothing stays open between two questions
            http_client=openai.DefaultHttpxClient(follow_redirects=False, timeout=limits),
        )

    @property
    def name(self) -> str:
        """The model's name at its server."""
        return self._model

    @property
    def window(self) -> int:
        """How many tokens the messages and the answer may have together."""
        return self._window

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer, piece by piece; LanguageModelError says what went wrong and what to do."""
        asked = [
            cast(ChatCompletionMessageParam, {"role": each.role, "content": each.text})
            for each in messages
        ]
        try:
            with self._client.chat.completions.create(
                model=self._model,
                messages=asked,
                stream=True,
                temperature=0,
                max_tokens=_ANSWER_TOKENS,
            ) as chunks:
                ended = False
                for chunk in chunks:
                    for choice in chunk.choices[:1]:
                        ended = ended or choice.finish_reason is not None
                        if choice.delta.content:
                            yield choice.delta.content
        except openai.OpenAIError as error:
            raise self.told(error) from None  # the cause may hold the key
        except (ValueError, AttributeError, TypeError, OSError) as error:
            raise self._broken(type(error).__name__) from None
        if not ended:
            raise self._broken("it stopped in the middle")

    def told(self, error: openai.OpenAIError) -> LanguageModelError:
        """What went wrong, and what to do, without what the server said: it may hold the key."""
        if isinstance(error, openai.APITimeoutError):
            return LanguageModelError(
                f"the language model at {self._url} took too long: try again, choose a smaller "
                "model, or raise SOURCIER_LLM_TIMEOUT"
            )
        if isinstance(error, openai.APIConnectionError):
            return LanguageModelError(
                f"no language model answers at {self._url}: start its server, or correct or unset "
                "SOURCIER_LLM_URL"
            )
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return LanguageModelError(
                f"{self._url} refuses the key: correct SOURCIER_LLM_KEY or SOURCIER_LLM_KEY_FILE"
            )
        if isinstance(error, openai.NotFoundError):
            return LanguageModelError(
                f"{self._url} knows no model {self._model!r}: correct SOURCIER_LLM_MODEL, or the "
                "address (it often ends with /v1)"
            )
        if isinstance(error, openai.RateLimitError):
            return LanguageModelError(
                f"{self._url} takes no more questions now: wait, then ask again"
            )
        if isinstance(error, openai.APIStatusError):
            return LanguageModelError(
                f"the language model at {self._url} failed with status {error.status_code}: look "
                "at its server's log"
            )
        return self._broken("it is no answer that the protocol knows")

    def _broken(self, how: str) -> LanguageModelError:
        return LanguageModelError(
            f"the answer of the language model at {self._url} broke off ({how}): ask again, and "
            "look at its server's log if it stays so"
        )
