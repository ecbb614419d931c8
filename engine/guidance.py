"""Classifier-free guidance, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from engine.evaluations import guided_range

if TYPE_CHECKING:
    from engine.params import GenerationParams


def guidance_schedule(params: GenerationParams, num_evaluations: int) -> tuple[float, ...]:
    """Say the guidance scale of every evaluation; 1 outside the requested interval.

    An evaluation at scale 1 needs no unconditional row, so an interval saves network work.

    Source: Kynkäänniemi et al. 2024, arXiv:2404.07724 (guidance in a limited interval).
    """
    inside = guided_range(params, num_evaluations)
    return tuple(
        max(params.guidance_scale, 1.0) if index in inside else 1.0
        for index in range(num_evaluations)
    )


def guide(
    output: torch.Tensor,
    num_guided: int,
    scales: torch.Tensor,
    rescales: torch.Tensor | None = None,
) -> torch.Tensor:
    """Join unconditional and conditional rows of a mixed batch.

    Args:
        output: Network output, the unconditional rows of the first ``num_guided`` requests and
            then one conditional row of each of B requests; float32 [num_guided + B, C, H, W].
        num_guided: How many requests are guided; they come first among the B.
        scales: Guidance scale of the guided requests; float32 [num_guided].
        rescales: Guidance rescale of the guided requests; float32 [num_guided]; None: all 0.

    Returns:
        float32 [B, C, H, W]: u + scale * (c - u) where guided, else c.

    Source: Ho and Salimans 2022, arXiv:2207.12598; rescale: Lin et al. 2023, arXiv:2305.08891,
    equations 15 and 16.
    """
    conditional = output[num_guided:]
    if not num_guided:
        return conditional
    unconditional, toward = output[:num_guided], conditional[:num_guided]
    guided = unconditional + scales.view(-1, 1, 1, 1) * (toward - unconditional)
    if rescales is not None:
        guided = _rescale(guided, toward, rescales.view(-1, 1, 1, 1))
    return torch.cat([guided, conditional[num_guided:]])


def _rescale(guided: torch.Tensor, toward: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    wanted = toward.std(dim=(1, 2, 3), keepdim=True)
    rescaled = guided * (wanted / guided.std(dim=(1, 2, 3), keepdim=True))
    return torch.where(share > 0, share * rescaled + (1 - share) * guided, guided)
