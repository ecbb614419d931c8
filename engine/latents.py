"""LatentPool: the sampler state of every admitted request, a slot for each."""

from __future__ import annotations

import torch

from engine.sampler_table import MAX_STATE


class LatentPool:
    """Holds the state of requests of one latent shape in one tensor that grows by doubling.

    Attributes:
        state: float32 [slots, MAX_STATE, C, H, W]; row 0 of a slot is x.
    """

    def __init__(self, shape: tuple[int, int, int], device: torch.device) -> None:
        self._shape = shape
        self._free: list[int] = []
        self.state = torch.zeros(0, MAX_STATE, *shape, device=device)

    def take(self, start: torch.Tensor) -> int:
        """Occupy a slot.

        Args:
            start: The latents to start from; float32 [1, C, H, W].

        Returns:
            The slot, whose other state rows are zero.
        """
        if not self._free:
            self._grow()
        slot = self._free.pop()
        self.state[slot] = 0  # the former owner may have left NaN, and 0 * NaN is NaN
        self.state[slot, 0] = start[0]
        return slot

    def give_back(self, slot: int) -> None:
        """Free a slot."""
        self._free.append(slot)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has a slot."""
        return len(self._free) == len(self.state)

    def _grow(self) -> None:
        size = len(self.state)
        more = torch.zeros(max(size, 4), MAX_STATE, *self._shape, device=self.state.device)
        self.state = torch.cat([self.state, more])
        self._free += reversed(range(size, len(self.state)))
