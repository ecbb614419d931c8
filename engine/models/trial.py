"""A trial call of the network, on rows that nobody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from engine.calls.network_call import NetworkCall
from engine.families.base import MASKED
from engine.noise import make_generator
from engine.prompt_weights import parse_prompt

if TYPE_CHECKING:
    from engine.families.base import Conditioning
    from engine.models.model import LoadedModel


@torch.inference_mode()
def trial_call(model: LoadedModel, count: int) -> NetworkCall:
    """Make a call at the model's native size, without a prompt, always the same.

    Args:
        model: Whose network is to be called.
        count: Rows.

    Returns:
        The call as ``Runner`` would make it.
    """
    height, width = model.family.native_latent_size
    latents = torch.randn(
        count, model.vae.latent_channels, height, width, generator=make_generator(0)
    )
    return NetworkCall(
        latents.to(model.device, model.dtype),
        torch.linspace(1, 999, count).to(model.device),
        _conditioning(model, count, height, width),
    )


def _conditioning(model: LoadedModel, count: int, height: int, width: int) -> Conditioning:
    encoded = model.family.encode([parse_prompt("")], 0, 1)[0]
    conditioning = model.family.condition(
        encoded,
        width=model.info.native_width,
        height=model.info.native_height,
        guidance_scale=1.0,
    )
    rows = {name: value.expand(count, *value.shape[1:]) for name, value in conditioning.items()}
    if channels := model.family.masked_channels:
        rows[MASKED] = torch.ones(
            count, channels, height, width, device=model.device, dtype=model.dtype
        )
    return rows
