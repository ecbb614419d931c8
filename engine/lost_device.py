"""A lost device: one that answers no call of this process any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from engine.errors import DeviceLostError
from engine.memory import is_out_of_memory

if TYPE_CHECKING:
    from collections.abc import Iterable


def ask_devices(devices: Iterable[torch.device]) -> None:
    """See that devices still answer.

    After an error such as an illegal address every later call of the process fails with the same
    words, whoever's request it is for; only another process can use the device again.

    Raises:
        DeviceLostError: One does not answer.

    Source: https://docs.nvidia.com/cuda/cuda-runtime-api/group__CUDART__TYPES.html
        ("the process must be terminated and relaunched")
    """
    for device in devices:
        try:
            torch.ones(1, device=device).item()
        except Exception as error:
            if not is_out_of_memory(error):
                raise DeviceLostError(device=str(device)) from error
