"""What waits for a moderator's word: withheld pictures, appeals and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from db.audit import record_action
from db.inserts import insert_unless_there
from db.tables import Image, ModerationFlag
from db.tables_moderation import Appeal, Refusal, Report

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def unposted_flags(session: AsyncSession, *, limit: int) -> list[ModerationFlag]:
    """List flags that wait for a decision and stand in no review channel yet."""
    found = select(ModerationFlag).where(
        ModerationFlag.review == "open", ModerationFlag.review_message_id.is_(None)
    )
    return list(await session.scalars(found.order_by(ModerationFlag.id).limit(limit)))


async def open_flags(
    session: AsyncSession, guild_id: int | None, *, limit: int
) -> list[ModerationFlag]:
    """List a guild's flags (None: of all) that wait for a decision, the oldest first."""
    found = select(ModerationFlag).where(ModerationFlag.review == "open")
    if guild_id is not None:
        found = found.where(ModerationFlag.guild_id == guild_id)
    return list(await session.scalars(found.order_by(ModerationFlag.id).limit(limit)))


async def count_flags(session: AsyncSession, guild_id: int | None, user_id: int) -> int:
    """Count how often pictures of a person were flagged in a guild."""
    own = (ModerationFlag.guild_id == guild_id, ModerationFlag.user_id == user_id)
    return (await session.scalars(select(func.count(ModerationFlag.id)).where(*own))).one()


async def read_flag(session: AsyncSession, flag_id: int) -> ModerationFlag | None:
    """Return the flag, or None."""
    return await session.get(ModerationFlag, flag_id, populate_existing=True)


async def note_review_message(
    session: AsyncSession, flag_id: int, *, channel_id: int, message_id: int
) -> None:
    """Note where moderators see a flag."""
    noted = update(ModerationFlag).where(ModerationFlag.id == flag_id)
    await session.execute(noted.values(review_channel_id=channel_id, review_message_id=message_id))


async def close_flag(
    session: AsyncSession,
    flag_id: int,
    verdict: str,
    *,
    guild_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> ModerationFlag | None:
    """Decide about a flag of this guild, once; of two moderators the first one does.

    Args:
        session: In a write transaction; the caller commits.
        flag_id: Which.
        verdict: ``approved`` or ``denied``.
        guild_id: Whose moderators decide.
        actor_id: Who.
        now: The present instant, aware.

    Returns:
        The flag, or None when there is none of theirs that waits.
    """
    closed = (
        update(ModerationFlag)
        .where(ModerationFlag.id == flag_id)
        .where(ModerationFlag.guild_id.is_not_distinct_from(guild_id))
        .where(ModerationFlag.review == "open")
        .values(review=verdict)
        .returning(ModerationFlag)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    flag = (await session.scalars(closed)).one_or_none()
    if flag is not None:
        await record_action(
            session,
            "approve" if verdict == "approved" else "deny",
            guild_id=guild_id,
            actor_id=actor_id,
            user_id=flag.user_id,
            job_id=flag.job_id,
            image_id=flag.image_id,
            now=now,
            flag_id=flag.id,
        )
    return flag


async def show_image(session: AsyncSession, image_id: int, file: str) -> None:
    """Let an approved picture be seen."""
    shown = update(Image).where(
        Image.id == image_id, Image.action == "withhold", Image.deleted_at.is_(None)
    )
    await session.execute(
        shown.values(file=file, is_clean=True, action="post"),
        execution_options={"synchronize_session": False},
    )


async def add_report(
    session: AsyncSession, image: Image, *, guild_id: int, user_id: int, now: dt.datetime
) -> str:
    """Note that a person wants a picture looked at.

    What moderators have let stay is not put up to them again: the report is noted as decided.

    Returns:
        ``open`` where moderators are to be told, ``kept`` where they have let it stay before,
        ``known`` where this person has said so before.
    """
    earlier = select(Report.id).where(Report.image_id == image.id, Report.state == "kept").limit(1)
    is_kept = (await session.scalars(earlier)).one_or_none() is not None
    values = {
        "guild_id": guild_id,
        "job_id": image.job_id,
        "image_id": image.id,
        "user_id": user_id,
        "reason": "",
        "state": "kept" if is_kept else "open",
        "created_at": now,
        "told_at": now if is_kept else None,
    }
    if not await insert_unless_there(session, Report, values, key=("image_id", "user_id")):
        return "kept" if is_kept else "known"
    await record_action(
        session,
        "report",
        guild_id=guild_id,
        actor_id=user_id,
        job_id=image.job_id,
        image_id=image.id,
        now=now,
    )
    return str(values["state"])


async def add_appeal(
    session: AsyncSession,
    subject: str,
    subject_id: int,
    *,
    guild_id: int | None,
    user_id: int,
    now: dt.datetime,
) -> Appeal | None:
    """Note an appeal; None when this person has appealed against it before.

    Args:
        session: In a write transaction; the caller commits.
        subject: ``refusal`` (its interaction) or ``job`` (its withheld pictures).
        subject_id: Which.
        guild_id: Whose moderators are asked.
        user_id: Who appeals.
        now: The present instant, aware.
    """
    values = {
        "guild_id": guild_id,
        "user_id": user_id,
        "subject": subject,
        "subject_id": subject_id,
        "words": "",
        "created_at": now,
    }
    key = ("subject", "subject_id", "user_id")
    appeal = await insert_unless_there(session, Appeal, values, key=key)
    if appeal is None:
        return None
    await record_action(
        session,
        "appeal",
        guild_id=guild_id,
        actor_id=user_id,
        user_id=user_id,
        job_id=subject_id if subject == "job" else None,
        now=now,
        subject=subject,
    )
    return appeal


async def read_refusal(session: AsyncSession, interaction_id: int) -> Refusal | None:
    """Return what was refused, or None."""
    return await session.get(Refusal, interaction_id)
