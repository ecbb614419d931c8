"""Pictures from a demo model by diffusers' own pipeline, for training and evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from diffusers import StableDiffusionPipeline

from engine.samplers import SAMPLERS, build_scheduler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

DRAWN_AT_ONCE = 20


def find_device(name: str) -> torch.device:
    """Return the device called ``name``; "auto" takes CUDA where there is one."""
    if name != "auto":
        return torch.device(name)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load_pipeline(folder: Path, device: torch.device) -> Any:
    """Load a pipeline folder in float32 without its safety checker, silent."""
    pipeline = StableDiffusionPipeline.from_pretrained(
        folder, dtype=torch.float32, safety_checker=None, requires_safety_checker=False
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(device)


def use_sampler(pipeline: Any, name: str, own_config: Mapping[str, Any]) -> None:
    """Give ``pipeline`` another sampler; changed in place.

    Args:
        pipeline: The model.
        name: A key of ``engine.samplers.SAMPLERS``.
        own_config: The configuration of the scheduler that the model came with.
    """
    pipeline.scheduler = build_scheduler(SAMPLERS[name], own_config)


def draw(
    pipeline: Any,
    prompts: Sequence[str],
    seeds: Sequence[int],
    *,
    guidance_scale: float,
    num_inference_steps: int,
) -> Tensor:
    """Draw one picture a prompt, each from its own seed.

    Returns:
        float32 [N, 3, H, W] in [0, 1] on the CPU.
    """
    parts = []
    for first in range(0, len(prompts), DRAWN_AT_ONCE):
        rows = slice(first, first + DRAWN_AT_ONCE)
        generators = [torch.Generator("cpu").manual_seed(seed) for seed in seeds[rows]]
        pictures = pipeline(
            list(prompts[rows]),
            generator=generators,
            guidance_scale=guidance_scale,
            num_inference_steps=num_inference_steps,
            output_type="pt",
        ).images
        parts.append(pictures.float().cpu())
    return torch.cat(parts)
