"""Which process looks after a job, told apart from those that are gone."""

from __future__ import annotations

import os
import secrets
import socket


def new_owner() -> str:
    """Return the name under which this process takes leases: ``host:pid:nonce``."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_gone(owner: str, *, me: str) -> bool:
    """Return whether ``owner`` certainly runs no more, so that its leases need not run out.

    Only processes of this host can be judged. A process id may be somebody else's by now; the
    lease's own end is then what is waited for.
    """
    host, _, rest = owner.partition(":")
    pid, _, _ = rest.partition(":")
    my_host, my_pid, _ = me.split(":")
    if owner == me or host != my_host or not pid.isdigit():
        return False
    return pid == my_pid or not _is_running(int(pid))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
