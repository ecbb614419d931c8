"""What moderators note about people and their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from db.audit import record_action
from db.inserts import fitting
from db.tables import ModerationNote

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def add_note(
    session: AsyncSession,
    words: str,
    *,
    guild_id: int | None,
    user_id: int,
    job_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> ModerationNote:
    """Note something for a guild's moderators; the log says that, and not what.

    Args:
        session: In a write transaction; the caller commits.
        words: Cut where they are longer than their column.
        guild_id: Whose moderators read it; None: the operator.
        user_id: Whom it is about.
        job_id: Which job it is about; None: the person.
        actor_id: Who noted it; None is the operator.
        now: The present instant, aware.
    """
    note = ModerationNote(
        guild_id=guild_id,
        user_id=user_id,
        job_id=job_id,
        words=fitting(words, ModerationNote.words),
        created_by=actor_id,
        created_at=now,
    )
    session.add(note)
    await session.flush()
    await record_action(
        session,
        "note",
        guild_id=guild_id,
        actor_id=actor_id,
        user_id=user_id,
        job_id=job_id,
        now=now,
        note_id=note.id,
    )
    return note


async def list_notes(
    session: AsyncSession,
    guild_id: int | None,
    *,
    user_id: int | None = None,
    job_id: int | None = None,
    limit: int,
) -> list[ModerationNote]:
    """List a guild's notes about a person or a job, the newest first."""
    found = select(ModerationNote).where(ModerationNote.guild_id.is_not_distinct_from(guild_id))
    if user_id is not None:
        found = found.where(ModerationNote.user_id == user_id)
    if job_id is not None:
        found = found.where(ModerationNote.job_id == job_id)
    return list(await session.scalars(found.order_by(ModerationNote.id.desc()).limit(limit)))
