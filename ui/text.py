"""A text in the two languages of the faces.

The page shows both to the browser and lets a style rule hide one: that is how the switch changes
every text at once, without asking the server.
"""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("fr", "en")


class Text(NamedTuple):
    """One text in the two languages of the faces."""

    fr: str
    en: str

    def say(self, language: str) -> str:
        """The text in a language; English stands in for any that is not French."""
        return self.fr if language.lower().startswith("fr") else self.en

    def fill(self, **values: object) -> Text:
        """The text with its ``{names}`` filled in; a value that is a Text fills each its own."""
        fillings = [
            {name: value.say(language) if isinstance(value, Text) else value
             for name, value in values.items()}
            for language in LANGUAGES
        ]  # fmt: skip
        return Text(self.fr.format(**fillings[0]), self.en.format(**fillings[1]))


def alike(text: str) -> Text:
    """A text that is the same in both languages."""
    return Text(text, text)
