"""A child process that never outlives its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def end_with_parent(
    number: signal.Signals = signal.SIGTERM, *, parent_pid: int | None = None
) -> None:
    """Ask the kernel to send this process ``number`` when its parent dies, however it dies.

    Call it in the child before anything else. Does nothing where the kernel is not Linux; the
    parent's own clean-up is all there is then.

    Args:
        number: The signal to get.
        parent_pid: Whose death counts; one that died before the call is noticed with it. In a
            container the parent may well be process 1, so that alone tells nothing.

    Source: prctl(2), PR_SET_PDEATHSIG.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if parent_pid is not None and os.getppid() != parent_pid:
        os.kill(os.getpid(), number)
