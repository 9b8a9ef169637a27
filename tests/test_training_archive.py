"""The questions of the archive: what their file holds, and how a quotation is judged by it."""

from __future__ import annotations

import json
import re

import pytest

from training.archive import FILE, read_archive
from training.asking import Posed, digest


def posed(*sentences: str, article: str = "one") -> Posed:
    digests = frozenset(digest(sentence) for sentence in sentences)
    return Posed(
        name="archive",
        group="1",
        question="Qui a signé ?",
        language="fr",
        terms=(),
        hits=(),
        article_of=lambda _: pytest.fail("no article is needed"),
        answerable=bool(sentences),
        golds=(),
        within=frozenset({article}),
        sentences=digests,
    )


def test_the_sentence_of_the_digest_answers_however_it_is_spaced_or_written() -> None:
    asked = posed("Le roi a signé\u00a0: «\u202fje pars\u202f».", "La reine l'a confirmé.")
    assert asked.is_right("one", "Le roi a  signé : « je pars ».")
    assert asked.is_right("one", "La reine l’a confirmé.")


def test_another_sentence_another_article_and_a_part_do_not_answer() -> None:
    asked = posed("Le roi a signé le traité à Port Aline.")
    assert not asked.is_right("one", "Le roi a signé le traité.")
    assert not asked.is_right("one", "La reine a signé le traité à Port Aline.")
    assert not asked.is_right("two", "Le roi a signé le traité à Port Aline.")


def test_nothing_answers_a_question_without_a_sentence() -> None:
    assert not posed().is_right("one", "Le roi a signé.")


def test_the_file_holds_questions_and_digests_alone() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert {tuple(row) for row in rows} == {("article", "language", "question", "sentences")}
    assert {row["language"] for row in rows} == {"fr", "en"}
    asked = [(row["article"], row["question"]) for row in rows]
    assert len(set(asked)) == len(asked)
    for row in rows:
        assert 2 <= len(row["question"].split()) <= 40
        assert all(re.fullmatch(r"[0-9a-f]{16}", each) for each in row["sentences"])


def test_an_article_is_held_out_whole_and_one_in_seven_is() -> None:
    questions = list(read_archive())
    held = {each.article for each in questions if each.is_held_out}
    assert not held & {each.article for each in questions if not each.is_held_out}
    assert 0.12 < len(held) / len({each.article for each in questions}) < 0.18


def test_a_question_without_sentences_is_one_that_its_article_does_not_answer() -> None:
    silent = [each for each in read_archive() if not each.sentences]
    assert 0.2 < len(silent) / len(list(read_archive())) < 0.3
