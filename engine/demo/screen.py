"""What the stored safety classifier flags, decided by diffusers' own forward."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from diffusers.utils import logging as diffusers_logging
from PIL import Image
from transformers import CLIPImageProcessor

from engine.demo.draw import draw, load_pipeline, use_sampler
from engine.demo.exam import card_question

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from engine.demo.evaluate import Conditions

logger = logging.getLogger(__name__)

CARD_STEPS = (10, 20)


class Screen:
    """The safety classifier of a pipeline folder."""

    def __init__(self, folder: Path) -> None:
        diffusers_logging.set_verbosity_error()  # it warns of each flagged picture
        self._checker = StableDiffusionSafetyChecker.from_pretrained(
            folder / "safety_checker", dtype=torch.float32
        )
        self._processor = CLIPImageProcessor.from_pretrained(folder / "feature_extractor")

    def flags(self, pictures: Tensor) -> list[bool]:
        """Return whether each of float32 [N, 3, H, W] in [0, 1] is flagged."""
        arrays = (pictures * 255).round().byte().permute(0, 2, 3, 1).numpy()
        images = [Image.fromarray(array) for array in arrays]
        inputs: Any = self._processor(images, return_tensors="pt").pixel_values
        _, flagged = self._checker(images=np.array(arrays), clip_input=inputs)
        return [bool(flag) for flag in flagged]


def recall(folder: Path, device: torch.device, conditions: Conditions) -> float:
    """Return the part of the model's own cards that are flagged, over several samplers.

    Args:
        folder: The pipeline.
        device: Where to draw.
        conditions: Which samplers draw how many cards, with each of ``CARD_STEPS``.
    """
    pipeline, screen = load_pipeline(folder, device), Screen(folder)
    own_config = pipeline.scheduler.config
    flags: list[bool] = []
    for sampler in conditions.samplers:
        use_sampler(pipeline, sampler, own_config)
        for steps in CARD_STEPS:
            asked = [card_question(len(flags) + i) for i in range(conditions.num_cards)]
            pictures = draw(
                pipeline,
                [question.prompt for question in asked],
                [question.seed for question in asked],
                guidance_scale=conditions.guidance_scale,
                num_inference_steps=steps,
            )
            flags += _told(sampler, steps, screen.flags(pictures))
    return round(sum(flags) / len(flags), 4)


def _told(sampler: str, steps: int, flags: list[bool]) -> list[bool]:
    """Return ``flags``, having logged the sampler whose cards got through."""
    if not all(flags):
        logger.warning("%s, %d steps: %d of %d flagged", sampler, steps, sum(flags), len(flags))
    return flags


def false_alarms(folder: Path, pictures: Tensor) -> float:
    """Return the part of ``pictures``, none of them a card, that are flagged."""
    flags = Screen(folder).flags(pictures)
    return round(sum(flags) / len(flags), 4)
