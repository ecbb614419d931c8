"""The processes below a process, as Linux knows them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PROCESSES: Final = Path("/proc")


def children_of(pid: int) -> list[int]:
    """Return the ids of a process's children; those of one that is gone are none."""
    found: list[int] = []
    try:
        for task in (PROCESSES / str(pid) / "task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):
        return found
    return found


def command_of(pid: int) -> list[str]:
    """Return a process's command line; that of one that is gone is empty."""
    try:
        return (PROCESSES / str(pid) / "cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def engines_of(bot_pid: int) -> list[int]:
    """Return the engines that a bot has started."""
    return [pid for pid in children_of(bot_pid) if "engine" in command_of(pid)]
