"""What moderators decide about withheld pictures, carried out; Discord is told afterwards."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from bot.policy.refusals import CaseClosedError, CaseUnknownError
from db.aftermath import wish_rewrites
from db.bans import ban_user
from db.images import read_image
from db.reviews import close_flag, read_flag, show_image
from db.strikes import add_strike, forgive_job
from db.verdicts import close_appeals, flags_of_job

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.clock import Clock
    from bot.files.quarantine import Quarantine
    from bot.files.storage import Storage
    from db.connection import Database
    from db.tables import Image, ModerationFlag

BAN_BY_BUTTON: Final = dt.timedelta(days=7)
BAN_REASON: Final = "a withheld picture"  # a phrase of every catalogue


class Decisions:
    """Approves and denies.

    Args:
        database: Where everything stands.
        quarantine: Where withheld pictures are.
        storage: Where shown ones go.
        clock: The time.
        changed: Called after each decision, so that it holds and is told at once.
    """

    def __init__(
        self,
        *,
        database: Database,
        quarantine: Quarantine,
        storage: Storage,
        clock: Clock,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._quarantine = quarantine
        self._storage = storage
        self._clock = clock
        self._changed = changed

    async def approve(self, flag_id: int, *, guild_id: int | None, actor_id: int | None) -> bool:
        """Let a withheld picture be seen, take its strike back, and have it shown in its message.

        Returns:
            False where the picture was not kept, so that there is nothing to show.

        Raises:
            bot.policy.refusals.CaseUnknownError: There is no such flag here.
            bot.policy.refusals.CaseClosedError: It was decided already.
        """
        image = await self._image_of(flag_id, guild_id)
        data = await self._quarantine.read(image.job_id, image.index, image.sha256)
        file = await self._storage.store(image.job_id, image.index, data) if data else None
        by: dict[str, Any] = {"actor_id": actor_id, "now": self._clock.now()}
        async with self._database.begin() as session:
            flag = await _close(session, flag_id, "approved", guild_id=guild_id, **by)
            if file is not None:
                await show_image(session, image.id, file)
                await wish_rewrites(session, [image.job_id], now=by["now"])
            await forgive_job(session, image.job_id, **by)
            await _answer(session, flag, "accepted", **by)
        await self._changed()
        return file is not None

    async def deny(
        self,
        flag_id: int,
        *,
        guild_id: int | None,
        actor_id: int | None,
        also: str = "",
    ) -> None:
        """Keep a picture from being seen.

        Args:
            flag_id: Its flag.
            guild_id: Whose moderators decide.
            actor_id: Who; None is the operator.
            also: ``strike`` gives one, ``ban`` closes drawing for seven days.

        Raises:
            bot.policy.refusals.CaseUnknownError: There is no such flag here.
            bot.policy.refusals.CaseClosedError: It was decided already.
        """
        await self._image_of(flag_id, guild_id)
        by: dict[str, Any] = {"actor_id": actor_id, "now": self._clock.now()}
        async with self._database.begin() as session:
            flag = await _close(session, flag_id, "denied", guild_id=guild_id, **by)
            about = {"guild_id": guild_id, **by}
            if also == "strike":
                await add_strike(
                    session, flag.user_id, weight=1.0, reason="moderator", job_id=None, **about
                )
            elif also == "ban":
                until = by["now"] + BAN_BY_BUTTON
                await ban_user(session, flag.user_id, reason=BAN_REASON, expires_at=until, **about)
            await _answer(session, flag, "rejected", **by)
        await self._changed()

    async def _image_of(self, flag_id: int, guild_id: int | None) -> Image:
        async with self._database.read() as session:
            flag = await read_flag(session, flag_id)
            if flag is None or flag.guild_id != guild_id or flag.image_id is None:
                raise CaseUnknownError
            if flag.review != "open":
                raise CaseClosedError
            image = await read_image(session, flag.image_id)
        if image is None:
            raise CaseUnknownError
        return image


async def _close(session: AsyncSession, flag_id: int, verdict: str, **by: Any) -> ModerationFlag:
    flag = await close_flag(session, flag_id, verdict, **by)
    if flag is None:
        raise CaseClosedError
    return flag


async def _answer(session: AsyncSession, flag: ModerationFlag, verdict: str, **by: Any) -> None:
    """Close what was appealed against a flag's job, once none of its pictures waits."""
    if not any(one.review == "open" for one in await flags_of_job(session, flag.job_id)):
        await close_appeals(session, "job", flag.job_id, verdict, guild_id=flag.guild_id, **by)
