"""Measuring: how many rows a network call may have before memory runs out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import structlog
import torch

from engine.memory import MIN_ROWS, free_memory, is_out_of_memory
from engine.models.trial import trial_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.models.model import LoadedModel

log = structlog.get_logger(__name__)

_SHARE: Final = 0.85  # of the free memory; the rest is for decoding and fragmentation


class Gauge(Protocol):
    """Tells how much memory there is and how much a call takes."""

    def free_bytes(self) -> int:
        """Say what a call could take now."""

    def peak_bytes(self, call: Callable[[], object]) -> int:
        """Make a call and say what it took beyond what was taken before."""


class CudaGauge:
    """Torch's own bookkeeping of one CUDA device."""

    def __init__(self, device: torch.device) -> None:
        self._device = device

    def free_bytes(self) -> int:
        """Say what the driver has left and what torch holds without using it."""
        free, _ = torch.cuda.mem_get_info(self._device)
        held = torch.cuda.memory_reserved(self._device)
        return free + held - torch.cuda.memory_allocated(self._device)

    def peak_bytes(self, call: Callable[[], object]) -> int:
        """Make a call and read the peak."""
        torch.cuda.synchronize(self._device)
        torch.cuda.reset_peak_memory_stats(self._device)
        before = torch.cuda.memory_allocated(self._device)
        call()
        torch.cuda.synchronize(self._device)
        return torch.cuda.max_memory_allocated(self._device) - before


def gauge_of(device: torch.device) -> Gauge | None:
    """Return the gauge of a device, or None where memory is not worth counting."""
    return CudaGauge(device) if device.type == "cuda" else None


def rows_that_fit(model: LoadedModel, max_rows: int, gauge: Gauge, reserved: int = 0) -> int:
    """Measure the largest batch at the native size.

    Two small calls give what a row takes and what comes on top; the batch that they promise is
    then called, and halved until it fits, so that nobody's picture finds out.

    Args:
        model: Loaded.
        max_rows: More than that are not wanted.
        gauge: Of its device.
        reserved: Bytes of free memory to leave to others.

    Returns:
        Even, at least 2.
    """
    rows = min(max_rows, _promised(model, gauge, reserved))
    while rows > MIN_ROWS and not _fits(model, rows):
        rows = max(MIN_ROWS, rows // 2)
        free_memory()
    log.info("rows_measured", model=model.info.name, num_rows=rows, wanted=max_rows)
    return rows


def _promised(model: LoadedModel, gauge: Gauge, reserved: int) -> int:
    few = MIN_ROWS, 2 * MIN_ROWS
    if not all(_fits(model, rows) for rows in few):  # libraries take theirs at the first call
        free_memory()
        return MIN_ROWS
    small, double = (gauge.peak_bytes(partial(_call, model, rows)) for rows in few)
    per_row = max(1.0, (double - small) / MIN_ROWS)
    fixed = small - MIN_ROWS * per_row
    rows = int((gauge.free_bytes() * _SHARE - reserved - fixed) / per_row)
    return max(MIN_ROWS, rows - rows % 2)


def _fits(model: LoadedModel, rows: int) -> bool:
    try:
        _call(model, rows)
    except Exception as error:
        if is_out_of_memory(error):
            return False
        raise
    return True


@torch.inference_mode()
def _call(model: LoadedModel, rows: int) -> None:
    model.family.denoise(*trial_call(model, rows))
