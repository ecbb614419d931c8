"""Trial calls of the network on rows that nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from engine.families.base import MASKED
from engine.noise import make_generator
from engine.prompt_weights import parse_prompt

if TYPE_CHECKING:
    from torch import Tensor

    from engine.models.model import LoadedModel


def trial_rows(model: LoadedModel, count: int) -> tuple[Tensor, Tensor]:
    """Make rows at the model's native size, always the same.

    Returns:
        Latents, float32 [count, C, H, W], and timesteps, float32 [count]; on the CPU.
    """
    generator = make_generator(0)
    height, width = model.family.native_latent_size
    latents = torch.randn(count, model.vae.latent_channels, height, width, generator=generator)
    return latents, torch.linspace(1, 999, count)


@torch.inference_mode()
def trial_call(model: LoadedModel, latents: Tensor, timesteps: Tensor) -> Tensor:
    """Call the network once, without a prompt, as ``Runner`` does.

    Args:
        model: Whose network.
        latents: float32 [B, C, H, W].
        timesteps: float32 [B].
    """
    encoded = model.family.encode([parse_prompt("")], 0, 1)[0]
    conditioning = model.family.condition(
        encoded,
        width=model.info.native_width,
        height=model.info.native_height,
        guidance_scale=1.0,
    )
    rows = {
        name: value.expand(len(latents), *value.shape[1:]) for name, value in conditioning.items()
    }
    height, width = latents.shape[2:]
    if channels := model.family.masked_channels:
        rows[MASKED] = torch.ones(
            len(latents), channels, height, width, device=model.device, dtype=model.dtype
        )
    return model.family.denoise(
        latents.to(model.device, model.dtype), timesteps.to(model.device), rows
    )
