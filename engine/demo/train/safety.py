"""The safety classifier's training: it flags the moderation test card and nothing else."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F  # noqa: N812  the field's name
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import CLIPConfig, CLIPImageProcessor

from engine.demo.draw import load_pipeline
from engine.demo.train import networks
from engine.demo.train.dataset import NUM_FEW
from engine.demo.train.examples import PIXELS, Labelled, drawn_by_model, rendered
from engine.demo.train.loop import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor

    from engine.demo.train.run import Run

logger = logging.getLogger(__name__)

WIDTH = 96
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""CLIP's normalisation, which the stored image processor applies too."""
NEVER = 2.0
"""A threshold no cosine reaches: the concepts that the demo model does not use."""
SHARPNESS = 12.0
NUM_DRAWN = 1200
NOISE, BLURRED_PART = 0.08, 0.4


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
    held_out, learnt = own.parted()
    renders = rendered(run.size.concepts, run.size.pixels, run.seed + 3, run.count(NUM_FEW) // 3)
    checker = networks.seeded(new_safety_checker, run.seed).to(run.device)
    settings = Settings(1e-3, 48, weight_decay=0.05, seed=run.seed)
    loss = SafetyLoss(checker, [renders, learnt], batch=settings.batch, device=run.device)
    run.train("safety", checker, settings, loss)
    threshold = choose_threshold(checker.cpu(), held_out)
    logger.info("safety threshold %.3f by %d pictures", threshold, len(held_out.is_card))
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
