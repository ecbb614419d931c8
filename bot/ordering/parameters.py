"""From what a person asked for to parameters that some model could draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ordering.asked import Asked, model_of, preset_of, sampler_of, size_of
from bot.ordering.options import parse_text
from bot.ordering.orders import new_seed
from bot.ordering.permutations import check_forms
from engine.params import GenerationParams

if TYPE_CHECKING:
    from bot.client import Atelier


def to_params(asked: Asked, atelier: Atelier, *, is_sized: bool = True) -> GenerationParams:
    """Fill in what was not said, and check every form of the prompt.

    Args:
        asked: Without flags in the prompt.
        atelier: Knows the model and draws seeds.
        is_sized: False leaves a size that was not said open: the picture's own is taken.

    Raises:
        bot.errors.RefusedError: Something cannot be read.
        engine.errors.RequestRejectedError: Something is out of its range.
    """
    model = model_of(asked, atelier.engine.models)
    is_said = is_sized or asked.size or asked.aspect
    width, height = size_of(asked, model) if is_said else (0, 0)
    params = GenerationParams(
        prompt=asked.prompt,
        negative_prompt=parse_text(asked.negative_prompt or ""),
        width=width,
        height=height,
        num_inference_steps=asked.steps or atelier.default_steps,
        guidance_scale=asked.guidance or 0.0,
        sampler=sampler_of(asked, model),
        seed=new_seed(atelier.rng) if asked.seed is None else asked.seed,
        preset=preset_of(asked),
        model=model.name if model and asked.model else parse_text(asked.model or ""),
    )
    check_forms(params)
    return params
