"""What the bot must know about the loaded model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModelInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the bot must know about the loaded model.

    Attributes:
        name: As people see it.
        model_hash: Hex digest over the weights; part of every image's recipe.
        family: ``sd`` or ``sdxl`` and their like.
        native_width: Pixels that the model was trained for.
        native_height: Likewise.
        max_pixels: Largest width times height that this engine accepts.
        output_scale: Whole factor by which finished pictures are enlarged (native sides
            under 512 are brought to at least 512).
        default_guidance: Used where the parameters say 0.
        default_sampler: Used where the parameters name none.
        is_guided_by_embedding: Whether guidance is an input of the network (LCM and other
            distilled ones), so that a guided evaluation takes one row and not two.
        samplers: Every sampler's name, in the order in which people are shown them.
        safety: What screens the images: the classifier's name, or empty when it is switched off.
        device: ``cpu``, ``cuda:0`` with its name.
        dtype: ``float32``, ``bfloat16``, ``float16``.
        deterministic_rows: The one bucket of deterministic mode; 0 outside it.
        rows_are_independent: What the self-test of deterministic mode found on this device at
            the native size: whether a row's bits depend on nothing but the row; None: not tried,
            as the default mode makes no such promise.
    """

    name: str
    model_hash: str
    family: str
    native_width: int
    native_height: int
    max_pixels: int
    output_scale: int
    default_guidance: float
    default_sampler: str
    samplers: tuple[str, ...]
    safety: str
    device: str
    dtype: str
    is_guided_by_embedding: bool = False
    deterministic_rows: int = 0
    rows_are_independent: bool | None = None


def model_named(models: Sequence[ModelInfo], name: str) -> ModelInfo | None:
    """Return the model of a name in any case, the first where none is named; None: there is none.

    Args:
        models: The default first; empty while they are loading.
        name: As people or ``GenerationParams.model`` say it.
    """
    if not name:
        return models[0] if models else None
    wanted = name.strip().casefold()
    return next((model for model in models if model.name.casefold() == wanted), None)
