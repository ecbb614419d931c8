"""How reports and appeals end: by a moderator's decision, once, with an entry in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from db.audit import record_action
from db.tables import ModerationFlag
from db.tables_moderation import Appeal, Report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession

RETURNED = {"synchronize_session": False, "populate_existing": True}


async def close_reports(
    session: AsyncSession,
    image_ids: Collection[int],
    verdict: str,
    *,
    guild_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> list[Report]:
    """Close the open reports of pictures.

    open -> removed, kept

    Args:
        session: In a write transaction; the caller commits, then tells the reporters.
        image_ids: Which pictures.
        verdict: ``removed`` or ``kept``.
        guild_id: Whose.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.

    Returns:
        Those that were open.
    """
    closing = (
        update(Report)
        .where(Report.image_id.in_(image_ids), Report.state == "open")
        .where(Report.guild_id.is_not_distinct_from(guild_id))
        .values(state=verdict)
        .returning(Report)
        .execution_options(**RETURNED)
    )
    reports = list(await session.scalars(closing))
    for report in reports:
        await record_action(
            session,
            "close_report",
            guild_id=guild_id,
            actor_id=actor_id,
            job_id=report.job_id,
            image_id=report.image_id,
            now=now,
            report_id=report.id,
            verdict=verdict,
        )
    return reports


async def close_appeals(
    session: AsyncSession,
    subject: str,
    subject_id: int,
    verdict: str,
    *,
    guild_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> list[Appeal]:
    """Close the open appeals about one thing.

    open -> accepted, rejected

    Args:
        session: In a write transaction; the caller commits, then tells the appellants.
        subject: ``refusal`` or ``job``.
        subject_id: Which.
        verdict: ``accepted`` or ``rejected``.
        guild_id: Whose.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.

    Returns:
        Those that were open.
    """
    closing = (
        update(Appeal)
        .where(Appeal.subject == subject, Appeal.subject_id == subject_id)
        .where(Appeal.state == "open", Appeal.guild_id.is_not_distinct_from(guild_id))
        .values(state=verdict)
        .returning(Appeal)
        .execution_options(**RETURNED)
    )
    appeals = list(await session.scalars(closing))
    for appeal in appeals:
        await record_action(
            session,
            "close_appeal",
            guild_id=guild_id,
            actor_id=actor_id,
            user_id=appeal.user_id,
            job_id=subject_id if subject == "job" else None,
            now=now,
            appeal_id=appeal.id,
            verdict=verdict,
        )
    return appeals


async def read_appeal(session: AsyncSession, appeal_id: int) -> Appeal | None:
    """Return the appeal, or None."""
    return await session.get(Appeal, appeal_id, populate_existing=True)


async def open_reports(session: AsyncSession, *, limit: int) -> list[Report]:
    """List reports that wait for a decision, the oldest first."""
    found = select(Report).where(Report.state == "open").order_by(Report.id).limit(limit)
    return list(await session.scalars(found))


async def open_appeals(session: AsyncSession, *, limit: int) -> list[Appeal]:
    """List appeals that wait for a decision, the oldest first."""
    found = select(Appeal).where(Appeal.state == "open").order_by(Appeal.id).limit(limit)
    return list(await session.scalars(found))


async def reports_of_job(session: AsyncSession, job_id: int) -> list[Report]:
    """List what was ever reported about a job's pictures."""
    found = select(Report).where(Report.job_id == job_id).order_by(Report.id)
    return list(await session.scalars(found))


async def flags_of_job(session: AsyncSession, job_id: int) -> list[ModerationFlag]:
    """List the flags of a job's pictures."""
    found = select(ModerationFlag).where(ModerationFlag.job_id == job_id)
    return list(await session.scalars(found.order_by(ModerationFlag.id)))


async def reopen_flags(session: AsyncSession, job_id: int) -> list[ModerationFlag]:
    """Let denied pictures of a job be decided anew; those of special care stay closed.

    denied -> open

    Returns:
        All that are open then.
    """
    reopened = update(ModerationFlag).where(
        ModerationFlag.job_id == job_id, ModerationFlag.review == "denied"
    )
    await session.execute(
        reopened.values(review="open"), execution_options={"synchronize_session": False}
    )
    return [flag for flag in await flags_of_job(session, job_id) if flag.review == "open"]
