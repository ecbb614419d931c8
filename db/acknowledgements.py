"""Public answers that are on their way while their jobs are not committed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from db.inserts import insert_unless_there
from db.tables import Acknowledgement, Job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession


async def note_acknowledgement(
    session: AsyncSession, interaction_id: int, *, channel_id: int, owner: str, now: dt.datetime
) -> None:
    """Note that a command is being answered in public, before anything else of it is stored."""
    values = {
        "interaction_id": interaction_id,
        "channel_id": channel_id,
        "owner": owner,
        "created_at": now,
    }
    await insert_unless_there(session, Acknowledgement, values, key=("interaction_id",))


async def settle_acknowledgement(session: AsyncSession, interaction_id: int) -> None:
    """Forget an answer whose job is committed, or that was taken back or set right."""
    settled = delete(Acknowledgement).where(Acknowledgement.interaction_id == interaction_id)
    await session.execute(settled)


async def open_acknowledgements(session: AsyncSession, *, limit: int) -> list[Acknowledgement]:
    """List the answers that nothing has come of yet, the oldest first."""
    waiting = select(Acknowledgement).order_by(Acknowledgement.created_at).limit(limit)
    return list(await session.scalars(waiting))


async def acknowledged_jobs(
    session: AsyncSession, interaction_ids: Collection[int]
) -> frozenset[int]:
    """Return those of the interactions that have a job after all."""
    found = select(Job.interaction_id).where(Job.interaction_id.in_(interaction_ids))
    return frozenset(await session.scalars(found))
