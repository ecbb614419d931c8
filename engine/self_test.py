"""The self-test of deterministic mode: does a row depend on its company on this device?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
import torch

from engine.families.base import MASKED
from engine.noise import make_generator
from engine.prompt_weights import parse_prompt

if TYPE_CHECKING:
    from torch import Tensor

    from engine.model import LoadedModel

log = structlog.get_logger(__name__)


@torch.inference_mode()
def rows_are_independent(model: LoadedModel, num_rows: int) -> bool:
    """Call the network on the same row in other company and position, and compare bit by bit.

    A fixed bucket keeps the choice of kernels; whether a kernel's rounding depends on a row's
    place or neighbours is a matter of the device and its libraries, so it is tried.

    Args:
        model: At its native size.
        num_rows: The bucket; three calls of the network are made.
    """
    latents, timesteps = _rows(model, 2 * num_rows)
    first = _denoise(model, latents[:num_rows], timesteps[:num_rows])
    others = torch.arange(2 * num_rows - 1, num_rows, -1)
    moved = torch.cat([others, torch.tensor([0])])
    second = _denoise(model, latents[moved], timesteps[moved])
    again = _denoise(model, latents[:num_rows].flip(0), timesteps[:num_rows].flip(0)).flip(0)
    passed = torch.equal(first[0], second[-1]) and torch.equal(first, again)
    log.info("deterministic_self_test", passed=passed, num_rows=num_rows)
    return passed


def _rows(model: LoadedModel, count: int) -> tuple[Tensor, Tensor]:
    generator = make_generator(0)
    height, width = model.family.native_latent_size
    latents = torch.randn(count, model.vae.latent_channels, height, width, generator=generator)
    return latents, torch.linspace(1, 999, count)


def _denoise(model: LoadedModel, latents: Tensor, timesteps: Tensor) -> Tensor:
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
    if model.family.masked_channels:
        height, width = latents.shape[2:]
        rows[MASKED] = torch.ones(len(latents), model.family.masked_channels, height, width)
    return model.family.denoise(
        latents.to(model.device, model.dtype), timesteps.to(model.device), rows
    )
