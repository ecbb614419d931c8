"""NetworkCall: what the network is given at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from torch import Tensor

    from engine.families.base import Conditioning


class NetworkCall(NamedTuple):
    """The arguments of one call; rows of each.

    Attributes:
        latents: [B, C, H, W].
        timesteps: float32 [B].
        conditioning: [B, ...] each.
    """

    latents: Tensor
    timesteps: Tensor
    conditioning: Conditioning

    @property
    def shapes(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Shapes of all tensors by name: equal for calls that one preparation serves."""
        named = {"latents": self.latents, **self.conditioning}
        return tuple((name, tuple(value.shape)) for name, value in sorted(named.items()))

    def pick(self, rows: list[int]) -> NetworkCall:
        """Choose some rows."""
        told = {name: value[rows] for name, value in self.conditioning.items()}
        return NetworkCall(self.latents[rows], self.timesteps[rows], told)

    def padded(self, count: int) -> NetworkCall:
        """Repeat the first row up to a count at least; what becomes of it is thrown away."""
        count = max(count, len(self.latents))
        return NetworkCall(
            pad(self.latents, count),
            pad(self.timesteps, count),
            {name: pad(value, count) for name, value in self.conditioning.items()},
        )


def pad(rows: Tensor, count: int) -> Tensor:
    """Repeat the first of some rows up to a count."""
    missing = count - len(rows)
    return torch.cat([rows, rows[:1].expand(missing, *rows.shape[1:])]) if missing else rows
