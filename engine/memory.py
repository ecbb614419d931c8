"""Memory: how many rows of a shape fit into one network call, and how much there is at all."""

from __future__ import annotations

import gc
import os
import traceback
from typing import TYPE_CHECKING, Final

import torch

if TYPE_CHECKING:
    from engine.request import Group

MIN_ROWS: Final = 2  # a guided image needs two

# Words of the CPU's allocator, of CUDA itself, and of cuBLAS and cuDNN; torch's own has a class.
_EXHAUSTED: Final = ("can't allocate memory", "CUDA error: out of memory", "_STATUS_ALLOC_FAILED")
_DECODE_BYTES: Final = 4096  # a pixel and byte of dtype: 256 channels, eight of them alive at once


class RowBudget:
    """Knows the largest batch of each shape, and learns from running out of memory.

    Larger pictures get fewer rows in proportion, so that memory and the length of a tick stay
    near those of a full batch at the native size, and small requests are not held up.

    Args:
        max_rows: Rows at the native size.
        native_area: Height times width of the native latents.
        is_fixed: Deterministic mode: the budget of a shape never changes.
    """

    def __init__(self, max_rows: int, native_area: int, *, is_fixed: bool) -> None:
        self._max_rows = max_rows
        self._native_area = native_area
        self._is_fixed = is_fixed
        self._learnt: dict[tuple[int, int, int], int] = {}

    def rows(self, group: Group) -> int:
        """Say the most rows that one call may have."""
        _, height, width = group.latent_shape
        scaled = self._max_rows * self._native_area // (height * width)
        allowed = max(MIN_ROWS, min(self._max_rows, scaled))
        return min(allowed, self._learnt.get(group.latent_shape, allowed))

    def halve(self, group: Group, rows_tried: int) -> bool:
        """Learn from running out of memory; returns False when there is nothing left to halve.

        Args:
            group: Whose call it was.
            rows_tried: Rows that did not fit; half of them are tried next, and not less because
                a half of the same batch fails as well.
        """
        rows = self.rows(group)
        if self._is_fixed or rows <= MIN_ROWS:
            return False
        self._learnt[group.latent_shape] = min(rows, max(MIN_ROWS, rows_tried // 2))
        return True


def is_out_of_memory(error: BaseException) -> bool:
    """Tell an exhausted memory, on a GPU or on the CPU, from other errors of torch."""
    is_named = type(error).__name__ == "OutOfMemoryError"
    return is_named or any(words in str(error) for words in _EXHAUSTED)


def let_go(error: BaseException) -> None:
    """Drop what the frames of a failed call hold; where it failed can be told as before.

    A trace keeps every variable between the origin of an error and whoever caught it: all that
    the network had made until memory ran out. Tried again beside that, a half fails as well.
    """
    cause: BaseException | None = error
    while cause is not None:
        traceback.clear_frames(cause.__traceback__)
        cause = cause.__cause__ or cause.__context__


def free_memory() -> None:
    """Give back what nobody refers to any more, at once."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def resident_bytes(max_resident_gib: float, device: torch.device) -> int:
    """Return how much memory models may take together, in bytes.

    Args:
        max_resident_gib: As configured; 0: half of the device's memory, as the rest is for
            drawing and for others.
        device: Where they are.
    """
    if max_resident_gib:
        return int(max_resident_gib * 2**30)
    if device.type == "cuda":
        return int(torch.cuda.get_device_properties(device).total_memory) // 2
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def tiled_pixels(device: torch.device, dtype: torch.dtype) -> int:
    """Return from how many pixels on a picture is decoded in tiles on a device; 0: never.

    A quarter of a GPU's memory is for decoding; how much there is at all and not how much is free
    decides, so that it is the same at every start.
    """
    if device.type != "cuda":
        return 0
    total = int(torch.cuda.get_device_properties(device).total_memory)
    return total // 4 // (_DECODE_BYTES * dtype.itemsize)
