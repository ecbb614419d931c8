"""What has aged out: files of pictures, then the rows of jobs; nothing unfinished is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from db.base import Base
from db.job_graph import ENDS
from db.tables import CancelWish, Image, Job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

OWN: Final = frozenset({Image.__tablename__, CancelWish.__tablename__})  # these go with their job
YIELDING: Final = frozenset({"CASCADE", "SET NULL"})


class AgedPicture(NamedTuple):
    """A picture whose file may go."""

    image_id: int
    file: str


async def aged_pictures(
    session: AsyncSession, *, before: dt.datetime, limit: int
) -> list[AgedPicture]:
    """List pictures with a file whose jobs ended before an instant, the oldest first.

    A picture that an unfinished job starts from is left alone.
    """
    aged = (
        select(Image.id, Image.file)
        .join(Job, Job.id == Image.job_id)
        .where(Image.file.is_not(None), Job.ended_at < before, ~is_needed())
        .order_by(Image.id)
        .limit(limit)
    )
    return [AgedPicture(row[0], row[1]) for row in await session.execute(aged) if row[1]]


async def forget_files(session: AsyncSession, image_ids: Collection[int]) -> None:
    """Note that the files of pictures are gone; their recipes stay, to be drawn again."""
    forgotten = update(Image).where(Image.id.in_(image_ids)).values(file=None)
    await session.execute(forgotten.execution_options(synchronize_session=False))


async def aged_jobs(session: AsyncSession, *, before: dt.datetime, limit: int) -> list[int]:
    """List jobs that ended before an instant and whose rows may go, the oldest first.

    A job stays as long as somebody still has to be told of it, one of its files is there, an
    unfinished job starts from a picture of it, or another record, such as a moderator's, names it.
    """
    its_images = select(Image.id).where(Image.job_id == Job.id)
    in_use = its_images.where(or_(Image.file.is_not(None), is_needed()))
    aged = select(Job.id).where(
        Job.ended_at < before, Job.told_at.is_not(None), ~in_use.exists(), *_unnamed()
    )
    return list(await session.scalars(aged.order_by(Job.id).limit(limit)))


async def delete_jobs(session: AsyncSession, job_ids: Collection[int]) -> None:
    """Delete the rows of jobs with those of their images."""
    for statement in (
        delete(Image).where(Image.job_id.in_(job_ids)),
        delete(CancelWish).where(CancelWish.job_id.in_(job_ids)),
        delete(Job).where(Job.id.in_(job_ids), Job.state.in_(ENDS)),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def unfinished_jobs(session: AsyncSession) -> list[Job]:
    """List the jobs that have not ended, whose uploads are still needed."""
    return list(await session.scalars(select(Job).where(Job.state.not_in(ENDS))))


async def named_pictures(session: AsyncSession) -> set[str]:
    """Return what jobs of any state start from, as their rows name it."""
    found: set[str] = set()
    for name in ("init_image", "mask_image"):
        named = Job.params[name].as_string()
        found |= set(await session.scalars(select(named).where(named != "").distinct()))
    return found


def is_needed() -> ColumnElement[bool]:
    """Tell whether an unfinished job was derived from the image of the enclosing query."""
    child = aliased(Job)
    return exists().where(child.parent_image_id == Image.id, child.state.not_in(ENDS))


def _unnamed() -> Iterator[ColumnElement[bool]]:
    """Yield that no row of any other table would lose its job or image."""
    jobs, images = Job.__table__, Image.__table__
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if table.name in OWN or key.ondelete in YIELDING:
                continue
            if key.column.table is jobs:
                yield ~exists().where(key.parent == Job.id)
            elif key.column.table is images:
                of_job = and_(images.c.id == key.parent, images.c.job_id == Job.id)
                yield ~exists().where(of_job)
