"""Which pictures go in a takedown, and their removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from db.audit import record_action
from db.tables import Image, Job, ModerationFlag

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

MAX_GENERATIONS = 100
"""How far descendants are followed; nobody presses a button that often on one picture."""


async def images_of_user(
    session: AsyncSession, user_id: int, guild_id: int | None, since: dt.datetime
) -> list[Image]:
    """List a person's pictures in a guild that were drawn since an instant."""
    found = select(Image).join(Job, Job.id == Image.job_id).order_by(Image.id)
    own = (Job.user_id == user_id, Job.guild_id == guild_id, Image.created_at >= since)
    return list(await session.scalars(found.where(*own, Image.action != "removed")))


async def guilds_of_user(session: AsyncSession, user_id: int) -> list[int | None]:
    """List where a person has asked for pictures; None stands for outside of guilds."""
    found = select(Job.guild_id).where(Job.user_id == user_id).distinct().order_by(Job.guild_id)
    return list(await session.scalars(found))


async def derived_images(
    session: AsyncSession,
    job_id: int,
    index: int | None,
    *,
    guild_id: int | None,
    has_derived: bool,
) -> list[Image]:
    """List a job's pictures, or one of them, and what was made from it in the same guild."""
    first = select(Image).join(Job, Job.id == Image.job_id)
    first = first.where(Job.id == job_id, Job.guild_id == guild_id).order_by(Image.id)
    if index is not None:
        first = first.where(Image.index == index)
    found = list(await session.scalars(first))
    known = {image.id for image in found}
    generation = list(found)
    for _ in range(MAX_GENERATIONS if has_derived else 0):
        if not generation:
            break
        parents = [image.id for image in generation]
        children = select(Image).join(Job, Job.id == Image.job_id)
        children = children.where(Job.parent_image_id.in_(parents), Job.guild_id == guild_id)
        generation = [one for one in await session.scalars(children) if one.id not in known]
        known.update(one.id for one in generation)
        found += generation
    return [image for image in found if image.action != "removed"]


async def remove_images(
    session: AsyncSession,
    images: Sequence[Image],
    *,
    guild_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> list[Job]:
    """Mark pictures as removed, close their reviews, and log each.

    Args:
        session: In a write transaction; the caller commits, then deletes the files.
        images: Which.
        guild_id: Where.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.

    Returns:
        Their jobs, whose messages have to be written anew, once they have ended.
    """
    ids = [image.id for image in images]
    without = {"synchronize_session": False}
    await session.execute(
        update(Image).where(Image.id.in_(ids)).values(file=None, is_clean=False, action="removed"),
        execution_options=without,
    )
    await session.execute(
        update(ModerationFlag)
        .where(ModerationFlag.image_id.in_(ids), ModerationFlag.review == "open")
        .values(review="denied"),
        execution_options=without,
    )
    for image in images:
        await record_action(
            session,
            "takedown",
            guild_id=guild_id,
            actor_id=actor_id,
            job_id=image.job_id,
            image_id=image.id,
            now=now,
        )
    shown_by = select(Job).where(Job.id.in_({image.job_id for image in images}))
    return list(await session.scalars(shown_by))
