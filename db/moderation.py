"""The record of verdicts that were not clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from db.inserts import fitting, insert_unless_there
from db.tables import Image, ModerationFlag

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def record_flag(
    session: AsyncSession,
    *,
    image_id: int,
    job_id: int,
    guild_id: int | None,
    user_id: int,
    category: str,
    score: float,
    threshold: float,
    classifier: str,
    action: str,
    reason: str = "",
    policy_version: str = "",
    review: str = "closed",
    now: dt.datetime,
) -> ModerationFlag:
    """Record one flagged image; the same image again changes nothing.

    Args:
        session: The transaction that also records the image; the caller commits.
        image_id: Which image.
        job_id: Its job.
        guild_id: Where it was asked for; None outside of guilds.
        user_id: Who asked.
        category: The worst category over its threshold; like ``classifier``, cut where it is
            longer than its column, since a flag must never be refused.
        score: That category's score.
        threshold: What the score was held against.
        classifier: Who judged.
        action: What was done: ``spoiler``, ``withhold`` or ``quarantine``.
        reason: Why, as a code that ``bot.text`` words.
        policy_version: Which policy, and which settings of the guild, decided.
        review: ``open`` where moderators are to look at it.
        now: The present instant, aware.
    """
    values = {
        "image_id": image_id,
        "job_id": job_id,
        "guild_id": guild_id,
        "user_id": user_id,
        "category": fitting(category, ModerationFlag.category),
        "score": score,
        "threshold": threshold,
        "classifier": fitting(classifier, ModerationFlag.classifier),
        "action": action,
        "reason": fitting(reason, ModerationFlag.reason),
        "policy_version": fitting(policy_version, ModerationFlag.policy_version),
        "review": review,
        "created_at": now,
    }
    flag = await insert_unless_there(session, ModerationFlag, values, key=("image_id",))
    if flag is not None:
        return flag
    same = select(ModerationFlag).where(ModerationFlag.image_id == image_id)
    return (await session.scalars(same)).one()


async def judged_categories(session: AsyncSession) -> list[str]:
    """List the categories by which the newest picture was judged; empty where none was."""
    newest = select(Image.scores).order_by(Image.id.desc()).limit(1)
    return sorted((await session.scalars(newest)).one_or_none() or {})
