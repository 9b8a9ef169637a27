"""Contrastive learning of the rows: each text must find the one that belongs to it.

In-batch softmax over cosines, both ways (van den Oord et al. 2018, "Representation Learning with
Contrastive Predictive Coding"), at full length and at one shorter length drawn anew at each step
(Kusupati et al. 2022, "Matryoshka Representation Learning").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from rich.progress import Progress
from torch.nn import functional

from training.lessons import Lessons
from training.library import Library
from training.starting import Start, starting_rows
from training.texts import Bag, Numbers

Floats = npt.NDArray[np.float32]

TRANSLATED = ("translation", "name")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the weights, beside the data."""

    seed: int = 20_260
    size: int = 24_200  # rows
    pieces: int = 6_000  # of them parts of words, at most
    dimension: int = 768
    lengths: tuple[int, ...] = (64, 128, 256, 512)  # at which the vectors must serve too
    shorter_share: float = 0.3  # of the loss
    steps: int = 420
    warming: int = 20
    batch: int = 2_048
    rate: float = 1.5e-3  # of Adam, falling to nothing
    scale_rate: float = 0.01  # the same, of the logarithms of the scales
    temperature: float = 0.05
    french: float = 0.1  # how freely rows of French words follow the translations
    learnt: float = 0.7  # share of the learning that is kept, against the rows before it
    mix: Mapping[str, float] = field(
        default_factory=lambda: {
            "title": 3.0,
            "abstract": 2.0,
            "sentence": 1.0,
            "question": 0.1,
            "translation": 6.0,
            "name": 0.4,
        }
    )


class Learnt(NamedTuple):
    """Rows, shape (size, dimension), and for each token the scale that its row is taken at."""

    rows: Floats
    scales: Floats


def learn(library: Library, recipe: Recipe, progress: Progress) -> Learnt:
    """The rows and scales; the same seed gives the same ones on one machine.

    They are a mean of the rows before and after (Wortsman et al. 2022, "Robust fine-tuning of
    zero-shot models"), which keeps what is compared by spelling alone beside what was learnt.
    """
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    counts = library.counts()
    start = starting_rows(library.shared, counts, dimension=recipe.dimension, random=random)
    weights = _Weights(start, library.shared.mapping)
    freedom = _freedom(library, counts, recipe)
    adam = torch.optim.Adam(
        [{"params": [weights.rows]}, {"params": [weights.growth]}], betas=(0.9, 0.99), fused=True
    )
    lessons = Lessons(library, random)
    kinds = list(recipe.mix)
    shares = np.array([recipe.mix[kind] for kind in kinds])
    task = progress.add_task("learning", total=recipe.steps)
    for step in range(recipe.steps):
        kind = kinds[random.choice(len(kinds), p=shares / shares.sum())]
        batch = lessons.draw(kind, recipe.batch)
        shorter = int(random.choice(recipe.lengths))
        loss = contrast(weights.sums(batch.first), weights.sums(batch.second), recipe, shorter)
        adam.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        assert weights.rows.grad is not None
        weights.rows.grad[library.unknown] = 0
        if kind in TRANSLATED:
            weights.rows.grad.mul_(freedom)
        for group, rate in zip(adam.param_groups, (recipe.rate, recipe.scale_rate), strict=True):
            group["lr"] = rate * _pace(step, recipe)
        adam.step()
        progress.update(task, advance=1, description=f"learning: {kind}, {loss.item():.2f}")
    return weights.mean(recipe.learnt)


class _Weights:
    """What is learnt: the rows, and the logarithm of what each token's scale is multiplied by."""

    def __init__(self, start: Start, mapping: npt.NDArray[np.uint16]) -> None:
        self._start = start
        self._scales = torch.from_numpy(start.scales)
        self._mapping = torch.from_numpy(mapping.astype(np.int64))
        self.rows = torch.nn.Parameter(torch.from_numpy(start.rows.copy()))
        self.growth = torch.nn.Parameter(torch.zeros(len(start.scales)))

    def sums(self, bag: Bag) -> torch.Tensor:
        """For each text the sum of its tokens' rows, each at its scale."""
        tokens = torch.from_numpy(bag.tokens)
        starts = torch.from_numpy(np.cumsum(bag.counts) - bag.counts)
        scales = self._scales[tokens] * torch.exp(self.growth[tokens])
        return functional.embedding_bag(
            self._mapping[tokens], self.rows, starts, mode="sum", per_sample_weights=scales
        )

    def mean(self, learnt: float) -> Learnt:
        """The mean with what was there before learning (of scales the geometric one)."""
        rows, growth = self.rows.detach().numpy(), self.growth.detach().numpy()
        before = self._start
        return Learnt(
            np.asarray(before.rows + learnt * (rows - before.rows), dtype=np.float32),
            np.asarray(before.scales * np.exp(learnt * growth), dtype=np.float32),
        )


def _freedom(library: Library, counts: Mapping[str, Numbers], recipe: Recipe) -> torch.Tensor:
    """How freely each row follows the translations, shape (size, 1).

    The titles and passages teach what French words mean; a translation should bring the English
    ones to them, not draw them to the small talk that translations are of.
    """
    french, english = (np.bincount(library.shared.mapping, counts[each]) for each in ("fr", "en"))
    freedom = np.where(2 * french >= english, recipe.french, 1.0)[:, None]
    return torch.from_numpy(freedom.astype(np.float32))


def contrast(
    first: torch.Tensor, second: torch.Tensor, recipe: Recipe, shorter: int
) -> torch.Tensor:
    """The loss of texts that must find each other, at full length and at a shorter one."""
    own = torch.arange(len(first))

    def at(length: int) -> torch.Tensor:
        one = functional.normalize(first[:, :length], dim=1)
        other = functional.normalize(second[:, :length], dim=1)
        scores = one @ other.T / recipe.temperature
        there, back = (functional.cross_entropy(each, own) for each in (scores, scores.T))
        return (there + back) / 2

    return at(first.shape[1]) + recipe.shorter_share * at(shorter)


def _pace(step: int, recipe: Recipe) -> float:
    return min(1.0, (step + 1) / recipe.warming) * (1 - step / recipe.steps)
