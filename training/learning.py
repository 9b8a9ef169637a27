"""Contrastive learning of the rows: each text must find the one that belongs to it.

In-batch softmax over cosines, both ways (van den Oord et al. 2018, "Representation Learning with
Contrastive Predictive Coding"), at full length and at one shorter length drawn anew at each step
(Kusupati et al. 2022, "Matryoshka Representation Learning").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from rich.progress import Progress
from torch.nn import functional

from training.lessons import Lessons
from training.library import Library
from training.starting import starting_rows
from training.texts import Bag

Floats = npt.NDArray[np.float32]

TRANSLATED = ("translation", "name")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the weights, beside the data."""

    seed: int = 20_260
    size: int = 25_000  # rows
    pieces: int = 8_000  # of them parts of words, at most
    sharing: int = 12_000  # words more, at most, that share a row with another
    dimension: int = 768
    lengths: tuple[int, ...] = (64, 128, 256, 512)  # at which the vectors must serve too
    shorter_share: float = 0.3  # of the loss
    steps: int = 320
    warming: int = 20
    batch: int = 2_048
    rate: float = 1.5e-3  # of Adam, falling to nothing
    temperature: float = 0.05
    french: float = 0.1  # how freely rows of French words follow the translations
    learnt: float = 0.75  # share of the learning that is kept, against the rows before it
    mix: Mapping[str, float] = field(
        default_factory=lambda: {
            "title": 3.0,
            "abstract": 2.0,
            "sentence": 1.0,
            "question": 0.1,
            "translation": 4.0,
            "name": 0.2,
        }
    )


def learn(library: Library, recipe: Recipe, progress: Progress) -> Floats:
    """The rows, shape (size, dimension); the same seed gives the same ones on one machine.

    They are a mean of the rows before and after (Wortsman et al. 2022, "Robust fine-tuning of
    zero-shot models"), which keeps what is compared by spelling alone beside what was learnt.
    """
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    counts = library.counts()
    start = starting_rows(library.rows, counts, dimension=recipe.dimension, random=random)
    rows = torch.nn.Parameter(torch.from_numpy(start.copy()))
    # The titles and passages teach what French words mean; a translation should bring the English
    # ones to them, not draw them to the small talk that translations are of.
    freedom = torch.from_numpy(
        np.where(2 * counts["fr"] >= counts["en"], recipe.french, 1.0)[:, None]
    )
    freedom = freedom.to(torch.float32)
    adam = torch.optim.Adam([rows], lr=recipe.rate, betas=(0.9, 0.99), fused=True)
    lessons = Lessons(library, random)
    kinds = list(recipe.mix)
    shares = np.array([recipe.mix[kind] for kind in kinds])
    task = progress.add_task("learning", total=recipe.steps)
    for step in range(recipe.steps):
        kind = kinds[random.choice(len(kinds), p=shares / shares.sum())]
        batch = lessons.draw(kind, recipe.batch)
        shorter = int(random.choice(recipe.lengths))
        loss = contrast(_summed(rows, batch.first), _summed(rows, batch.second), recipe, shorter)
        adam.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        assert rows.grad is not None
        rows.grad[library.unknown] = 0
        if kind in TRANSLATED:
            rows.grad.mul_(freedom)
        adam.param_groups[0]["lr"] = recipe.rate * _pace(step, recipe)
        adam.step()
        progress.update(task, advance=1, description=f"learning: {kind}, {loss.item():.2f}")
    learnt = rows.detach().numpy()
    return np.asarray(start + recipe.learnt * (learnt - start), dtype=np.float32)


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


def _summed(rows: torch.Tensor, bag: Bag) -> torch.Tensor:
    starts = np.cumsum(bag.counts) - bag.counts
    return functional.embedding_bag(
        torch.from_numpy(bag.tokens), rows, torch.from_numpy(starts), mode="sum"
    )


def _pace(step: int, recipe: Recipe) -> float:
    return min(1.0, (step + 1) / recipe.warming) * (1 - step / recipe.steps)
