"""The device that ``atelier bench gpu`` needs."""

from __future__ import annotations

from typing import ClassVar

import torch


class NoDeviceError(RuntimeError):
    """There is no GPU to measure; nothing has been done.

    Attributes:
        exit_code: ``EX_UNAVAILABLE`` of sysexits.h.
        remedy: What to do about it.
    """

    exit_code: ClassVar[int] = 69
    remedy: ClassVar[str] = "run this on a machine with one, or try --device cpu --tiny"


def require_device(name: str) -> None:
    """Check that there is a device before anything large is loaded.

    Raises:
        NoDeviceError: A CUDA device was asked for, and there is none.
    """
    if not name.startswith("cpu") and not torch.cuda.is_available():
        msg = "there is no CUDA device"
        raise NoDeviceError(msg)
