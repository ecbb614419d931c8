"""ActiveRequests: everything that is being drawn, with its places in the latent pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.candidates import candidates_of
from engine.latents import LatentPool
from engine.request import NO_SLOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    import torch

    from engine.request import Request
    from engine.scheduler import Candidate


class ActiveRequests:
    """Requests between admission and their last step; each tile of an upscale is one.

    Args:
        device: Where the sampler state lives.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._requests: dict[str, Request] = {}
        self._pools: dict[tuple[int, int, int], LatentPool] = {}
        self._num_entered = 0

    def __contains__(self, request_id: str) -> bool:
        return request_id in self.ids

    def __len__(self) -> int:
        return len(self._requests)

    @property
    def ids(self) -> set[str]:
        """Names of the requests; tiles of one share theirs."""
        return {request.request_id for request in self._requests.values()}

    def pick(self, keys: Iterable[str]) -> list[Request]:
        """Return requests by their keys, in the same order."""
        return [self._requests[key] for key in keys]

    def parts_of(self, request_id: str) -> list[Request]:
        """Return what is being drawn of a request."""
        return [r for r in self._requests.values() if r.request_id == request_id]

    def pool_of(self, request: Request) -> LatentPool:
        """Return where a request's state lies."""
        return self._pools[request.group.latent_shape]

    def enter(self, request: Request, tick: int) -> None:
        """Give a request its place; it waits for a step from this tick on."""
        shape = request.group.latent_shape
        pool = self._pools.setdefault(shape, LatentPool(shape, self._device))
        if request.start is not None:
            request.slot = pool.take(request.start.to(self._device))
            request.start = None
        request.arrival, request.stepped_tick = self._num_entered, tick - 1
        self._num_entered += 1
        self._requests[request.key] = request

    def release(self, request: Request) -> None:
        """Free a request's place; one that never had any is no mistake."""
        self._requests.pop(request.key, None)
        request.deep.clear()
        shape = request.group.latent_shape
        pool = self._pools.get(shape)
        if pool is None:
            return
        if request.slot != NO_SLOT:
            pool.give_back(request.slot)
            request.slot = NO_SLOT
        if pool.is_empty:
            del self._pools[shape]

    def candidates(self, tick: int) -> list[Candidate]:
        """Offer every request to the scheduler."""
        return candidates_of(self._requests.values(), tick)
