"""Decides appeals: what was decided before is taken back, or stays, and the appellant hears."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from bot.policy.refusals import CaseClosedError, CaseUnknownError
from db.bans import unban_user
from db.reviews import read_refusal
from db.strikes import forgive_job, forgive_user
from db.verdicts import close_appeals, read_appeal, reopen_flags

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.clock import Clock
    from bot.moderation.decisions import Decisions
    from db.connection import Database
    from db.tables import ModerationFlag
    from db.tables_moderation import Appeal

STRIKES = frozenset({"timed_out", "slowed_down"})


class AppealDesk:
    """Carries out what moderators decide about appeals."""

    def __init__(
        self,
        *,
        database: Database,
        decisions: Decisions,
        clock: Clock,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._decisions = decisions
        self._clock = clock
        self._changed = changed

    async def accept(self, appeal_id: int, *, guild_id: int | None, actor_id: int | None) -> None:
        """Take back what was decided: pictures are shown, strikes forgiven, a ban lifted.

        A rule that refused a prompt stays; moderators change it with /mod rules.

        Raises:
            bot.policy.refusals.CaseUnknownError: There is no such appeal here.
            bot.policy.refusals.CaseClosedError: It was decided already.
        """
        by: dict[str, Any] = {"actor_id": actor_id, "now": self._clock.now()}
        async with self._database.begin() as session:
            appeal = await self._close(session, appeal_id, "accepted", guild_id=guild_id, **by)
            flags: list[ModerationFlag] = []
            if appeal.subject == "job":
                await forgive_job(session, appeal.subject_id, **by)
                flags = await reopen_flags(session, appeal.subject_id)
            else:
                await _take_back(session, appeal, by)
        await self._changed()
        for flag in flags:
            with contextlib.suppress(CaseClosedError):  # another moderator was quicker
                await self._decisions.approve(flag.id, guild_id=guild_id, actor_id=actor_id)

    async def reject(self, appeal_id: int, *, guild_id: int | None, actor_id: int | None) -> None:
        """Let what was decided stay.

        Raises:
            bot.policy.refusals.CaseUnknownError: There is no such appeal here.
            bot.policy.refusals.CaseClosedError: It was decided already.
        """
        by: dict[str, Any] = {"actor_id": actor_id, "now": self._clock.now()}
        async with self._database.begin() as session:
            await self._close(session, appeal_id, "rejected", guild_id=guild_id, **by)
        await self._changed()

    async def _close(
        self, session: AsyncSession, appeal_id: int, verdict: str, **by: Any
    ) -> Appeal:
        found = await read_appeal(session, appeal_id)
        if found is None or found.guild_id != by["guild_id"]:
            raise CaseUnknownError
        closed = await close_appeals(session, found.subject, found.subject_id, verdict, **by)
        if not closed:
            raise CaseClosedError
        return closed[0]


async def _take_back(session: AsyncSession, appeal: Appeal, by: dict[str, Any]) -> None:
    refusal = await read_refusal(session, appeal.subject_id)
    if refusal is None:
        return
    if refusal.code == "banned":
        await unban_user(session, refusal.user_id, guild_id=refusal.guild_id, **by)
    elif refusal.code in STRIKES:
        await forgive_user(session, refusal.user_id, guild_id=refusal.guild_id, **by)
