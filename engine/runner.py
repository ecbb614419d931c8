"""Runner: one network call for a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from engine.batch import Batch
    from engine.families.base import ModelFamily
    from engine.request import Group


class Runner:
    """Calls the network, in its own dtype and with a full bucket where that is asked for.

    Args:
        family: Whose network.
        dtype: Of the network's input.
        bucket: Rows that a group's calls are padded to; None: not padded. A fixed bucket makes
            every row independent of its company, bit for bit.
    """

    def __init__(
        self, family: ModelFamily, dtype: torch.dtype, bucket: Callable[[Group], int] | None = None
    ) -> None:
        self._family = family
        self._dtype = dtype
        self._bucket = bucket

    def denoise(self, batch: Batch) -> Tensor:
        """Call the network once for all rows of a batch.

        Returns:
            float32 [num_guided + B, C, H, W].
        """
        rows = batch.num_rows
        padding = 0
        if self._bucket is not None:
            padding = max(self._bucket(batch.requests[0].group) - rows, 0)
        conditioning = {name: _pad(value, padding) for name, value in batch.conditioning.items()}
        latents = _pad(batch.latents, padding).to(self._dtype)
        output = self._family.denoise(latents, _pad(batch.timesteps, padding), conditioning)
        return output[:rows].float()


def _pad(rows: Tensor, count: int) -> Tensor:
    """Repeat the first row; what it becomes is thrown away."""
    return torch.cat([rows, rows[:1].expand(count, *rows.shape[1:])]) if count else rows
