"""How an arrow of the job graph becomes one conditional statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, select, update

from db.job_graph import JobState, sources_of
from db.tables import Job

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

NO_LEASE: Final[dict[str, Any]] = {"lease_owner": None, "lease_expires_at": None}


def lock_first(
    *conditions: ColumnElement[bool], order: tuple[Any, ...] = (Job.id,)
) -> ScalarSelect[int]:
    """Pick the first in an order; PostgreSQL locks it and skips rows that others have locked."""
    first = select(Job.id).where(*conditions).order_by(*order).limit(1)
    return first.with_for_update(skip_locked=True).scalar_subquery()


async def move(
    session: AsyncSession, target: JobState, *conditions: ColumnElement[bool], **values: Any
) -> Job | None:
    """Move at most one job along an arrow of the graph, and return it as it is now."""
    moved = (
        update(Job)
        .where(Job.state.in_(sources_of(target)), *conditions)
        .values(state=target, **values)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return (await session.scalars(moved)).one_or_none()


async def move_all(
    session: AsyncSession, target: JobState, *conditions: ColumnElement[bool], **values: Any
) -> list[int]:
    """Move every job that fits and that nobody else has locked; the lease ends."""
    free = select(Job.id).where(*conditions).with_for_update(skip_locked=True)
    moved = (
        update(Job)
        .where(Job.id.in_(free), *conditions, Job.state.in_(sources_of(target)))
        .values(state=target, **NO_LEASE, **values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(await session.scalars(moved))
