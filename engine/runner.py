"""Runner: one network call for a batch."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import torch

from engine.calls.network_call import NetworkCall, pad

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from torch import Tensor

    from engine.batch import Batch
    from engine.calls.compiled import PreparedNetwork
    from engine.calls.self_test import SelfTest
    from engine.calls.traced import TracedNetwork
    from engine.families.base import ModelFamily
    from engine.request import Group, Request


class Runner:
    """Calls the network, in its own dtype and with a full bucket where that is asked for.

    Args:
        family: Whose network.
        dtype: Of the network's input.
        bucket: Rows that a group's calls are padded to; None: not padded. A fixed bucket makes
            every row independent of its company, bit for bit.
        self_test: Sees every padded call of the whole network first, or None.
        prepared: Calls of ordinary rows that are prepared, or None.
        max_rows: Most rows of a prepared call of a group.
        traced: Calls of the whole network by its graph, or None.
    """

    def __init__(
        self,
        family: ModelFamily,
        dtype: torch.dtype,
        bucket: Callable[[Group], int] | None = None,
        *,
        self_test: SelfTest | None = None,
        prepared: PreparedNetwork | None = None,
        max_rows: Callable[[Group], int] | None = None,
        traced: TracedNetwork | None = None,
    ) -> None:
        self._family = family
        self._dtype = dtype
        self._bucket = bucket
        self._self_test = self_test
        self._prepared = prepared
        self._max_rows = max_rows
        self._traced = traced

    def denoise(self, batch: Batch) -> Tensor:
        """Call the network once for all rows of a batch.

        Rows of the preset fast that reuse deep features go into a second, much smaller call.

        Returns:
            float32 [num_guided + B, C, H, W].
        """
        latents = batch.latents.to(self._dtype)
        call = NetworkCall(latents, batch.timesteps, batch.conditioning)
        group = batch.requests[0].group
        if any(request.whole for request in batch.requests):
            return self._split(call, batch.rows, self._bucket(group) if self._bucket else 0)
        return self._together(call, group)[: batch.num_rows].float()

    def _together(self, call: NetworkCall, group: Group) -> Tensor:
        if self._prepared is not None and self._max_rows is not None:
            return self._prepared.denoise(call, self._max_rows(group))
        padded = self._padded(call, self._bucket(group) if self._bucket else 0)
        with self._placed():
            return self._family.denoise(*padded)

    def _placed(self) -> AbstractContextManager[None]:
        return self._traced.placed() if self._traced else nullcontext()

    def _padded(self, call: NetworkCall, bucket: int) -> NetworkCall:
        padded = call.padded(bucket)
        if self._self_test is not None:
            self._self_test.see(padded)
        return padded

    def _split(self, call: NetworkCall, rows: list[tuple[Request, bool]], bucket: int) -> Tensor:
        output = torch.empty_like(call.latents, dtype=torch.float32)
        shallow = [row for row, (request, _) in enumerate(rows) if not request.is_whole]
        whole = [row for row in range(len(rows)) if row not in shallow]
        if whole:
            padded = self._padded(call.pick(whole), bucket)
            with self._placed():
                answer, deep = self._family.denoise_keeping(*padded)
            output[whole] = answer[: len(whole)].float()
            _keep(deep, [rows[row] for row in whole])
        if shallow:
            chosen = [rows[row] for row in shallow]
            deep = torch.cat([request.deep[is_conditional] for request, is_conditional in chosen])
            padded = call.pick(shallow).padded(bucket)
            answer = self._family.denoise_over(*padded, pad(deep, len(padded.latents)))
            output[shallow] = answer[: len(shallow)].float()
        return output


def _keep(deep: Tensor, rows: list[tuple[Request, bool]]) -> None:
    """Give each request of the preset fast its own copy of its rows' deep features."""
    for row, (request, is_conditional) in enumerate(rows):
        if request.whole:
            request.deep[is_conditional] = deep[row : row + 1].clone()
