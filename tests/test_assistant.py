from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from support import ARTICLES, BagEmbedder, write_articles

from index.building import build_index
from index.embedding import Vectors
from index.errors import ArticleUnknownError, IndexMismatchError, IndexMissingError
from index.types import Filters, PartialDate
from rag import Assistant
from rag.settings import Settings
from rag.types import Answer


class Place:
    """A folder of articles, its index, and an assistant over it."""

    def __init__(self, folder: Path) -> None:
        self.articles = write_articles(folder / "articles")
        self.index = folder / "index"
        self.embedder = BagEmbedder()
        self.build()
        self.assistant = Assistant(Settings(index=self.index), embedder=self.embedder)

    def build(self) -> None:
        build_index(self.articles, self.index, embedder=self.embedder)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_an_answer_is_quoted_to_the_character(place: Place) -> None:
    answer = place.assistant.ask("Combien coûtera le barrage de Lorméa ?")
    assert answer.status == "answered"
    citation = answer.citations[0]
    assert citation.quote == "Le chantier coûtera 4,2 milliards d'euros."
    article = place.assistant.article(citation.article.article_id)
    assert article.text[citation.start : citation.end] == citation.quote
    assert answer.text.startswith(f"{citation.quote} [1]")


def test_what_the_articles_do_not_hold_is_not_answered(place: Place) -> None:
    answer = place.assistant.ask("Quel âge a Ilse Marévan ?")
    assert answer.status == "abstained"
    assert answer.segments == ()
    assert answer.citations == ()
    assert answer.passages
    assert answer.text == place.assistant.ask("Quelle est la taille de Tomas Krievan ?").text


def test_an_abstention_speaks_the_question_s_language(place: Place) -> None:
    french = place.assistant.ask("Quel âge a Ilse Marévan ?")
    english = place.assistant.ask("How old is Ilse Marévan?")
    assert (french.language, english.language) == ("fr", "en")
    assert french.text != english.text


def test_the_object_for_json_is_the_one_that_was_promised(place: Place) -> None:
    given = place.assistant.ask("Quand Ilse Marévan a-t-elle été réélue ?").as_dict()
    assert list(given)[:4] == ["question", "status", "text", "confidence"]
    assert set(given["timings_ms"]) == {"retrieve", "answer"}
    assert given["index"] == {"generation": "g000001", "embedder": "bag-0"}
    assert set(given["passages"][0]) >= {
        "passage_id",
        "article_id",
        "start",
        "end",
        "score",
        "text",
    }
    for citation in given["citations"]:
        assert set(citation) >= {
            "number", "article_id", "title", "published", "sources", "start", "end", "quote",
            "marks", "context",
        }  # fmt: skip


def test_the_stream_grows_to_the_answer(place: Place) -> None:
    question = "Quels engagements prévoit le pacte pour la forêt boréale ?"
    grown = list(place.assistant.stream(question))
    whole = place.assistant.ask(question)
    assert len(whole.segments) == 3
    assert [len(answer.segments) for answer in grown] == [1, 2, 3]
    for answer in grown:
        assert answer.segments == whole.segments[: len(answer.segments)]
        assert _cited(answer) == {citation.number for citation in answer.citations}
    assert grown[-1].text == whole.text
    assert grown[-1].citations == whole.citations


def _cited(answer: Answer) -> set[int]:
    return {number for segment in answer.segments for number in segment.citations}


def test_a_filter_leaves_out_the_rest(place: Place) -> None:
    question = "Combien coûtera le barrage de Lorméa ?"
    early = Filters(until=PartialDate(2024))
    assert place.assistant.ask(question, filters=early).status == "abstained"
    assert all(
        hit.passage.article_id != place.assistant.ask(question).citations[0].article.article_id
        for hit in place.assistant.search(question, filters=early)
    )


@pytest.mark.parametrize("question", ["", "   ", "?!", "🙂🙂", "le la les de", "the of", "« [ ( :"])
def test_any_text_is_a_legal_question_and_nothing_is_invented(place: Place, question: str) -> None:
    assert place.assistant.ask(question).status == "abstained"


def test_a_new_generation_is_taken_up_between_two_questions(place: Place) -> None:
    question = "Où se tiendra la conférence de Quillan ?"
    assert place.assistant.ask(question).status == "abstained"
    text = "La conférence de Quillan se tiendra à Sorbeck."
    (place.articles / "quillan.txt").write_text(text, encoding="utf-8")
    place.build()
    answer = place.assistant.ask(question)
    assert answer.generation == "g000002"
    assert [citation.quote for citation in answer.citations] == [text]


def test_an_index_that_was_removed_and_built_again_under_the_same_name_is_taken_up(
    place: Place,
) -> None:
    question = "Où se tiendra la conférence de Quillan ?"
    assert place.assistant.ask(question).status == "abstained"
    place.assistant.examples("fr")
    shutil.rmtree(place.index)
    for file in place.articles.rglob("*.*"):
        file.unlink()
    text = "La conférence de Quillan se tiendra à Sorbeck."
    (place.articles / "quillan.txt").write_text(text, encoding="utf-8")
    place.build()
    answer = place.assistant.ask(question)
    assert answer.generation == "g000001"
    assert [citation.quote for citation in answer.citations] == [text]
    assert not any("Marévan" in example for example in place.assistant.examples("fr"))


def test_a_removed_article_leaves_the_answers(place: Place) -> None:
    question = "Combien coûtera le barrage de Lorméa ?"
    cited = place.assistant.ask(question).citations[0].article.article_id
    (place.articles / "2025/barrage.md").unlink()
    place.build()
    assert place.assistant.ask(question).status == "abstained"
    with pytest.raises(ArticleUnknownError, match=cited):
        place.assistant.article(cited)


def test_threads_may_share_an_assistant(place: Place) -> None:
    questions = ["Combien coûtera le barrage de Lorméa ?", "Qui a été réélue présidente ?"] * 8
    alone = [place.assistant.ask(question).text for question in questions]
    shared: dict[int, str] = {}

    def ask(number: int) -> None:
        shared[number] = place.assistant.ask(questions[number]).text

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [shared[number] for number in range(len(questions))] == alone


def test_opening_without_an_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="sourcier build"):
        Assistant.open(tmp_path / "none")


def test_another_model_is_refused_with_the_remedy(place: Place) -> None:
    other = Assistant(Settings(index=place.index), embedder=BagEmbedder(seed=1))
    with pytest.raises(IndexMismatchError, match=r"bag-0.*bag-1.*sourcier build"):
        other.ask("Qui a été réélue ?")


def test_examples_are_questions_that_the_index_answers(place: Place) -> None:
    for language in ("fr", "en"):
        examples = place.assistant.examples(language, count=2)
        assert examples
        assert len(set(examples)) == len(examples) <= 2
        for question in examples:
            assert place.assistant.ask(question).status == "answered"


def test_sources_and_languages_are_those_of_the_articles(place: Place) -> None:
    sources = place.assistant.sources()
    assert sources[0] == "2024"  # three articles; no other folder, host or origin has as many
    assert {"2025", "en", "Agence de l'Est", "actualites.example"} <= set(sources)
    assert place.assistant.languages() == ("fr", "en")
    assert place.assistant.status().articles == len(ARTICLES)


class Counting(BagEmbedder):
    """Counts the questions that it embeds."""

    asked = 0

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return super().embed_questions(texts)


def test_an_article_is_shown_without_a_model(place: Place) -> None:
    known = place.assistant.ask("Qui a été réélue ?").passages[0].passage.article_id
    counting = Counting()
    assistant = Assistant(Settings(index=place.index), embedder=counting)
    assert assistant.article(known).article_id == known
    assert assistant.sources()
    assert counting.asked == 0
