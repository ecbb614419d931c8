"""Pictures of the embedded model, enlarged as they are delivered, but not marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.bench.subject import captions
from engine.config import EngineSettings
from engine.engine import Engine
from engine.params import GenerationParams

if TYPE_CHECKING:
    import numpy.typing as npt

NUM_STEPS: Final = 8
_TOGETHER: Final = 8  # drawn at a time, so that a crowd is never refused


def draw_pictures(seeds: list[int]) -> dict[int, npt.NDArray[np.uint8]]:
    """Draw one picture a seed, uint8 [height, width, 3]; those that are withheld are left out."""
    engine = Engine.from_settings(EngineSettings())
    prompts = captions()
    wanted = {
        seed: GenerationParams(
            prompt=prompts[seed % len(prompts)], seed=seed, num_inference_steps=NUM_STEPS
        )
        for seed in seeds
    }
    drawn: dict[int, npt.NDArray[np.uint8]] = {}
    try:
        for first in range(0, len(seeds), _TOGETHER):
            some = seeds[first : first + _TOGETHER]
            for seed, result in zip(
                some, engine.generate_all([wanted[seed] for seed in some]), strict=True
            ):
                if result.image is not None:
                    drawn[seed] = np.asarray(result.image.convert("RGB"))
    finally:
        engine.close()
    return drawn
