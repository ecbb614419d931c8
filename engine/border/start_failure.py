"""Why an engine process ended, as an exit code and as one line that people and parents read."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

EXIT_UNAVAILABLE: Final = 69  # sysexits.h EX_UNAVAILABLE: the socket is taken or cannot be made
EXIT_BROKEN: Final = 70  # sysexits.h EX_SOFTWARE: a bug; starting again may help
EXIT_CONFIG: Final = 78  # sysexits.h EX_CONFIG: starting again cannot help

_LINE = re.compile(
    r"^engine \[(?P<code>\w+)\] (?P<reason>.*?)(?: What to do: (?P<remedy>.*))?$", re.MULTILINE
)


class StartFailure(NamedTuple):
    """What keeps an engine from serving.

    Attributes:
        code: Stable snake_case name.
        reason: What is wrong, on one line.
        remedy: What to do about it; empty when nobody knows.
        exit_code: What the process ends with.
    """

    code: str
    reason: str
    remedy: str = ""
    exit_code: int = EXIT_CONFIG

    def line(self) -> str:
        """Word it on one line, as ``read_failure`` understands it."""
        reason = " ".join(self.reason.split())
        remedy = f" What to do: {' '.join(self.remedy.split())}" if self.remedy else ""
        return f"engine [{self.code}] {reason}{remedy}"


def read_failure(output: str, exit_code: int) -> StartFailure:
    """Find out from its last output why a process ended."""
    found = list(_LINE.finditer(output))
    if not found:
        how = f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
        return StartFailure("engine_lost", f"the engine process ended with {how}", "", exit_code)
    remedy = found[-1]["remedy"] or ""
    reasons = "; ".join(dict.fromkeys(match["reason"] for match in found))
    return StartFailure(found[-1]["code"], reasons, remedy, exit_code)
