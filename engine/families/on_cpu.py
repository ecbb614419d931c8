"""OnCpu: a UNet with what pays on a CPU, where the time of small layers counts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from engine.families.group_norm import narrow_norms_of
from engine.families.stand_ins import StandIns
from engine.families.text_memory import TextMemory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn


class OnCpu:
    """What it reads of a text is kept, and narrow group normalizations are ours.

    Args:
        unet: A ``UNet2DConditionModel``; its weights are shared, and it is as it was outside
            ``told``.
    """

    def __init__(self, unet: nn.Module) -> None:
        self._memory = TextMemory(unet)
        self._stand_ins = StandIns([*self._memory.places, *narrow_norms_of(unet)])

    @contextmanager
    def told(self, text: Tensor) -> Iterator[None]:
        """Let a call of the network have it.

        Args:
            text: As the network is told it; a text is read anew only when it is another tensor.
        """
        self._memory.expect(text)
        with self._stand_ins.placed():
            yield


def on_cpu(network: Any) -> OnCpu | None:
    """Return what pays for a network; None for kinds that it is not known of."""
    return OnCpu(network) if type(network).__name__ == "UNet2DConditionModel" else None
