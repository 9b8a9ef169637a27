"""Which sentences a quotation needs beside it, and which can stand alone."""

from __future__ import annotations

import pytest

from index.sentences import lead_ins, sentence_spans
from rag.companions import companions, leans_back, naming_sentence


def beside(text: str, number: int, known: frozenset[str] = frozenset()) -> list[str]:
    """The sentences that go with one of a text."""
    spans = sentence_spans(text)
    found = companions(text, spans, lead_ins(text, spans), number, known)
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "Il a promis un pont.",
        "Mais elle a refusé.",
        "« Elle a refusé », dit-on.",
        "Celle-ci a refusé.",
        "Ce dernier a refusé.",
        "Cette mesure coûtera cher.",
        "Lundi, ils ont refusé.",
        "Le pont sera gratuit, a-t-il promis.",
        "« Nous construirons un pont », a-t-elle dit.",
        "Then they refused.",
        "Both refused.",
        "“We will build a bridge,” she said.",
    ],
)
def test_a_sentence_whose_subject_is_a_pronoun_leans_back(sentence: str) -> None:
    assert leans_back(sentence, frozenset())


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Lunel a promis un pont.",
        "Il faut un pont.",
        "Il y a un pont à Sorel.",
        "Il est probable que le pont ouvrira.",
        "It is likely that the bridge will open.",
        "Cette année, le pont ouvrira.",
        "« Nous construirons un pont », a dit Ada Lunel.",
        "Le pont, a-t-il dit à Ada Lunel, ouvrira.",
    ],
)
def test_a_sentence_that_names_whom_it_is_about_or_nobody_stands_alone(sentence: str) -> None:
    assert not leans_back(sentence, frozenset())


def test_the_nearest_sentence_with_a_name_says_who_a_pronoun_is() -> None:
    text = "Ivo Brac est venu. Ada Lunel parle. Le temps est sec. Elle rit. Elle promet un pont."
    assert beside(text, 4) == ["Ada Lunel parle."]
    assert beside(text, 1) == []


def test_what_this_measure_is_stands_in_the_sentence_before() -> None:
    text = "Ada Lunel parle. Le péage doublera. Cette mesure coûtera cher."
    assert beside(text, 2) == ["Le péage doublera."]


def test_no_name_is_sought_far_back() -> None:
    text = "Ada Lunel parle. " + "Le temps est sec. " * 5 + "Elle rit."
    spans = sentence_spans(text)
    assert naming_sentence(text, spans, 6, frozenset()) is None
    assert naming_sentence(text, spans[:1] + spans[2:], 5, frozenset()) == 0


def test_an_item_goes_with_what_introduces_its_list_and_a_speech_with_its_announcement() -> None:
    assert beside("Il veut :\n- la paix ;\n- l'eau.", 1) == ["Il veut :"]
    text = "Ada Lunel a promis ceci :\n\n« Un pont ouvrira. »"
    assert beside(text, 1) == ["Ada Lunel a promis ceci :"]


def test_the_first_sentence_has_nothing_before_it() -> None:
    assert beside("Elle rit. Ada Lunel parle.", 0) == []
    assert beside("Cette mesure coûtera cher.", 0) == []
