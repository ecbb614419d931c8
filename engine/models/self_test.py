"""The self-test of deterministic mode: does a row depend on its company on this device?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
import torch

from engine.models.trial import trial_call, trial_rows

if TYPE_CHECKING:
    from engine.models.model import LoadedModel

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
    latents, timesteps = trial_rows(model, 2 * num_rows)
    first = trial_call(model, latents[:num_rows], timesteps[:num_rows])
    others = torch.arange(2 * num_rows - 1, num_rows, -1)
    moved = torch.cat([others, torch.tensor([0])])
    second = trial_call(model, latents[moved], timesteps[moved])
    again = trial_call(model, latents[:num_rows].flip(0), timesteps[:num_rows].flip(0)).flip(0)
    passed = torch.equal(first[0], second[-1]) and torch.equal(first, again)
    log.info("deterministic_self_test", passed=passed, num_rows=num_rows)
    return passed
