"""What an image costs: the network's work for it, in thousandths of a credit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from engine.evaluations import guided_range, num_evaluations
from engine.params import SIZE_MULTIPLE
from engine.reuse import FAST, SHORT_THOUSANDTHS, whole_evaluations
from engine.sizes import MAX_OUTPUT_PIXELS, enlarged
from engine.tiles.tile_grid import num_tile_pixels

if TYPE_CHECKING:
    from engine.model_info import ModelInfo
    from engine.params import GenerationParams

THOUSANDTHS: Final = 1000
CREDIT_ROWS: Final = 100  # 50 steps with guidance
CREDIT_PIXELS: Final = 512 * 512
_UNKNOWN_SIZE: Final = (512, 512)  # while no model has been loaded yet


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
    return -(-image_work(params, model) // (CREDIT_ROWS * CREDIT_PIXELS))


def image_work(params: GenerationParams, model: ModelInfo | None) -> int:
    """Count the pixels that the network works on for one image, in thousandths: rows times size.

    A tile counts wholly, with what it shares with its neighbours; a short evaluation of the
    preset fast counts for its share of a whole one. Where width and height are left to an
    uploaded picture, whose size is not known here, the work is that

    * of the native size, which the picture is brought to but for the rounding of its sides;
    * to be enlarged: of a square as large as an enlarged picture may be, which is a bound for
      pictures of that shape.

    The network has no part in a plain upscale; decoding, screening and marking it counts as one
    row of the enlarged size.

    Args:
        params: Of one image.
        model: As in ``cost_of``.
    """
    return _num_rows(params, model) * _num_pixels(params, model)


def _num_rows(params: GenerationParams, model: ModelInfo | None) -> int:
    """Count rows of the network's calls, in thousandths."""
    if params.is_resampled:
        return THOUSANDTHS
    sampler = params.sampler or (model.default_sampler if model else "")
    strength = None if params.init_image is None else params.strength
    evaluations = num_evaluations(sampler, params.num_inference_steps, strength=strength)
    scale = _guidance_of_rows(params, model)
    inside = guided_range(params, evaluations) if scale > 1 else range(0)
    guidances = [scale if index in inside else 1.0 for index in range(evaluations)]
    whole = whole_evaluations(guidances) if params.preset == FAST else (True,) * evaluations
    return sum(
        (2 if guidance > 1 else 1) * (THOUSANDTHS if is_whole else SHORT_THOUSANDTHS)
        for guidance, is_whole in zip(guidances, whole, strict=True)
    )


def _guidance_of_rows(params: GenerationParams, model: ModelInfo | None) -> float:
    """Return the guidance that takes a row of its own; 1 where the network is told of it."""
    if model and model.is_guided_by_embedding:
        return 1.0
    default = model.default_guidance if model else math.inf
    return params.guidance_scale or (1.0 if params.upscale else default)


def _num_pixels(params: GenerationParams, model: ModelInfo | None) -> int:
    native = (model.native_width, model.native_height) if model else _UNKNOWN_SIZE
    width, height = params.width or native[0], params.height or native[1]
    if params.upscale is None:
        return width * height
    size = enlarged((width, height), params.upscale.factor, SIZE_MULTIPLE)
    if not (params.width and params.height):
        side = math.isqrt(MAX_OUTPUT_PIXELS) // (model.output_scale if model else 1)
        size = (side, side)
    if params.is_resampled:
        return size[0] * size[1]
    tile = max(params.upscale.tile or min(native), 2 * SIZE_MULTIPLE)  # smaller ones are refused
    return num_tile_pixels(size, tile, SIZE_MULTIPLE)
