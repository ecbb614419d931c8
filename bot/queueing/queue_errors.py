"""Why the queue takes no job or gives none up; a branch of ``bot.errors``."""

from __future__ import annotations

from bot.errors import RefusedError


class GuildQueueFullError(RefusedError):
    """So many jobs of this guild wait already that it has no room for another one."""

    code = "guild_queue_full"

    def __init__(self, *, waiting: int) -> None:
        super().__init__(f"{waiting} jobs of this guild are waiting")
        self.waiting = waiting


class DrainingError(RefusedError):
    """The operator is about to upgrade: what runs is finished and nothing new is taken."""

    code = "draining"


class CancelForbiddenError(RefusedError):
    """Only its person and moderators cancel a job."""

    code = "cancel_forbidden"


class CancelTooLateError(RefusedError):
    """The job has ended, or its pictures are drawn and on their way."""

    code = "cancel_too_late"
