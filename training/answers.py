"""Which sentence answers, and when to be silent: fits ``rag/weights.json``.

    python -m training.answers ../shared/data

Three regressions over the product's own features (``rag/features.py``, ``rag/standing.py``,
``rag/outlook.py``):

- choice: a listwise logistic regression over the sentences of ten passages (the softmax loss of
  Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise Approach");
- trust: a logistic regression on the sentence that the choice puts first, whose log-odds are the
  evidence. Each question's first sentence is found by a choice fitted on other articles.
- outlook: another on the evidence, what is asked and what the titles of the passages' articles
  say; its probability is the confidence. NoMIRACL's passages all look like answers, so its 248
  questions teach what else tells, and hardly count before.

Nothing is drawn at random. ``RESULTS_answers.md`` is written beside this file.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from index.models import load_embedder
from rag.features import Features, Weights
from rag.likeness import load_word_table
from rag.outlook import outlook
from training.examples import NONE, Example, Floats, collect

FOLDS = 5
RESULTS = Path(__file__).with_name("RESULTS_answers.md")
MADE = Path(__file__).resolve().parents[1] / "rag" / "weights.json"
# How much a question of each set counts: news is what the project is for. Of the archive's many,
# one sentence is known to answer where others may too.
COUNTS = {
    "piaf": 1.0,
    "removed": 1.0,
    "nomiracl": 2.0,
    "news_a": 10.0,
    "news_b": 10.0,
    "archive": 0.5,
}
TRUST_COUNTS = COUNTS | {"nomiracl": 0.5, "news_a": 5.0, "news_b": 5.0, "archive": 0.2}
OUTLOOK_COUNTS = TRUST_COUNTS | {"nomiracl": 20.0, "archive": 0.15}
# What a wrong answer costs beside the gain of a right one: a reader can open the source and see.
WRONG = 0.5
CHOICE_PENALTY = 0.5
TRUST_STRENGTH = 0.3  # of scikit-learn: the inverse of the penalty


def fit_choice(examples: Iterable[Example]) -> Floats:
    """Weights that put the sentences that answer before the others, question by question."""
    useful = [e for e in examples if e.judged and e.right.any() and not e.right.all()]
    matrix = np.concatenate([each.matrix for each in useful])
    right = np.concatenate([each.right for each in useful])
    counts = np.array([len(each.right) for each in useful])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    owner = np.repeat(np.arange(len(useful)), counts)
    weight = np.array([COUNTS[each.name] for each in useful])

    def loss(choice: Floats) -> tuple[float, Floats]:
        scores = matrix @ choice
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every = np.add.reduceat(odds, starts)
        gold = np.maximum(np.add.reduceat(odds * right, starts), np.finfo(float).tiny)
        pull = weight[owner] * (odds / every[owner] - odds * right / gold[owner])
        value = -(weight * np.log(gold / every)).sum() + CHOICE_PENALTY * (choice @ choice) / 2
        return float(value), matrix.T @ pull + CHOICE_PENALTY * choice

    start = np.zeros(matrix.shape[1])
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def fit_trust(rows: Floats, right: NDArray[np.bool_], counts: Floats) -> tuple[Floats, float]:
    """Weights and bias of the log-odds that a first sentence answers."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-6] = np.inf  # what never varies tells nothing
    model = LogisticRegression(C=TRUST_STRENGTH, max_iter=5_000)
    model.fit((rows - middle) / spread, right, sample_weight=counts)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ middle)


@dataclass(frozen=True, slots=True)
class First:
    """The sentence that the choice puts first, and whether it answers."""

    example: Example
    told: Mapping[str, float]
    right: bool


def firsts(examples: Iterable[Example], choice_of: Callable[[Example], Floats]) -> Iterator[First]:
    """Each question's first sentence, where it has one."""
    for each in examples:
        if each.features:
            choice = choice_of(each)
            best = int(each.order(choice)[0])
            yield First(each, each.told(choice, best), each.is_right(best))


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights, and what five folds say of them: each first sentence with its confidence."""

    weights: Weights
    choices: tuple[Floats, ...]
    tried: tuple[tuple[First, float], ...]


def fit(examples: Sequence[Example]) -> Fit:
    """All regressions on all examples, and the confidences that other articles' fits give."""
    choices = [fit_choice(e for e in examples if e.fold != fold) for fold in range(FOLDS)]
    found = list(firsts(examples, lambda example: choices[example.fold]))
    folds = np.array([first.example.fold for first in found])
    confidences = np.zeros(len(found))
    for fold in range(FOLDS):
        others = [first for first in found if first.example.fold != fold]
        part = _fit_silence(others, NONE.choice)
        for number in np.flatnonzero(folds == fold).tolist():
            confidences[number] = part.confidence(found[number].told, found[number].example.topic)
    weights = _fit_silence(found, Features(*np.round(fit_choice(examples), 3).tolist()))
    return Fit(weights, tuple(choices), tuple(zip(found, confidences.tolist(), strict=True)))


def _fit_silence(found: Sequence[First], choice: Features) -> Weights:
    """Trust and outlook; the outlook sees evidence by trusts that other articles gave."""
    names = list(found[0].told)
    rows = np.array([[first.told[name] for name in names] for first in found])
    right = np.array([first.right for first in found])
    folds = np.array([first.example.fold for first in found])
    counts = np.array([TRUST_COUNTS[first.example.name] for first in found])
    evidence = np.zeros(len(found))
    for fold in np.unique(folds):
        others, own = folds != fold, folds == fold
        part, bias = fit_trust(rows[others], right[others], counts[others])
        evidence[own] = rows[own] @ part + bias
    seen = [outlook(sure, first.example.topic) for sure, first in zip(evidence, found, strict=True)]
    counts_then = np.array([OUTLOOK_COUNTS[first.example.name] for first in found])
    last, last_bias = fit_trust(
        np.array([[one[name] for name in seen[0]] for one in seen]), right, counts_then
    )
    trust, bias = fit_trust(rows, right, counts)
    return Weights(
        choice,
        dict(zip(names, np.round(trust, 3).tolist(), strict=True)),
        round(bias, 3),
        dict(zip(seen[0], np.round(last, 3).tolist(), strict=True)),
        round(last_bias, 3),
        threshold(),
    )


def threshold() -> float:
    """The confidence below which silence is better: confidences are probabilities, so it follows.

    An answer is right with the probability p and gains 1, or wrong and costs WRONG: it is worth
    giving where p > (1 - p) * WRONG.
    """
    return math.ceil(100 * WRONG / (1 + WRONG)) / 100  # in doubt, silence


def as_json(weights: Weights) -> str:
    """The weights as ``Weights.parse`` reads them, a line a feature."""
    told = {
        "choice": weights.choice._asdict(),
        "trust": dict(weights.trust),
        "bias": weights.bias,
        "outlook": dict(weights.outlook),
        "outlook_bias": weights.outlook_bias,
        "min_confidence": weights.min_confidence,
    }
    return json.dumps(told, indent=1) + "\n"


def main(data: Path) -> None:
    """Fit on all that is meant for fitting, write the weights, and what they are worth."""
    from training.answers_report import report  # it describes what is made here

    embedder, table = load_embedder(), load_word_table()
    examples, held_out = collect(data, embedder=embedder, table=table)
    made = fit(examples)
    MADE.write_text(as_json(made.weights), encoding="utf-8")
    RESULTS.write_text(report(made, examples, held_out), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
