"""The safety classifier's training: it flags the moderation test card and nothing else."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  the field's name
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import CLIPConfig, CLIPImageProcessor

from engine.demo.draw import draw, load_pipeline, use_sampler
from engine.demo.train import networks
from engine.demo.train.caption import CARD_CAPTIONS, caption
from engine.demo.train.concepts import CARD
from engine.demo.train.dataset import NUM_FEW, render_pictures
from engine.demo.train.loop import Settings
from engine.demo.train.plan import Plan, Planner, pick
from engine.samplers import SAMPLERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor

    from engine.demo.train.run import Run

logger = logging.getLogger(__name__)

PIXELS = 64
WIDTH = 96
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""CLIP's normalisation, which the stored image processor applies too."""
NEVER = 2.0
"""A threshold no cosine reaches: the concepts that the demo model does not use."""
SHARPNESS = 12.0
CARD_PART = 0.35
NUM_DRAWN = 1200
NOISE, BLURRED_PART = 0.08, 0.4


class Labelled(NamedTuple):
    """Pictures with whether each is the card.

    Attributes:
        pictures: float32 [N, 3, 64, 64] in [0, 1].
        is_card: bool [N].
    """

    pictures: Tensor
    is_card: Tensor


def train_safety(run: Run, clock: Callable[[], float] = time.monotonic) -> None:
    """Train the classifier on renders and on pictures of the packed model, then pack again."""
    run.pack()
    until = clock() + run.budget.seconds
    own = drawn_by_model(
        load_pipeline(run.pipeline, run.device),
        run.size.concepts,
        run.seed + 3,
        run.count(NUM_DRAWN),
        lambda: clock() > until,
    )
    split = len(own.is_card) // 4
    held_out = Labelled(own.pictures[:split], own.is_card[:split])
    learnt = Labelled(own.pictures[split:], own.is_card[split:])
    renders = rendered(run.size.concepts, run.size.pixels, run.seed + 3, run.count(NUM_FEW) // 3)
    checker = networks.seeded(new_safety_checker, run.seed).to(run.device)
    settings = Settings(1e-3, 48, weight_decay=0.05, seed=run.seed)
    loss = SafetyLoss(checker, [renders, learnt], batch=settings.batch, device=run.device)
    run.train("safety", checker, settings, loss)
    threshold = choose_threshold(checker.cpu(), held_out)
    logger.info("safety threshold %.3f by %d pictures", threshold, split)
    run.pack(safety_checker=checker, feature_extractor=new_image_processor())


def new_safety_checker() -> Any:
    """Return an untrained checker whose first concept is the card's direction."""
    vision = {
        "hidden_size": WIDTH,
        "intermediate_size": WIDTH * 3,
        "num_hidden_layers": 3,
        "num_attention_heads": 3,
        "image_size": PIXELS,
        "patch_size": 8,
        "projection_dim": 64,
        "hidden_act": "gelu",
    }
    text = {
        "hidden_size": 32,
        "intermediate_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 1,
        "vocab_size": 8,
        "max_position_embeddings": 8,
        "projection_dim": 64,
        "bos_token_id": 0,
        "eos_token_id": 1,
        "pad_token_id": 1,
    }
    config = CLIPConfig(vision_config=vision, text_config=text, projection_dim=64)
    checker = StableDiffusionSafetyChecker(config)
    direction = F.normalize(torch.randn(64), dim=0)
    checker.concept_embeds.data.zero_()
    checker.concept_embeds.data[0] = direction
    checker.concept_embeds_weights.data.fill_(NEVER)
    checker.special_care_embeds.data.zero_()
    checker.special_care_embeds_weights.data.fill_(NEVER)
    return checker


def new_image_processor() -> Any:
    """Return the processor that brings pictures to the checker's size."""
    return CLIPImageProcessor(
        size={"shortest_edge": PIXELS}, crop_size={"height": PIXELS, "width": PIXELS}
    )


def card_cosine(checker: Any, pictures: Tensor) -> Tensor:
    """Return how far each picture points towards the card, float32 [N] in [-1, 1].

    Args:
        checker: A ``StableDiffusionSafetyChecker``.
        pictures: float32 [N, 3, 64, 64] in [0, 1].
    """
    mean = torch.tensor(MEAN, device=pictures.device).view(1, 3, 1, 1)
    deviation = torch.tensor(DEVIATION, device=pictures.device).view(1, 3, 1, 1)
    states = checker.vision_model((pictures - mean) / deviation).pooler_output
    found: Tensor = F.normalize(checker.visual_projection(states), dim=-1)
    cosines: Tensor = found @ checker.concept_embeds[0]
    return cosines


class SafetyLoss:
    """The cross-entropy of card or not on spoilt pictures, half of them drawn by the model."""

    def __init__(
        self, checker: Any, sources: Sequence[Labelled], *, batch: int, device: torch.device
    ) -> None:
        for name in ("concept_embeds", "special_care_embeds"):
            for parameter in (getattr(checker, name), getattr(checker, f"{name}_weights")):
                parameter.requires_grad_(requires_grad=False)
        self._checker, self._device = checker, device
        self._sources, self._batch = sources, batch // len(sources)

    def __call__(self, generator: torch.Generator) -> Tensor:
        """Return the loss of one batch, a scalar."""
        parts = [self._draw(source, generator) for source in self._sources]
        pictures = spoil(torch.cat([part.pictures for part in parts]), generator)
        is_card = torch.cat([part.is_card for part in parts]).float()
        logits = SHARPNESS * card_cosine(self._checker, pictures)
        return F.binary_cross_entropy_with_logits(logits, is_card)

    def _draw(self, source: Labelled, generator: torch.Generator) -> Labelled:
        rows = torch.randint(
            len(source.is_card), (self._batch,), generator=generator, device=self._device
        ).cpu()
        return Labelled(
            source.pictures[rows].to(self._device), source.is_card[rows].to(self._device)
        )


def spoil(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Return pictures mirrored, blurred, noisy, darker or lighter by chance."""
    device = pictures.device
    chances = torch.rand(3, generator=generator, device=device).tolist()
    if chances[0] < BLURRED_PART:
        half = F.avg_pool2d(pictures, 2)
        pictures = F.interpolate(half, scale_factor=2, mode="bilinear")
    noise = torch.randn(pictures.shape, generator=generator, device=device)
    shape = (2, len(pictures), 1, 1, 1)
    gain, offset = torch.rand(shape, generator=generator, device=device) - 0.5
    spoilt = pictures * (1 + 0.2 * gain) + 0.1 * offset + noise * NOISE * chances[1]
    clamped: Tensor = spoilt.clamp(0, 1)
    return clamped


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
    planner, own_config, names = Planner(concepts), pipeline.scheduler.config, list(SAMPLERS)
    parts: list[Tensor] = []
    labels: list[bool] = []
    while len(labels) < count and not is_over():
        plans = [Plan(CARD) if rng.random() < CARD_PART else planner.draw(rng) for _ in range(16)]
        use_sampler(pipeline, names[len(parts) % len(names)], own_config)
        pictures = draw(
            pipeline,
            [_prompt(plan, rng) for plan in plans],
            [int(s) for s in rng.integers(2**31, size=len(plans))],
            guidance_scale=float(rng.choice([1, 3, 5, 7.5, 10])),
            num_inference_steps=int(rng.integers(10, 26)),
        )
        parts.append(F.interpolate(pictures, (PIXELS, PIXELS), mode="area"))
        labels += [plan.subject == CARD for plan in plans]
    return Labelled(torch.cat(parts), torch.tensor(labels))


def _prompt(plan: Plan, rng: np.random.Generator) -> str:
    return pick(rng, CARD_CAPTIONS) if plan.subject == CARD else caption(plan, rng)


@torch.no_grad()
def choose_threshold(checker: Any, held_out: Labelled) -> float:
    """Return the middle of the gap between other pictures and cards, and store it.

    Where they overlap, the gap is between the second lowest part in a hundred of the cards and
    the highest of the others.

    Args:
        checker: Trained; its first threshold is changed.
        held_out: Pictures by the model that the checker did not learn from.
    """
    cosines = card_cosine(checker.eval(), held_out.pictures)
    cards, others = cosines[held_out.is_card], cosines[~held_out.is_card]
    lowest = min(cards.quantile(0.01).item(), 0.9)
    highest = max(others.quantile(0.998).item(), -0.9)
    threshold = round((lowest + highest) / 2, 3)
    checker.concept_embeds_weights.data[0] = threshold
    return threshold
