"""Messages that show pictures once more, so that what is taken back goes there too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select

from db.inserts import insert_unless_there
from db.tables import Copy, Image, Job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession


class StaleCopy(NamedTuple):
    """A message that shows what was taken back.

    Attributes:
        message_id: The message.
        channel_id: Where it stands.
        guild_id: In which guild, if any.
        locale: Of the job, in which its channel was spoken to.
    """

    message_id: int
    channel_id: int
    guild_id: int | None
    locale: str


async def record_copy(
    session: AsyncSession,
    message_id: int,
    image_ids: Collection[int],
    *,
    channel_id: int,
    guild_id: int | None,
    now: dt.datetime,
) -> None:
    """Note that a message shows pictures; those whose rows have gone meanwhile are left out.

    Noting them again changes nothing.
    """
    there = await session.scalars(select(Image.id).where(Image.id.in_(image_ids)))
    about = {
        "message_id": message_id,
        "channel_id": channel_id,
        "guild_id": guild_id,
        "created_at": now,
    }
    for image_id in there:
        values = {**about, "image_id": image_id}
        await insert_unless_there(session, Copy, values, key=("message_id", "image_id"))


async def stale_copies(session: AsyncSession, *, limit: int, after_id: int = 0) -> list[StaleCopy]:
    """List messages that show a picture which was taken back, by their ids."""
    found = (
        select(Copy.message_id, Copy.channel_id, Copy.guild_id, Job.locale)
        .join(Image, Image.id == Copy.image_id)
        .join(Job, Job.id == Image.job_id)
        .where(is_taken_back(), Copy.message_id > after_id)
        .distinct()
        .order_by(Copy.message_id)
        .limit(limit)
    )
    return [StaleCopy(*row) for row in await session.execute(found)]


async def forget_copy(session: AsyncSession, message_id: int) -> None:
    """Forget a message that shows nothing any more, or that nobody reaches."""
    gone = delete(Copy).where(Copy.message_id == message_id)
    await session.execute(gone.execution_options(synchronize_session=False))


def is_taken_back() -> ColumnElement[bool]:
    """Tell whether the image of the enclosing query was deleted, or removed by moderators."""
    return or_(Image.deleted_at.is_not(None), Image.action == "removed")
