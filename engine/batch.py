"""A tick's batch: rows gathered from requests, results scattered back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from engine import noise
from engine.guidance import guide
from engine.sampler_table import NOISE_COLUMN, OUTPUT_COLUMN, STATE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from engine.company import Company
    from engine.families.base import Conditioning
    from engine.latents import LatentPool
    from engine.request import Request


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests that take a step together; B of them, the guided ones first.

    Attributes:
        requests: Whose rows these are.
        num_guided: How many of them have an unconditional row.
        slots: Their slots in the pool; int64 [B].
        state: Their sampler state; float32 [B, K, C, H, W], K the largest in the batch.
        latents: Model input, unconditional rows first; float32 [num_guided + B, C, H, W].
        timesteps: float32 [num_guided + B].
        conditioning: Joined rows; [num_guided + B, ...] each.
    """

    requests: list[Request]
    num_guided: int
    slots: Tensor
    state: Tensor
    latents: Tensor
    timesteps: Tensor
    conditioning: Conditioning

    @property
    def rows(self) -> list[tuple[Request, bool]]:
        """Whose each row of the network call is, and whether it is the conditional one."""
        unconditional = [(request, False) for request in self.requests[: self.num_guided]]
        return unconditional + [(request, True) for request in self.requests]

    @property
    def num_rows(self) -> int:
        """Rows of the network call."""
        return len(self.latents)


def gather(requests: Sequence[Request], pool: LatentPool, company: Company) -> Batch:
    """Gather the model input of every request's next evaluation.

    Rows lie by slot, so that the same requests make the same company in every tick.
    """
    ordered = sorted(requests, key=lambda request: (not request.is_guided, request.slot))
    guided = [request for request in ordered if request.is_guided]
    device = pool.state.device
    slots = torch.tensor([request.slot for request in ordered], device=device)
    num_state = max(request.table.num_state for request in ordered)
    state = pool.state[slots, :num_state]
    scales = _column(ordered, "input_scales").to(device).view(-1, 1, 1, 1)
    timesteps = _column(ordered, "timesteps").to(device)
    latents = state[:, 0] * scales
    count = len(guided)
    return Batch(
        requests=ordered,
        num_guided=count,
        slots=slots,
        state=state,
        latents=torch.cat([latents[:count], latents]),
        timesteps=torch.cat([timesteps[:count], timesteps]),
        conditioning=company.join(
            [r.unconditional for r in guided if r.unconditional is not None]
            + [r.conditioning for r in ordered]
        ),
    )


def guided_output(batch: Batch, output: Tensor) -> Tensor:
    """Apply guidance to the network's answer; float32 [B, C, H, W]."""
    guided = batch.requests[: batch.num_guided]
    device = output.device
    scales = torch.tensor([r.guidances[r.step_index] for r in guided], device=device)
    shares = [r.order.params.guidance_rescale for r in guided]
    rescales = torch.tensor(shares, device=device) if any(shares) else None
    return guide(output, batch.num_guided, scales, rescales)


def update(batch: Batch, output: Tensor) -> Tensor:
    """Move every request by its own sampler: one update for the mixed batch.

    Written as a sum of K + 2 products and not as a matrix product, which may round its factors
    (TF32) and whose rounding may depend on the size of the batch.

    Args:
        batch: Before the step; not changed.
        output: Guided network output; float32 [B, C, H, W].

    Returns:
        The new state; float32 [B, K, C, H, W].
    """
    num_state = batch.state.shape[1]
    rows = torch.stack([r.table.updates[r.step_index] for r in batch.requests])
    weights = rows[:, :num_state].to(output.device)[..., None, None, None]
    new = weights[:, :, OUTPUT_COLUMN] * output[:, None]
    if any(request.table.draws[request.step_index] for request in batch.requests):
        drawn = _draws(batch).to(output.device)
        new.addcmul_(weights[:, :, NOISE_COLUMN], drawn[:, None])
    for row in range(num_state):
        new.addcmul_(weights[:, :, STATE_COLUMN + row], batch.state[:, None, row])
    return new


def keep_known(batch: Batch, new_state: Tensor) -> None:
    """Put what inpainting keeps back into the new latents, in place.

    Only x is touched: what a sampler remembers of earlier steps stays as it was, like in
    diffusers' pipeline.

    Args:
        batch: Before the step.
        new_state: float32 [B, K, C, H, W]; row 0 of inpainting requests is changed.
    """
    for row, request in enumerate(batch.requests):
        if (kept := request.kept) is not None:
            of_clean, of_noise = request.table.known[request.step_index].tolist()
            known = of_clean * kept.clean + of_noise * kept.noise
            x = new_state[row, :1]
            new_state[row, :1] = (1 - kept.mask) * known + kept.mask * x


def scatter(batch: Batch, new_state: Tensor, pool: LatentPool, tick: int) -> None:
    """Store the new state and count the evaluation."""
    pool.state[batch.slots, : new_state.shape[1]] = new_state
    for request in batch.requests:
        request.step_index += 1
        request.drawn = None
        request.stepped_tick = tick


def finite_rows(new_state: Tensor) -> list[bool]:
    """Say for each request whether its new latents are free of NaN and infinity."""
    finite: list[bool] = new_state[:, 0].isfinite().flatten(1).all(1).tolist()
    return finite


def _draws(batch: Batch) -> Tensor:
    shape = batch.state.shape[2:]
    drawn = torch.zeros(len(batch.requests), *shape)
    for row, request in enumerate(batch.requests):
        if not request.table.draws[request.step_index]:
            continue
        if request.drawn is None:
            request.drawn = noise.draw(request.generator, (shape[0], shape[1], shape[2]))
        drawn[row] = request.drawn[0]
    return drawn


def _column(requests: Sequence[Request], name: str) -> Tensor:
    return torch.stack([getattr(r.table, name)[r.step_index] for r in requests])
