"""What rules force into the negative prompt, with guidance enough for it to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.model_info import ModelInfo
    from engine.params import GenerationParams

FORCED_GUIDANCE: Final = 3.0
"""Where a rule forces words on a picture, the least guidance: the embedded model's default."""


def force(
    params: GenerationParams, negative_prompt: str, model: ModelInfo | None
) -> GenerationParams:
    """Return parameters with a negative prompt that is drawn with: without guidance, none is.

    Args:
        params: As they were asked for.
        negative_prompt: With what rules force into it.
        model: What draws it; None while it is not known. One that is told its guidance knows no
            negative prompt, and keeps the guidance that was asked for.
    """
    params = msgspec.structs.replace(params, negative_prompt=negative_prompt)
    if model is not None and model.is_guided_by_embedding:
        return params
    return msgspec.structs.replace(
        params, guidance_scale=_guidance(params, model), guidance_start=0.0, guidance_end=1.0
    )


def deaf_models(models: Iterable[ModelInfo]) -> list[str]:
    """Return the names of models that know no negative prompt, so that nothing can be forced."""
    return [model.name for model in models if model.is_guided_by_embedding]


def _guidance(params: GenerationParams, model: ModelInfo | None) -> float:
    """Return enough guidance; what was left open stays so where the model's own is enough."""
    is_open = not params.guidance_scale and params.upscale is None  # an upscale has none
    if is_open and model is not None and model.default_guidance >= FORCED_GUIDANCE:
        return params.guidance_scale
    return max(params.guidance_scale, FORCED_GUIDANCE)
