"""Answers that a language model writes: each sentence stands on a quotation, or is marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import write_articles

from index.errors import LanguageModelError
from rag import Answer, Assistant
from rag.generation import Message
from rag.settings import Settings
from rag.writing import written_sentences

ARTICLES = {
    "brenn.md": (
        "---\ntitle: La visite à Brenn\ndate: 2024-03-04\nlanguage: fr\n---\n\n"
        "Pavel Orsak a reçu Dana Lirova à Brenn le lundi 4 mars 2024. Il a promis un prêt de "
        "300 millions d’euros. Mme Lirova a jugé la rencontre « franche et utile ».\n"
    ),
    "velt.md": (
        "---\ntitle: Le traité de Velt\ndate: 2024-05-01\nlanguage: fr\n---\n\n"
        "Le traité de Velt réunit douze pays. Il n’a pas été signé par la Norvège.\n"
    ),
}
QUESTION = "Quel prêt Pavel Orsak a-t-il promis à Dana Lirova ?"


class Scripted:
    """Writes what a function makes of the passages, seven letters at a time."""

    name = "scripted"

    def __init__(self, answer: Callable[[str], str], *, window: int = 8192) -> None:
        self.window = window
        self.closed = False
        self.asked: list[Sequence[Message]] = []
        self._answer = answer

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer, then LanguageModelError where it holds a zero."""
        self.asked.append(messages)
        text = self._answer(messages[-1].text)
        try:
            for start in range(0, len(text), 7):
                piece = text[start : start + 7]
                if "\0" in piece:
                    raise LanguageModelError("it broke off: ask again")
                yield piece
        finally:
            self.closed = True


def key_of(passages: str, words: str) -> str:
    """The key of the passage that holds some words."""
    for block in re.split(r"\n\n(?=\[)", passages):
        if words in block:
            return block[1 : block.index("]")]
    raise AssertionError(f"no passage with {words!r}")


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, assistant_over: Callable[[Path], Assistant]
) -> Path:
    assistant = assistant_over(write_articles(tmp_path_factory.mktemp("articles"), ARTICLES))
    return assistant.settings.index


def asked(index: Path, generator: Scripted, question: str = QUESTION, **settings: str) -> Answer:
    """What a question gets with a generator."""
    return Assistant(Settings(index=index, **settings), generator=generator).ask(question)


def test_a_sentence_that_a_passage_carries_is_supported_by_its_sentence(index: Path) -> None:
    answer = asked(
        index, Scripted(lambda p: f"Orsak a promis 300 millions d’euros [{key_of(p, 'prêt')}].")
    )
    assert answer.written_by == "scripted"
    assert [segment.support for segment in answer.segments] == ["supported"]
    assert [each.quote for each in answer.citations] == [
        "Il a promis un prêt de 300 millions d’euros."
    ]
    assert answer.text == "Orsak a promis 300 millions d’euros. [1]"


def test_the_same_quotation_has_one_number(index: Path) -> None:
    answer = asked(
        index,
        Scripted(
            lambda p: (
                f"Orsak a promis un prêt de 300 millions d’euros. [{key_of(p, 'prêt')}] "
                f"Le prêt promis est de 300 millions d’euros. [{key_of(p, 'prêt')}]"
            )
        ),
    )
    assert [segment.citations for segment in answer.segments] == [(1,), (1,)]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Orsak a promis un prêt de 400 millions d’euros", "number"),
        ("Orsak a reçu Lirova à Brenn le 5 mars 2024", "date"),
        ("Orsak n’a pas promis un prêt de 300 millions d’euros", "negation"),
        ("Lirova a jugé la rencontre « longue et très pénible »", "quotation"),
        ("Le prix du cuivre monte partout", "words"),
    ],
)
def test_a_sentence_that_differs_is_marked_with_why(
    index: Path, sentence: str, reason: str
) -> None:
    good = "Orsak a promis un prêt de 300 millions d’euros"
    answer = asked(
        index,
        Scripted(lambda p: f"{good} [{key_of(p, 'prêt')}]. {sentence} [{key_of(p, 'prêt')}]."),
    )
    segment = answer.segments[1]
    assert (segment.support, segment.citations, segment.reason) == ("unsupported", (), reason)


def test_a_sentence_can_be_dropped_by_setting(index: Path) -> None:
    writes = Scripted(
        lambda p: (
            f"Orsak a promis un prêt de 300 millions d’euros [{key_of(p, 'prêt')}]. "
            f"Il pleut. Il a promis 900 ponts [{key_of(p, 'prêt')}]."
        )
    )
    answer = asked(index, writes, llm_unsupported="drop")
    assert [segment.support for segment in answer.segments] == ["supported"]


def test_a_wrong_key_is_replaced_where_another_passage_carries_the_sentence(index: Path) -> None:
    answer = asked(
        index,
        Scripted(lambda p: f"Orsak a promis 300 millions d’euros [{key_of(p, 'Velt')}]."),
    )
    assert (answer.segments[0].support, answer.segments[0].moved) == ("supported", True)
    assert answer.citations[0].article.title == "La visite à Brenn"


def test_keys_are_new_for_each_question(index: Path) -> None:
    generator = Scripted(lambda p: "∅")
    asked(index, generator)
    asked(index, generator)
    first, second = (key_of(each[-1].text, "prêt") for each in generator.asked)
    assert first != second


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("∅", "declined"),
        ("", "declined"),
        ("Il a promis 900 ponts.", "nothing_stands"),
        ("Orsak a \0", "failed"),
    ],
)
def test_the_quoted_answer_takes_the_place_of_what_does_not_stand(
    index: Path, text: str, how: str
) -> None:
    generator = Scripted(lambda p: text)
    answer = asked(index, generator)
    quoted = Assistant(Settings(index=index)).ask(QUESTION)
    assert answer.notice is not None
    assert answer.notice.how == how
    assert answer.written_by is None
    assert (answer.segments, answer.citations) == (quoted.segments, quoted.citations)


def test_the_answer_grows_by_whole_sentences_and_ends_when_it_is_closed(index: Path) -> None:
    generator = Scripted(
        lambda p: (
            f"Orsak a promis un prêt de 300 millions d’euros [{key_of(p, 'prêt')}]. "
            f"Le traité de Velt réunit douze pays [{key_of(p, 'Velt')}]. Il pleut sans fin."
        )
    )
    growing = Assistant(Settings(index=index), generator=generator).stream(QUESTION)
    first = next(growing)
    assert [segment.text for segment in first.segments] == [
        "Orsak a promis un prêt de 300 millions d’euros."
    ]
    growing.close()  # type: ignore[attr-defined]
    assert generator.closed


def test_passages_keep_within_the_window(index: Path) -> None:
    wide, narrow = Scripted(lambda p: "∅"), Scripted(lambda p: "∅", window=1540)
    asked(index, wide)
    asked(index, narrow)
    sent = [len(each.asked[0][-1].text) for each in (wide, narrow)]
    assert sent[1] < sent[0]
    assert sent[1] <= (1540 - 1024 - 400) * 2.5 + len(QUESTION) + 20


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Un fait [abc].", [("Un fait.", ("abc",))]),
        ("Un fait. [abc] Un autre. [d-e]", [("Un fait.", ("abc",)), ("Un autre.", ("d-e",))]),
        ("Un fait [abc, def].", [("Un fait.", ("abc", "def"))]),
        ("Un fait [abc][def].", [("Un fait.", ("abc", "def"))]),
        ("- Un fait. [abc]\n- Un autre.", [("Un fait.", ("abc",)), ("Un autre.", ())]),
        ("[abc]", []),
        ("", []),
    ],
)
def test_references_belong_to_the_sentence_before_them(
    text: str, sentences: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert written_sentences(text) == sentences


@given(st.text(max_size=300))
def test_any_text_can_be_written(text: str) -> None:
    for sentence, _ in written_sentences(text):
        assert any(map(str.isalnum, sentence))
