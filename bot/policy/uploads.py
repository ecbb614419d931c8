"""What happens to pictures that people bring: the policy for drawn ones holds for them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.files.upload_errors import UploadWithheldError
from bot.policy.pictures import Action, decide
from db.audit import record_action
from db.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.policy.gate import Asking
    from bot.policy.memory import PolicyMemory
    from bot.policy.pictures import Decision
    from db.connection import Database
    from engine.protocol import Verdict

log = structlog.stdlib.get_logger(__name__)


class UploadPolicy:
    """Lets uploads in, masks among them, or refuses them and writes that down.

    Args:
        memory: What is known about guilds and people.
        database: Where refusals are recorded.
        clock: The time.
        is_restricted: Says whether a channel is age-restricted.
    """

    def __init__(
        self,
        memory: PolicyMemory,
        *,
        database: Database,
        clock: Clock,
        is_restricted: Callable[[int | None, int], bool],
    ) -> None:
        self._memory = memory
        self._database = database
        self._clock = clock
        self._is_restricted = is_restricted

    async def check(self, asking: Asking, verdict: Verdict) -> None:
        """Refuse an upload that would not be posted here if it had been drawn.

        Raises:
            bot.policy.refusals.PolicyUnknownError: Nothing is known, so nothing is let in.
            bot.files.upload_errors.UploadWithheldError: The classifier or the guild objects to it.
        """
        decision = decide(
            verdict,
            self._memory.known.guild(asking.guild_id).pictures,
            is_restricted=self._is_restricted(asking.guild_id, asking.channel_id),
        )
        if decision.action is Action.POST:
            return
        await self._record(asking, verdict, decision)
        raise UploadWithheldError

    async def _record(self, asking: Asking, verdict: Verdict, decision: Decision) -> None:
        """Write a refusal down; a database that is away does not let the upload in."""
        try:
            async with self._database.begin() as session:
                await record_action(
                    session,
                    "refuse_upload",
                    guild_id=asking.guild_id,
                    actor_id=None,
                    user_id=asking.user_id,
                    now=self._clock.now(),
                    interaction_id=str(asking.interaction_id),
                    reason=decision.reason,
                    category=decision.category,
                    score=decision.score,
                    threshold=decision.threshold,
                    classifier=verdict.classifier,
                    policy_version=decision.policy_version,
                )
        except DatabaseError as error:
            log.error("upload_refusal_unrecorded", error_code=error.code)  # noqa: TRY400  no bug
