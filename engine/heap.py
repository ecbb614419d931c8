"""Heap: memory that is freed stays with the process, for the next call of the network.

On a CPU each layer's result is a block of up to megabytes that is freed a moment later. glibc gives
such blocks back to the system and gets them anew, page by page: a call of 30 rows of the embedded
model met 3 400 to 6 400 page faults, which took 8 % of its time.

Source: mallopt(3), ``M_MMAP_THRESHOLD`` and ``M_TRIM_THRESHOLD``.
"""

from __future__ import annotations

import ctypes
import platform
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_LARGEST_BLOCK: Final = 32 * 2**20  # bytes; glibc takes no larger threshold
_MOST_KEPT: Final = 256 * 2**20  # bytes that are free at the end of the heap


def keep_freed_memory() -> bool:
    """Let the process keep blocks of up to 32 MiB that it frees, 256 MiB in all.

    Returns:
        Whether it does; False where the C library is not glibc.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    wanted = ((_M_MMAP_THRESHOLD, _LARGEST_BLOCK), (_M_TRIM_THRESHOLD, _MOST_KEPT))
    return all(mallopt(option, size) == 1 for option, size in wanted)
