from __future__ import annotations

import re

from ui import frame

HOSTILE = '"><img src=x onerror=alert(1)>'


def test_each_language_of_the_page_has_its_own_examples() -> None:
    markup = frame.welcome({"fr": ["Qui ?"], "en": ["Who?"]}, counts=(3, 12))
    french, english = re.findall(r'<ul class="examples" data-in="(.*?)">(.*?)</ul>', markup)
    assert french[0] == "fr"
    assert "Qui ?" in french[1]
    assert english[0] == "en"
    assert "Who?" in english[1]


def test_without_examples_there_is_no_heading_for_them() -> None:
    assert "<h3" not in frame.welcome({})


def test_what_comes_from_the_index_is_escaped() -> None:
    markup = frame.welcome({"fr": [HOSTILE]}) + "".join(frame.choices([HOSTILE], [HOSTILE]))
    assert "<img" not in markup


def test_every_field_has_a_label_and_every_label_a_field() -> None:
    markup = frame.form()
    labels = set(re.findall(r'<label for="(\w+)"', markup))
    controls = set(re.findall(r'<(?:input|select|textarea) id="(\w+)"', markup))
    assert labels == controls == {"question", "since", "until", "source", "language"}


def test_the_sources_column_is_never_empty() -> None:
    assert "empty" in frame.sources_panel("")
    assert "empty" not in frame.sources_panel("<section></section>")
