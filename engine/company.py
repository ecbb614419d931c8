"""Company: who shares a network call, and what the network is told for them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.families.base import Conditioning


class Company:
    """Joins conditioning, and remembers the last that it joined.

    Most ticks are shared by the same requests as the tick before. They get the very same tensors
    again, by which whoever is given them can tell that nothing has changed.
    """

    def __init__(self) -> None:
        self._rows: list[Conditioning] = []
        self._joined: Conditioning = {}

    def join(self, rows: Sequence[Conditioning]) -> Conditioning:
        """Join the rows of a call.

        Args:
            rows: Of one group, at least one; [1, ...] each, never changed afterwards.

        Returns:
            [B, ...] each; not to be changed.
        """
        if not self._is_of(rows):
            self._joined = {name: torch.cat([row[name] for row in rows]) for name in rows[0]}
            self._rows = list(rows)
        return self._joined

    def _is_of(self, rows: Sequence[Conditioning]) -> bool:
        same = (new is old for new, old in zip(rows, self._rows, strict=False))
        return len(rows) == len(self._rows) and all(same)
