from __future__ import annotations

from pathlib import Path

import httpx2
import openai
import pytest

from index.errors import SourcierError
from index.reading import read_files
from rag.adding import add_file, check_file
from rag.intake import check_offers, offer_of
from rag.language_model import ChatServer
from ui.reasons import reason_in_words

BROKEN = {
    "a.pdf": b"%PDF-1.4 broken",
    "a.docx": b"PK no archive",
    "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a.txt": bytes(range(256)) * 8,
    "b.txt": b"   ",
    "c.txt": b"---\ntitle: Un titre\ndate: 2025\n---\n",
    "d.txt": b"---\ndate: hier\n---\nUn texte assez long pour un article.",
    "a.json": b"{nonsense",
    "a.jsonl": b'{"title": "x"}\nnonsense\n{"text": "Un texte."}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_the_readers_say_is_said_in_french_too(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BROKEN[name])
    (reading,) = read_files([tmp_path / name], tmp_path)
    assert reading.problems
    for problem in reading.problems:
        french, english = reason_in_words(problem.reason)
        assert french != english, problem.reason
        assert french[0].isupper()
        assert english[1:] == problem.reason[1:]


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: check_file("a.exe", 1),
        lambda folder: check_file("a.txt", 10**9),
        lambda folder: check_file("a.txt", 0),
        lambda folder: check_offers([1] * 1000),
        lambda folder: check_offers([10**9]),
        lambda folder: offer_of("Un texte.", title="", date="hier", source=""),
        lambda folder: offer_of("Un texte.", title="", date="2999", source=""),
        lambda folder: offer_of("", title="", date="", source=""),
        lambda folder: add_file(folder / "file", "a.txt", b"Un texte."),
    ],
)
def test_what_adding_says_is_said_in_french_too(act: object, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(SourcierError) as raised:
        act(tmp_path)  # type: ignore[operator]
    french, english = reason_in_words(str(raised.value))
    assert french != english
    assert "{" not in french


def language_model_errors() -> list[str]:
    """What the client says of each way to fail."""
    server = ChatServer("http://127.0.0.1:1/v1", "petit", key=None, timeout=1, window=4096)
    request = httpx2.Request("POST", "http://127.0.0.1:1/v1")
    raised: list[openai.OpenAIError] = [
        openai.APITimeoutError(request),
        openai.APIConnectionError(request=request),
        openai.OpenAIError("odd"),
    ]
    kinds = {
        401: openai.AuthenticationError,
        404: openai.NotFoundError,
        429: openai.RateLimitError,
        503: openai.InternalServerError,
    }
    for status, kind in kinds.items():
        raised.append(kind("no", response=httpx2.Response(status, request=request), body=None))
    return [str(server.told(error)) for error in raised]


def test_what_language_models_fail_with_is_said_in_french_too() -> None:
    told = [reason_in_words(error) for error in language_model_errors()]
    assert len({french for french, _ in told}) == 7
    for french, english in told:
        assert french != english
        assert "http://127.0.0.1:1/v1" in french
        assert ("SOURCIER_LLM" in french) == ("SOURCIER_LLM" in english)


def test_a_reason_that_is_not_known_is_shown_as_it_was_said() -> None:
    assert reason_in_words("{odd} reason") == ("{odd} reason", "{odd} reason")
    assert reason_in_words("") == ("", "")
