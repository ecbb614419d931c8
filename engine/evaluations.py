"""How often a sampler calls the network, known without torch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.reuse import FAST, GUIDED_SHARE

if TYPE_CHECKING:
    from engine.params import GenerationParams

# Folded beginnings of names; a spacing such as Karras changes no count.
_SECOND_ORDER: Final = ("heun", "kheun", "dpm2", "kdpm2")  # two calls a step, one for the last
_WARM_UP: Final = ("plms", "pndm")  # its first step is done twice


def num_evaluations(
    sampler: str, num_inference_steps: int, *, strength: float | None = None
) -> int:
    """Count the network's calls for one image; equal to the length of its sampler table.

    Args:
        sampler: A name of ``engine.samplers`` in any spelling; unknown ones count a call a step.
        num_inference_steps: 1 to 150.
        strength: How much of a start image is redrawn; None without one.
    """
    drawn = num_inference_steps
    if strength is not None:
        drawn = min(int(num_inference_steps * strength), num_inference_steps)
    name = re.sub(r"[\s_\-]+", "", sampler).lower()
    if drawn == 0:
        return 0
    if name.startswith(_SECOND_ORDER):
        return 2 * drawn - 1
    return drawn + 1 if name.startswith(_WARM_UP) else drawn


def guided_range(params: GenerationParams, num_evaluations: int) -> range:
    """Return the evaluations that lie inside the interval of guidance.

    The preset fast lets guidance end earlier than asked for.
    """
    start, end = params.guidance_start, params.guidance_end
    if params.preset == FAST:
        end = start + GUIDED_SHARE * (end - start)
    return range(round(start * num_evaluations), round(end * num_evaluations))
