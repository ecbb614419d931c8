"""Which process looks after a job, told apart from those that are gone."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path
from typing import Final

BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
PID_NAMESPACE: Final = Path("/proc/self/ns/pid")


def new_owner() -> str:
    """Return the name under which this process takes leases: ``host:pid:nonce``."""
    return f"{_host()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_gone(owner: str, *, me: str) -> bool:
    """Return whether ``owner`` certainly runs no more, so that its leases need not run out.

    Only processes whose ids mean the same as ours can be judged: those of this start of this
    machine, in this container. A process id may be somebody else's by now; the lease's own end is
    then what is waited for.
    """
    host, _, rest = owner.partition(":")
    pid, _, _ = rest.partition(":")
    my_host, my_pid, _ = me.split(":")
    if owner == me or host != my_host or not pid.isdigit():
        return False
    return pid == my_pid or not _is_running(int(pid))


def _host() -> str:
    """Return the host's name with what tells apart machines and containers of equal names."""
    try:
        boot = BOOT_ID.read_text().strip().replace("-", "")
        namespace = str(PID_NAMESPACE.stat().st_ino)
    except OSError:  # no Linux: then every process is a host of its own, and none is judged
        boot, namespace = secrets.token_hex(16), "0"
    return f"{socket.gethostname()}-{boot}-{namespace}"


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
