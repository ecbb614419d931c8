"""Pictures for the safety classifier: renders, and what the model itself draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  the field's name

from engine.demo.draw import draw, use_sampler
from engine.demo.train.caption import CARD_CAPTIONS, caption
from engine.demo.train.concepts import CARD
from engine.demo.train.dataset import render_pictures
from engine.demo.train.plan import Plan, Planner, pick
from engine.samplers import SAMPLERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor

PIXELS = 64
"""The side of pictures that the safety classifier sees."""
CARD_PART = 0.35
DRAWN_AT_ONCE = 8
STEPS, GUIDANCES = (10, 12, 16, 20, 25), (1.0, 3.0, 3.0, 5.0, 7.5)


class Labelled(NamedTuple):
    """Pictures with whether each is the card.

    Attributes:
        pictures: float32 [N, 3, 64, 64] in [0, 1].
        is_card: bool [N].
    """

    pictures: Tensor
    is_card: Tensor

    def parted(self) -> tuple[Labelled, Labelled]:
        """Return every fourth picture, and the others."""
        is_fourth = torch.arange(len(self.is_card)) % 4 == 0
        fourth, others = ([part[rows] for part in self] for rows in (is_fourth, ~is_fourth))
        return Labelled(*fourth), Labelled(*others)


def rendered(concepts: Sequence[str], size: int, seed: int, count: int) -> Labelled:
    """Return renders, one in twenty of them the card."""
    pictures = render_pictures(concepts, size, seed, count)
    is_card = torch.tensor([plan.subject == CARD for plan in pictures.plans])
    small = F.interpolate(
        pictures.pixels.permute(0, 3, 1, 2).float() / 255, (PIXELS, PIXELS), mode="area"
    )
    return Labelled(small, is_card)


def drawn_by_model(
    pipeline: Any,
    concepts: Sequence[str],
    seed: int,
    count: int,
    is_over: Callable[[], bool] = lambda: False,
) -> Labelled:
    """Return the model's own pictures, by every sampler, with few and many steps.

    Args:
        pipeline: The model, without its safety checker; its sampler is changed.
        concepts: What else than the card to draw.
        seed: Chooses prompts, samplers and noise.
        count: How many pictures at most; fewer when ``is_over`` turns true.
        is_over: Asked before each batch.
    """
    rng = np.random.default_rng([seed, count])
    planner, own_config = Planner(concepts), pipeline.scheduler.config
    names = [str(name) for name in rng.permutation(list(SAMPLERS))]
    parts: list[Tensor] = []
    labels: list[bool] = []
    while len(labels) < count and not is_over():
        plans = [
            Plan(CARD) if rng.random() < CARD_PART else planner.draw(rng)
            for _ in range(DRAWN_AT_ONCE)
        ]
        use_sampler(pipeline, names[len(parts) % len(names)], own_config)
        pictures = draw(
            pipeline,
            [_prompt(plan, rng) for plan in plans],
            [int(s) for s in rng.integers(2**31, size=len(plans))],
            guidance_scale=float(rng.choice(GUIDANCES)),
            num_inference_steps=int(rng.choice(STEPS)),
        )
        parts.append(F.interpolate(pictures, (PIXELS, PIXELS), mode="area"))
        labels += [plan.subject == CARD for plan in plans]
    return Labelled(torch.cat(parts), torch.tensor(labels))


def _plan(planner: Planner, rng: np.random.Generator) -> Plan:
    return Plan(CARD) if rng.random() < CARD_PART else planner.draw(rng)


def _prompt(plan: Plan, rng: np.random.Generator) -> str:
    return pick(rng, CARD_CAPTIONS) if plan.subject == CARD else caption(plan, rng)
