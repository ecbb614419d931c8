"""What an image costs: the network's work for it, in thousandths of a credit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from engine.evaluations import guided_range, num_evaluations

if TYPE_CHECKING:
    from engine.model_info import ModelInfo
    from engine.params import GenerationParams

THOUSANDTHS: Final = 1000
CREDIT_ROWS: Final = 100  # 50 steps with guidance
CREDIT_PIXELS: Final = 512 * 512
_UNKNOWN_SIDE: Final = 512  # while no model has been loaded yet


def cost_of(params: GenerationParams, num_images: int, model: ModelInfo | None) -> int:
    """Return the cost of a job: a whole number of thousandths for each image, rounded up.

    One credit is the network's work for one 512x512 image at 50 steps with guidance.

    Args:
        params: Of one image, with its start image where there is one.
        num_images: How many such images.
        model: What fills in sizes, guidance and sampler that were left open; None while none is
            known, when 512x512 with guidance is assumed.
    """
    return num_images * image_cost(params, model)


def image_cost(params: GenerationParams, model: ModelInfo | None) -> int:
    """Return the cost of one image in thousandths of a credit, rounded up."""
    work = _num_rows(params, model) * _num_pixels(params, model) * THOUSANDTHS
    return -(-work // (CREDIT_ROWS * CREDIT_PIXELS))


def _num_rows(params: GenerationParams, model: ModelInfo | None) -> int:
    sampler = params.sampler or (model.default_sampler if model else "")
    strength = None if params.init_image is None else params.strength
    evaluations = num_evaluations(sampler, params.num_inference_steps, strength=strength)
    default = model.default_guidance if model else math.inf
    scale = params.guidance_scale or (1.0 if params.upscale else default)
    guided = len(guided_range(params, evaluations)) if scale > 1 else 0
    return evaluations + guided


def _num_pixels(params: GenerationParams, model: ModelInfo | None) -> int:
    width = params.width or (model.native_width if model else _UNKNOWN_SIDE)
    height = params.height or (model.native_height if model else _UNKNOWN_SIDE)
    factor = params.upscale.factor if params.upscale else 1
    return math.ceil(width * height * factor**2)
