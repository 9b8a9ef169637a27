from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from stand_in import Counts, StandIn

from index.errors import EmbedderError, IndexMissingError, SettingsError
from index.types import Article, Filters, Hit, PartialDate, Passage, Span, article_id_of
from rag.types import Answer, Citation, Segment
from ui import wording
from ui.desk import (
    Asking,
    article_with_quote,
    ask,
    broken_off,
    filter_choices,
    filters_from,
    first_screen,
    stopped,
)
from ui.render import Turn

TEXT = "Lena Ostrow a promis 14 ports. Nul ne sait comment."
ARTICLE = Article(article_id_of(TEXT), "Les ports", TEXT, PartialDate(2025), ("a.txt",), "fr")
QUOTE = "Lena Ostrow a promis 14 ports."
PASSAGES = tuple(
    Hit(Passage(ARTICLE.article_id, start, start + 9, TEXT[start : start + 9]), 0.5, 1.0, None)
    for start in range(5)
)
ANSWER = Answer(
    question="Combien ?",
    language="fr",
    status="answered",
    text=f"{QUOTE} [1]",
    segments=(Segment(QUOTE, (1,), "quoted"),),
    citations=(Citation(1, ARTICLE, 0, len(QUOTE), QUOTE),),
    passages=PASSAGES,
    unmatched=(),
    confidence=None,
    timings_ms={},
    generation="g",
    embedder="m",
)
ABSTENTION = replace(ANSWER, status="abstained", text="Rien.", segments=(), citations=())


class OneArticle(StandIn):
    """Notes what it is asked, and breaks off with the error that it is told to."""

    def __init__(self, *answers: Answer, error: Exception | None = None, articles: int = 1) -> None:
        super().__init__(ARTICLE, *answers, articles=articles)
        self.error = error
        self.asked: list[tuple[Filters, str]] = []
        self.histories: list[tuple[Answer, ...]] = []

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Answer] = (),
        filters: Filters = Filters(),
        fallback_language: str = "fr",
    ) -> Iterator[Answer]:
        self.asked.append((filters, fallback_language))
        self.histories.append(tuple(history))
        yield from super().stream(question)
        if self.error:
            raise self.error

    def examples(
        self, language: str, *, count: int = 4, go_on: Callable[[], bool] = lambda: True
    ) -> Sequence[str]:
        if self.error:
            raise self.error
        return ("Combien de ports ?",) if language == "fr" else ()

    def sources(self) -> Sequence[str]:
        return [f"source-{number}" for number in range(1000)]

    def languages(self) -> Sequence[str]:
        return ("fr", "en")


class NoIndex(OneArticle):
    """An assistant whose index is missing."""

    def status(self) -> Counts:
        raise IndexMissingError("no index in x: run `sourcier build FOLDER`")

    def sources(self) -> Sequence[str]:
        raise IndexMissingError("no index in x: run `sourcier build FOLDER`")


def asked(assistant: OneArticle, *turns: Turn, **fields: str) -> list[tuple[Turn, ...]]:
    turn = Turn(len(turns) + 1, "Combien ?")
    return list(ask(assistant, turns, turn, fields=fields, language="en"))


def test_a_turn_is_there_before_the_answer_and_grows_with_it() -> None:
    states = [state[-1] for state in asked(OneArticle(ANSWER.first(0), ANSWER))]
    assert [state.answer for state in states] == [None, ANSWER.first(0), ANSWER, ANSWER]
    assert [state.finished for state in states] == [False, False, False, True]
    assert {state.number for state in states} == {1}


def test_a_new_turn_leaves_the_ones_before_it_as_they_were() -> None:
    before = Turn(1, "Avant ?", finished=True)
    states = asked(OneArticle(ANSWER), before)
    assert len(states) > 1
    for state in states:
        assert state[0] is before
        assert state[1].number == 2


def test_the_filters_and_the_language_of_the_page_reach_the_assistant() -> None:
    assistant = OneArticle(ANSWER)
    state = asked(assistant, since="2025-07", until="", source=" a ", language="fr")[-1]
    expected = Filters(since=PartialDate(2025, 7), source="a", language="fr")
    assert assistant.asked == [(expected, "en")]
    assert state[-1].filters == expected


def test_the_answers_before_may_complete_a_question_unless_it_is_asked_alone() -> None:
    assistant = OneArticle(ANSWER)
    before = (Turn(1, "Avant ?", answer=ANSWER, finished=True), Turn(2, "Panne ?", finished=True))
    for alone in (False, True):
        list(ask(assistant, before, Turn(3, "Et lui ?", alone=alone), fields={}, language="fr"))
    assert assistant.histories == [(ANSWER,), ()]


def test_an_answer_that_is_stopped_is_finished_as_far_as_it_came() -> None:
    growing = asked(OneArticle(ANSWER.first(0), ANSWER))[1]
    (turn,) = stopped(growing)
    assert (turn.finished, turn.stopped, turn.answer) == (True, True, ANSWER.first(0))
    assert stopped((turn,)) == (turn,)
    assert stopped(()) == ()


def test_an_abstention_brings_its_first_passages_with_their_articles() -> None:
    turn = asked(OneArticle(ABSTENTION))[-1][-1]
    assert turn.closest == tuple((hit, ARTICLE) for hit in PASSAGES[:3])


def test_an_answer_brings_no_closest_passages() -> None:
    assert asked(OneArticle(ANSWER))[-1][-1].closest == ()


def test_an_error_on_the_way_ends_up_in_the_turn() -> None:
    error = IndexMissingError("no index in x")
    turn = asked(OneArticle(ANSWER, error=error))[-1][-1]
    assert turn.finished
    assert turn.trouble is not None
    assert turn.trouble.headline == wording.INDEX_MISSING
    assert turn.trouble.detail == "no index in x"


def test_a_date_that_is_none_is_told_in_the_turn() -> None:
    (state,) = asked(OneArticle(ANSWER), since="hier")
    assert state[-1].trouble is not None
    assert "'hier'" in state[-1].trouble.detail


def test_an_error_that_nobody_foresaw_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        asked(OneArticle(error=ZeroDivisionError()))


def test_a_turn_that_broke_off_is_finished_and_says_so() -> None:
    before = Turn(1, "Avant ?", finished=True)
    first, last = broken_off((before, Turn(2, "Combien ?")))
    assert first is before
    assert last.finished
    assert last.trouble is not None
    assert last.trouble.advice == wording.UNEXPECTED


@pytest.mark.parametrize("date", ["2025-13", "21/05/2025", "2025-02-30", "1"])
def test_filters_refuse_a_date_that_is_none(date: str) -> None:
    with pytest.raises(SettingsError, match=f"'{date}' is no date: write YYYY"):
        filters_from({"until": date})


def test_a_language_that_no_article_has_is_told_in_the_turn() -> None:
    (state,) = asked(OneArticle(ANSWER), language="xx")
    assert state[-1].trouble is not None
    assert "no article is in 'xx': use one of en, fr" in state[-1].trouble.detail


def test_empty_fields_are_no_filters() -> None:
    assert not filters_from({"since": "", "until": " ", "source": "", "language": ""})


def test_the_first_screen_counts_and_offers_examples() -> None:
    screen = first_screen(OneArticle(), asking=Asking())
    assert "1 article" in screen
    assert "2 passages" in screen
    assert screen.count('data-ask="Combien de ports ?"') == 2  # stands in for English too


def test_the_first_screen_does_without_examples_and_without_the_model() -> None:
    assistant = OneArticle(error=EmbedderError("no model"))
    assert "data-ask" not in first_screen(assistant)


def test_the_first_screen_says_what_is_missing() -> None:
    assert "sourcier build FOLDER" in first_screen(NoIndex(), asking=Asking())
    assert wording.INDEX_EMPTY.fr in first_screen(OneArticle(articles=0), asking=Asking())
    assistant = OneArticle(error=EmbedderError("no model"))
    assert wording.NO_MODEL.en in first_screen(assistant, asking=Asking())


def test_the_filters_offer_sources_and_languages_but_not_thousands() -> None:
    sources, languages = filter_choices(OneArticle())
    assert '<option value="source-0">' in sources
    assert "source-200" not in sources
    assert '<option value="en">English</option>' in languages


def test_the_filters_offer_nothing_without_an_index() -> None:
    sources, languages = filter_choices(NoIndex())
    assert sources == ""
    assert languages.count("<option") == 1


def test_where_articles_can_be_added_an_empty_place_offers_it() -> None:
    for assistant in (NoIndex(), OneArticle(articles=0)):
        assert "data-add" in first_screen(assistant, adding=True)
        assert "data-add" not in first_screen(assistant)


def test_there_is_leisure_while_nobody_asks_and_not_for_long() -> None:
    asking = Asking()
    assert asking.leisure(60)()
    assert not asking.leisure(0)()
    go_on = asking.leisure(60)
    with asking:
        assert not go_on()
        with asking:
            pass
        assert not go_on()
    assert go_on()


def test_an_article_that_is_gone_says_so() -> None:
    assert wording.ARTICLE_GONE.fr in article_with_quote(OneArticle(), "0" * 16, Span(0, 1))
    assert f">{QUOTE}</mark>" in article_with_quote(
        OneArticle(), ARTICLE.article_id, Span(0, len(QUOTE))
    )
