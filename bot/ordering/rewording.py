"""What new words for a picture, with the flags among them, make of its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.ordering.asked import model_of, preset_of, said_in, sampler_of, size_of, unfit_flag
from bot.ordering.changes import model_named
from bot.ordering.flags import SHAPES
from bot.ordering.options import aspect_size, parse_text
from bot.ordering.orders import new_seed
from bot.ordering.wishes import Wishes, fulfil

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ordering.asked import Asked
    from engine.params import GenerationParams
    from engine.protocol import ModelInfo


async def reworded(
    session: AsyncSession,
    params: GenerationParams,
    asked: Asked,
    *,
    models: Sequence[ModelInfo],
    user_id: int,
    guild_id: int | None,
) -> GenerationParams:
    """Return a picture's parameters with what a person says of it put over them.

    What is not said stays the picture's own; neither the person's defaults nor their style are
    put over it a second time.

    Args:
        session: Knows the styles.
        params: The picture's.
        asked: The words and flags.
        models: What may draw it, the default first; none while they are loading.
        user_id: Whose styles.
        guild_id: Likewise.

    Raises:
        bot.errors.RefusedError: A flag cannot be read, or could change nothing.
        engine.errors.RequestRejectedError: There is no such model, sampler or size.
    """
    own = model_named(params.model, models)
    model = model_of(asked, models) if asked.model else own
    changed = msgspec.structs.replace(
        params,
        **_words(asked),
        **_options(params, asked, model),
        **_shape(params, asked, model, is_own=model == own),
    )
    styled, _ = await fulfil(session, changed, 1, style_wish(asked, user_id), guild_id)
    return styled


def style_wish(asked: Asked, user_id: int) -> Wishes:
    """Return the wish for a style alone, where a picture is begun from."""
    return Wishes(user_id=user_id, said=said_in(asked), style=asked.style, is_whole=False)


def reseeded(params: GenerationParams, seed: int | None, rng: Random) -> GenerationParams:
    """Return parameters with that seed, or with a new one, and no variation."""
    chosen = new_seed(rng) if seed is None else seed
    return msgspec.structs.replace(params, seed=chosen, variation_seed=None, variation_strength=0.0)


def _words(asked: Asked) -> dict[str, object]:
    said: dict[str, object] = {
        "prompt": asked.prompt,
        "negative_prompt": asked.negative_prompt,
        "num_inference_steps": asked.steps,
        "guidance_scale": asked.guidance,
        "preset": None if asked.draft is None else preset_of(asked),
    }
    return {name: value for name, value in said.items() if value is not None}


def _options(params: GenerationParams, asked: Asked, model: ModelInfo | None) -> dict[str, object]:
    said: dict[str, object] = {}
    if asked.sampler or asked.model:
        typed = msgspec.structs.replace(asked, sampler=asked.sampler or params.sampler)
        said["sampler"] = sampler_of(typed, model)
    if asked.model:
        said["model"] = model.name if model else parse_text(asked.model)
    return said


def _shape(
    params: GenerationParams, asked: Asked, model: ModelInfo | None, *, is_own: bool
) -> dict[str, object]:
    """Say the size that was asked for; another model draws the same shape as large as it can."""
    is_bound = params.outpaint is not None or params.upscale is not None
    if asked.size or asked.aspect:
        if is_bound:
            raise unfit_flag("ar" if asked.aspect else "size", SHAPES)
        width, height = size_of(asked, model)
    elif model and not is_own and params.width and not is_bound:
        width, height = aspect_size(params.width / params.height, model)
    else:
        return {}
    return {"width": width, "height": height}
