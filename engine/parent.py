"""A child process that never outlives its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h


def end_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process ``number`` when its parent dies, however it dies.

    Made for ``preexec_fn``: call it in the child before anything else. Does nothing where the
    kernel is not Linux; the parent's own clean-up is all there is then.

    Source: prctl(2), PR_SET_PDEATHSIG.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() == 1:  # the parent died before the call
        os.kill(os.getpid(), number)
