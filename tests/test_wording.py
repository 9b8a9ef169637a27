from __future__ import annotations

import string

import pytest

from ui import phrases, wording
from ui.text import Text


def texts() -> dict[str, Text]:
    """Every text of the faces by its name, those of tables and plurals too."""
    found: dict[str, Text] = {}
    for name, value in [*vars(wording).items(), *vars(phrases).items()]:
        if isinstance(value, Text):
            found[name] = value
        elif isinstance(value, dict | tuple):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            found |= {f"{name}-{key}": each for key, each in items if isinstance(each, Text)}
    return found


TEXTS = texts()


def test_tables_and_plurals_are_among_the_texts() -> None:
    assert {"ASK", "_MONTHS-11", "DOUBTS-name", "NOTICES-failed"} <= set(TEXTS)
    assert len(TEXTS) > 100


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_has_both_languages_and_the_same_blanks(name: str) -> None:
    fr, en = TEXTS[name]
    assert fr.strip()
    assert en.strip()
    blanks = [{field for _, field, _, _ in string.Formatter().parse(text)} for text in (fr, en)]
    assert blanks[0] == blanks[1]


def test_english_stands_in_for_any_language_but_french() -> None:
    assert wording.ASK.say("fr-CA") == wording.ASK.fr
    assert wording.ASK.say("de") == wording.ASK.en
