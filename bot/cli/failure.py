"""How a command that fails ends: which lines, and which exit code.

The codes are those of sysexits.h: 64 when what was asked for cannot be done, 69 when something
needed is away, 70 when the engine failed, 78 when the configuration has to be changed.
"""

from __future__ import annotations

from typing import Final

from bot.errors import RefusedError
from bot.text import ENGLISH
from engine.errors import EngineStartError, RequestFailedError, RequestRejectedError
from engine.toml_settings import ConfigError

EX_USAGE: Final = 64
EX_UNAVAILABLE: Final = 69
EX_SOFTWARE: Final = 70
EX_CONFIG: Final = 78


class UnavailableError(Exception):
    """Something that the command needs is away: a port, a process, a server.

    Attributes:
        remedy: What to do about it, as one sentence.
    """

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def exit_code_of(error: Exception) -> int | None:
    """Return the exit code for a failure that the operator can mend, or None for a bug."""
    if isinstance(error, ConfigError | EngineStartError):
        return EX_CONFIG
    if isinstance(error, RequestRejectedError):
        return EX_USAGE
    if isinstance(error, RequestFailedError):
        return EX_SOFTWARE
    if isinstance(error, RefusedError):
        return EX_USAGE
    if isinstance(error, UnavailableError):
        return EX_UNAVAILABLE
    code = getattr(error, "exit_code", None)
    return code if isinstance(code, int) else None


def lines_of(error: Exception) -> list[str]:
    """Word a failure for the terminal: what happened, then what to do."""
    if isinstance(error, RefusedError):
        return [ENGLISH.explain(error.code, error.facts)]
    remedy = getattr(error, "remedy", "")
    return [*str(error).splitlines(), *([f"→ {remedy}"] if remedy else [])]
