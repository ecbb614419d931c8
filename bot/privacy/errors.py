"""What can keep people from a copy of their data; a branch of ``bot.errors``."""

from __future__ import annotations

from bot.errors import RefusedError


class ExportRunningError(RefusedError):
    """This person's last export is still being made."""

    code = "export_running"


class ExportTooLargeError(RefusedError):
    """An export of more parts than can be sent in Discord; the operator can make it.

    Attributes:
        max_parts: How many can be sent.
    """

    code = "export_too_large"

    def __init__(self, *, max_parts: int) -> None:
        super().__init__(f"more than {max_parts} parts")
        self.max_parts = max_parts
