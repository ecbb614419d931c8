"""Runner: one network call for a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from engine.batch import Batch
    from engine.families.base import Conditioning, ModelFamily
    from engine.request import Group, Request


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

        Rows of the preset fast that reuse deep features go into a second, much smaller call.

        Returns:
            float32 [num_guided + B, C, H, W].
        """
        call = _Call(batch.latents, batch.timesteps, batch.conditioning)
        bucket = self._bucket(batch.requests[0].group) if self._bucket else 0
        if not any(request.whole for request in batch.requests):
            output = self._family.denoise(*self._padded(call, bucket))
            return output[: batch.num_rows].float()
        return self._split(call, batch.rows, bucket)

    def _split(self, call: _Call, rows: list[tuple[Request, bool]], bucket: int) -> Tensor:
        output = torch.empty_like(call.latents)
        shallow = [row for row, (request, _) in enumerate(rows) if not request.is_whole]
        whole = [row for row in range(len(rows)) if row not in shallow]
        if whole:
            padded = self._padded(call.pick(whole), bucket)
            answer, deep = self._family.denoise_keeping(*padded)
            output[whole] = answer[: len(whole)].float()
            _keep(deep, [rows[row] for row in whole])
        if shallow:
            chosen = [rows[row] for row in shallow]
            deep = torch.cat([request.deep[is_conditional] for request, is_conditional in chosen])
            padded = self._padded(call.pick(shallow), bucket)
            answer = self._family.denoise_over(*padded, _pad(deep, len(padded.latents)))
            output[shallow] = answer[: len(shallow)].float()
        return output

    def _padded(self, call: _Call, bucket: int) -> _Call:
        """Bring a call to the network's dtype and to a full bucket."""
        count = max(bucket, len(call.latents))
        return _Call(
            _pad(call.latents, count).to(self._dtype),
            _pad(call.timesteps, count),
            {name: _pad(value, count) for name, value in call.conditioning.items()},
        )


class _Call(NamedTuple):
    """What the network is given; rows of each."""

    latents: Tensor
    timesteps: Tensor
    conditioning: Conditioning

    def pick(self, rows: list[int]) -> _Call:
        """Choose some rows."""
        told = {name: value[rows] for name, value in self.conditioning.items()}
        return _Call(self.latents[rows], self.timesteps[rows], told)


def _keep(deep: Tensor, rows: list[tuple[Request, bool]]) -> None:
    """Give each request of the preset fast its own copy of its rows' deep features."""
    for row, (request, is_conditional) in enumerate(rows):
        if request.whole:
            request.deep[is_conditional] = deep[row : row + 1].clone()


def _pad(rows: Tensor, count: int) -> Tensor:
    """Repeat the first row up to a count; what it becomes is thrown away."""
    missing = count - len(rows)
    return torch.cat([rows, rows[:1].expand(missing, *rows.shape[1:])]) if missing else rows
