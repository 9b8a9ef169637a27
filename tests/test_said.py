"""Which words a text says: in another form, of the same family, in the other language."""

from __future__ import annotations

import pytest

from rag.said import Said, akin, same_word, weight_of

# French and English words, folded, and whether the second is a form of the first or translates it.
PAIRS = [
    ("signer", "fr", "signera", "fr", True),
    ("soldats", "fr", "soldat", "fr", True),
    ("militaire", "fr", "militarisation", "fr", True),
    ("turquie", "fr", "turcs", "fr", True),
    ("chien", "fr", "dogs", "en", True),
    ("dog", "en", "chiens", "fr", True),
    ("turkey", "en", "turcs", "fr", True),
    ("chien", "fr", "chat", "fr", False),
    ("chien", "fr", "cats", "en", False),
    ("port", "fr", "ponts", "fr", False),
    ("turquie", "fr", "grecs", "fr", False),
]


@pytest.mark.parametrize(("word", "language", "other", "other_language", "same"), PAIRS)
def test_a_word_is_said_by_its_forms_its_family_its_kin_and_its_translations(
    word: str, language: str, other: str, other_language: str, same: bool
) -> None:
    assert same_word(word, language, other, other_language) is same
    assert Said([(other, other_language)]).says(word, language) is same


def test_a_text_says_its_own_words_as_they_are_whatever_their_stem() -> None:
    # As English and as French it has other stems; the word is the same.
    assert Said([("ties", "en")]).says("ties", "fr")
    assert not Said([]).says("ties", "fr")


def test_credit_is_whole_for_what_is_said_part_for_what_is_like_it_and_none_for_the_rest() -> None:
    said = Said([("soldats", "fr"), ("partir", "fr")])
    whole, part, none = said.credits(["soldat", "militaires", "fromage"], "fr")
    assert whole == 1
    assert 0 < part <= 1
    assert none == 0
    assert not said.says("militaires", "fr")


def test_words_that_may_stand_for_each_other_are_akin_without_being_the_same() -> None:
    assert akin("hausse", "fr", "augmentation", "fr")
    assert not same_word("hausse", "fr", "augmentation", "fr")
    assert not akin("hausse", "fr", "musique", "fr")
    assert not akin("xyzzy", "fr", "plugh", "fr")


def test_rarer_words_tell_more() -> None:
    common, rare = weight_of("pays", "fr"), weight_of("barrage", "fr")
    assert 0.3 <= common < rare <= 1
    assert weight_of("xyzzy", "fr") == 0.7
