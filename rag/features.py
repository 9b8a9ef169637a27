"""What is known of a sentence as an answer, and how much each thing weighs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple, Self

from rag.outlook import Topic, outlook


class Features(NamedTuple):
    """What is known of a sentence as an answer; all are shares of 1.

    Shares of words are weighted by how rare each word is, and each place counts what the places
    before it did not hold.
    """

    here: float  # the question's words that the sentence holds, names and numbers apart
    tied: float  # that its lead-in holds, or the sentence that names its pronoun
    near: float  # that the sentences beside it hold
    around: float  # that the rest of its passage holds, or its article's title, place or date
    names_here: float  # the same for names and numbers
    names_tied: float
    names_near: float
    names_around: float
    names_absent: float  # names and numbers that none of these holds
    bare: float  # none of the words that say what is asked is at hand, only names
    elsewhere: float  # weight of the words that other articles hold and this one does not
    announces: float  # it ends with a colon: what follows is the answer
    head: float  # it holds the noun that the question asks about ("quelle charte ...")
    pairs: float  # words that are neighbours in the question and in the sentence
    fits: float  # how well it holds an answer of the kind asked for
    misfits: float  # the kind has a shape of its own, and the sentence lacks it
    close: float  # how near that answer stands to the question's words
    rank: float  # 1 / (1 + rank of the passage)
    score: float  # of the passage, beside the best one's
    first: float  # it opens its article
    brief: float  # it is a heading or a fragment
    long: float  # its length
    alike: float  # the question's words that a word of the sentence is like, beyond those held
    alike_near: float  # the same in the sentences beside it
    alike_around: float  # the same in its passage
    whole: float  # cosine of the question and the sentence
    whole_near: float  # of the question and the sentence with those beside it
    whole_around: float  # of the question and the passage
    asked_share: float  # how much of the sentence the question says

    @property
    def covered(self) -> float:
        """The share of the question that its passage or its article's heading holds."""
        return sum(self[:8])

    @property
    def carries_itself(self) -> bool:
        """Whether the sentence itself holds more of the question than those that it leans on."""
        return self.here + self.names_here > self.tied + self.names_tied


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts, by its name.

    ``choice`` orders sentences. ``trust`` and ``bias`` give the log-odds that the first answers,
    as far as it and its passages tell; ``outlook`` and ``outlook_bias``, those that stand, when
    what is asked is looked at too.
    """

    choice: Features
    trust: Mapping[str, float]
    bias: float
    outlook: Mapping[str, float]
    outlook_bias: float
    min_confidence: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """The weights of a JSON object, each feature named once."""
        read = json.loads(text)
        return cls(
            Features(**read["choice"]),
            dict(read["trust"]),
            float(read["bias"]),
            dict(read["outlook"]),
            float(read["outlook_bias"]),
            float(read["min_confidence"]),
        )

    def evidence(self, told: Mapping[str, float]) -> float:
        """The log-odds that a sentence of these features and standing answers."""
        return self.bias + sum(self.trust[name] * value for name, value in told.items())

    def confidence(self, told: Mapping[str, float], topic: Topic) -> float:
        """The probability that a sentence of these features and standing answers."""
        seen = outlook(self.evidence(told), topic)
        log_odds = self.outlook_bias + sum(self.outlook[name] * seen[name] for name in seen)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


@cache
def load_weights() -> Weights:
    """The bundled weights, which ``training/answers.py`` made."""
    return Weights.parse(resources.files("rag").joinpath("weights.json").read_text("utf-8"))
