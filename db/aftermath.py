"""What decisions leave to be told: messages to write anew, reports and appeals to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select, update

from db.inserts import insert_unless_there
from db.tables import Job, Rewrite
from db.tables_moderation import Appeal, Report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncSession

WITHOUT: Final[dict[str, Any]] = {"synchronize_session": False}


async def wish_rewrites(session: AsyncSession, job_ids: Iterable[int], *, now: dt.datetime) -> None:
    """Ask that the messages of jobs show what their rows say; once more where it was asked."""
    for job_id in job_ids:
        values = {"job_id": job_id, "wished_at": now}
        if await insert_unless_there(session, Rewrite, values, key=("job_id",)) is None:
            again = update(Rewrite).where(Rewrite.job_id == job_id).values(wished_at=now)
            await session.execute(again, execution_options=WITHOUT)


async def open_rewrites(session: AsyncSession, *, limit: int) -> list[tuple[Job, Rewrite]]:
    """List ended jobs whose messages are to be written anew, the longest waiting first."""
    found = select(Job, Rewrite).join(Rewrite, Rewrite.job_id == Job.id)
    found = found.where(Job.ended_at.is_not(None)).order_by(Rewrite.wished_at).limit(limit)
    return [(row[0], row[1]) for row in await session.execute(found)]


async def settle_rewrite(session: AsyncSession, rewrite: Rewrite) -> None:
    """Forget a wish that came true; one that was renewed meanwhile stays."""
    same = (Rewrite.job_id == rewrite.job_id, Rewrite.wished_at == rewrite.wished_at)
    await session.execute(delete(Rewrite).where(*same), execution_options=WITHOUT)


async def untold_reports(session: AsyncSession, *, limit: int) -> list[Report]:
    """List decided reports whose reporter has not been told."""
    untold = select(Report).where(Report.state != "open", Report.told_at.is_(None))
    return list(await session.scalars(untold.order_by(Report.id).limit(limit)))


async def untold_appeals(session: AsyncSession, *, limit: int) -> list[Appeal]:
    """List decided appeals whose appellant has not been told."""
    untold = select(Appeal).where(Appeal.state != "open", Appeal.told_at.is_(None))
    return list(await session.scalars(untold.order_by(Appeal.id).limit(limit)))


async def note_told(
    session: AsyncSession, table: type[Report | Appeal], ids: Iterable[int], *, now: dt.datetime
) -> None:
    """Note that people were told, or cannot be."""
    told = update(table).where(table.id.in_(list(ids)))
    await session.execute(told.values(told_at=now), execution_options=WITHOUT)
