"""What is known of a sentence as an answer, and how much each thing weighs.

The weights are here and nowhere else.
"""

from __future__ import annotations

from typing import NamedTuple


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

    @property
    def carries_itself(self) -> bool:
        """Whether the sentence itself holds more of the question than those that it leans on."""
        return self.here + self.names_here > self.tied + self.names_tied


# Which sentence answers best: a listwise logistic regression on half of PIAF, rounded. A sentence
# that its neighbours explain, and one that announces a list, count for a little more than it found.
CHOICE = Features(
    here=3.5,
    tied=1.2,
    near=0.0,
    around=-1.8,
    names_here=2.8,
    names_tied=1.6,
    names_near=0.2,
    names_around=0.0,
    names_absent=-3.7,
    bare=0.0,
    elsewhere=-2.2,
    announces=-1.5,
    head=0.3,
    pairs=1.6,
    fits=0.6,
    misfits=-1.6,
    close=0.9,
    rank=0.8,
    score=4.0,
    first=0.0,
    brief=0.0,
    long=0.3,
)
# Whether it answers at all: a logistic regression on the best sentence with the gold article and
# without, rounded. The kind of answer and the words that other articles hold weigh more than it
# found, since the articles of one folder share their names where PIAF's do not.
TRUST = Features(
    here=2.0,
    tied=1.6,
    near=0.8,
    around=0.3,
    names_here=3.8,
    names_tied=3.2,
    names_near=2.4,
    names_around=1.6,
    names_absent=-5.0,
    bare=-2.5,
    elsewhere=-3.0,
    announces=0.0,
    head=0.0,
    pairs=2.5,
    fits=0.0,
    misfits=-1.5,
    close=0.0,
    rank=0.0,
    score=0.0,
    first=0.0,
    brief=-1.0,
    long=-0.3,
)
TRUST_BIAS = -0.3


def choice(features: Features) -> float:
    """How well a sentence answers beside the others; higher is better."""
    return sum(weight * feature for weight, feature in zip(CHOICE, features, strict=True))


def trust(features: Features) -> float:
    """Log-odds that a sentence answers at all."""
    return TRUST_BIAS + sum(w * feature for w, feature in zip(TRUST, features, strict=True))
