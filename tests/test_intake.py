from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index import generations
from index.errors import IndexWriteError, SettingsError
from index.types import PartialDate
from rag.assistant import Assistant
from rag.intake import MOST_BYTES, MOST_FILES, Intake, Offer, check_offers, offer_of
from rag.settings import Settings

RIGA = "Le traité de Riga a été signé lundi par neuf ministres."
TALLINN = "La foire de Tallinn a reçu 40 000 visiteurs en mai."


class Stages(list[str]):
    """The stages that were told, each once."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self or self[-1] != stage:
            self.append(stage)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    """Over no index yet, with a folder of its own."""
    return Assistant(Settings(index=tmp_path / "index", articles=tmp_path / "articles"))


@pytest.fixture
def intake(assistant: Assistant) -> Intake:
    return Intake(assistant)


def silent(stage: str, done: int, total: int) -> None:
    pass


def offer(name: str, text: str) -> Offer:
    return Offer(name, text.encode())


def test_what_is_taken_can_be_cited_at_once(assistant: Assistant, intake: Intake) -> None:
    stages = Stages()
    taken = intake.take([offer("riga.txt", RIGA)], progress=stages)
    assert [(one.fate, one.path) for one in taken.outcomes] == [("added", "riga.txt")]
    assert taken.report is not None
    assert taken.report.articles == 1
    assert (intake.folder() / "riga.txt").read_text(encoding="utf-8") == RIGA
    (citation, *_) = assistant.ask("Qui a signé le traité de Riga ?").citations
    assert citation.article == assistant.article(taken.outcomes[0].articles[0].article_id)
    assert citation.quote == RIGA
    assert stages[0] == "check"
    assert {"read", "embed", "write"} <= set(stages)


def test_what_cannot_be_read_is_named_and_never_reaches_the_folder(intake: Intake) -> None:
    offers = [
        Offer("cassé.pdf", b"%PDF-1.4 broken"),
        Offer("programme.exe", b"MZ"),
        Offer("vide.txt", b""),
        Offer("bruit.txt", bytes(range(256)) * 8),
        offer("riga.txt", RIGA),
    ]
    taken = intake.take(offers, progress=silent)
    assert [one.fate for one in taken.outcomes] == ["refused"] * 4 + ["added"]
    assert [one.name for one in taken.outcomes] == [one.name for one in offers]
    for outcome, said in zip(
        taken.outcomes, ("PDF", "'.exe'", "empty", "binary data"), strict=False
    ):
        assert said in outcome.reasons[0]
    assert [path.name for path in intake.folder().iterdir()] == ["riga.txt"]


def test_nothing_that_can_be_read_makes_no_folder_and_no_index(
    intake: Intake, tmp_path: Path
) -> None:
    taken = intake.take([Offer("x.exe", b"MZ")], progress=silent)
    assert taken.report is None
    assert taken.failure is None
    assert list(tmp_path.iterdir()) == []


def test_the_same_text_again_is_there_already_whatever_its_name(intake: Intake) -> None:
    intake.take([offer("riga.txt", RIGA)], progress=silent)
    again = intake.take(
        [offer("riga.txt", RIGA), offer("autre.txt", f"{RIGA}\n\n"), offer("b.txt", TALLINN),
         offer("c.txt", TALLINN)],
        progress=silent,
    )  # fmt: skip
    assert [(one.fate, one.path) for one in again.outcomes] == [
        ("known", "riga.txt"),
        ("known", "riga.txt"),
        ("added", "b.txt"),
        ("known", "b.txt"),
    ]
    assert {path.name for path in intake.folder().iterdir()} == {"riga.txt", "b.txt"}


def test_a_text_whose_file_was_removed_since_is_not_there(intake: Intake) -> None:
    intake.take([offer("riga.txt", RIGA), offer("b.txt", TALLINN)], progress=silent)
    (intake.folder() / "riga.txt").unlink()
    again = intake.take([offer("riga.txt", RIGA)], progress=silent)
    assert [one.fate for one in again.outcomes] == ["added"]


def test_a_line_that_cannot_be_read_leaves_the_others(intake: Intake) -> None:
    lines = f'{{"text": "{RIGA}"}}\nnonsense\n{{"text": "{TALLINN}"}}\n'
    taken = intake.take([offer("deux.jsonl", lines)], progress=silent)
    (outcome,) = taken.outcomes
    assert outcome.fate == "added"
    assert len(outcome.articles) == 2
    assert "line 2 is not JSON" in outcome.reasons[0]


def test_a_pasted_text_keeps_title_date_and_source(assistant: Assistant, intake: Intake) -> None:
    pasted = offer_of(RIGA, title="Riga : neuf « oui »", date="mai 2025", source="AFP")
    (outcome,) = intake.take([pasted], progress=silent).outcomes
    article = assistant.article(outcome.articles[0].article_id)
    assert article.title == "Riga : neuf « oui »"
    assert article.published == PartialDate(2025, 5)
    assert (article.origin, article.text) == ("AFP", RIGA)


@pytest.mark.parametrize(
    ("written", "language", "meant"),
    [
        ("2025", "fr", PartialDate(2025)),
        ("2025-07", "en", PartialDate(2025, 7)),
        (" 21/05/2025 ", "fr", PartialDate(2025, 5, 21)),
        ("21 mai 2025", "fr", PartialDate(2025, 5, 21)),
        ("May 21, 2025", "en", PartialDate(2025, 5, 21)),
    ],
)
def test_a_date_is_taken_as_people_write_it(
    written: str, language: str, meant: PartialDate
) -> None:
    content = offer_of(RIGA, title="", date=written, source="", language=language).content
    assert f'"date": "{meant}"' in content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date": "hier"}, "'hier' is no date"),
        ({"date": "2999"}, "correct the date"),
        ({"text": "…"}, "there is no text"),
    ],
)
def test_what_is_no_date_or_no_text_is_refused(fields: dict[str, str], said: str) -> None:
    given = {"text": RIGA, "title": "", "date": "", "source": ""} | fields
    with pytest.raises(SettingsError, match=said):
        offer_of(given.pop("text"), **given)


def test_too_many_files_and_too_many_bytes_are_refused_before_anything() -> None:
    check_offers([1] * MOST_FILES)
    check_offers([MOST_BYTES])
    with pytest.raises(SettingsError, match=f"{MOST_FILES + 1} files are more"):
        check_offers([1] * (MOST_FILES + 1))
    with pytest.raises(SettingsError, match="100 MB together"):
        check_offers([MOST_BYTES, 1])


def test_where_the_build_fails_the_files_stay_and_can_be_built_later(
    intake: Intake, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(generations, "publish", full)
        taken = intake.take([offer("riga.txt", RIGA)], progress=silent)
    assert isinstance(taken.failure, IndexWriteError)
    assert [one.fate for one in taken.outcomes] == ["added"]
    assert (intake.folder() / "riga.txt").exists()
    later = intake.build(progress=silent)
    assert later.failure is None
    assert assistant.ask("Qui a signé le traité de Riga ?").citations


def test_it_waits_for_another_build_and_says_so(intake: Intake) -> None:
    stages, waiting = Stages(), threading.Event()

    def told(stage: str, done: int, total: int) -> None:
        stages(stage, done, total)
        if stage == "wait":
            waiting.set()

    index = intake._assistant.settings.index
    taken = []
    with generations.writing(index, wait_seconds=0):
        thread = threading.Thread(
            target=lambda: taken.append(intake.take([offer("riga.txt", RIGA)], progress=told))
        )
        thread.start()
        assert waiting.wait(timeout=30)
        assert not taken
    thread.join(timeout=60)
    assert taken[0].report is not None
    assert stages[:2] == ["check", "wait"]


def test_two_at_once_are_both_taken(intake: Intake, assistant: Assistant) -> None:
    texts = [f"{RIGA} Version {number}." for number in range(4)]
    taken: list[object] = []

    def take(text: str) -> None:
        taken.append(intake.take([offer("riga.txt", text)], progress=silent).failure)

    threads = [threading.Thread(target=take, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=100)
    assert taken == [None] * 4
    assert assistant.status().articles == 4


@pytest.mark.parametrize(
    ("make", "is_open"),
    [
        (lambda folder: folder.mkdir(), True),
        (lambda folder: None, True),
        (lambda folder: folder.write_text("a file"), False),
    ],
    ids=["a folder", "none yet", "a file"],
)
def test_it_is_open_where_the_folder_takes_files_or_can_be_made(
    make: Callable[[Path], object], is_open: bool, intake: Intake
) -> None:
    make(intake.folder())
    assert intake.is_open() is is_open
