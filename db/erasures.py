"""Forgetting a person: what goes at once, job by job, and when nothing is left to be gained.

What is kept for abuse handling (``db.cases``) keeps its job's row until it has aged out. The
ledger stays whole: its accounts lose their name once they are full, so that nobody gets a new
allowance by asking to be forgotten.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, true, update

from db.accounts import is_full_at
from db.audit import record_action
from db.inserts import insert_unless_there
from db.job_cancels import wish_cancel
from db.job_graph import ENDS, JobState
from db.retention import delete_jobs, is_needed
from db.tables import (
    Copy,
    CreditAccount,
    CreditEntry,
    Draft,
    Erasure,
    Flow,
    Image,
    Job,
    ModerationFlag,
    ModerationNote,
    Preference,
    Style,
    User,
)
from db.tables_moderation import Appeal, Ban, Refusal, Report, Strike, TermsAcceptance

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

KEPT: Final[dict[str, Any]] = {
    "flags": ModerationFlag,
    "strikes": Strike,
    "bans": Ban,
    "refusals": Refusal,
    "reports": Report,
    "appeals": Appeal,
    "notes": ModerationNote,
}
LONGEST: Final = dt.timedelta(days=90)  # that an account which never fills is waited for
WITHOUT: Final[dict[str, Any]] = {"synchronize_session": False}


class ErasureCount(NamedTuple):
    """What a person's erasure is about.

    Attributes:
        jobs: Commands with their prompts.
        pictures: Those of them that are still kept as files.
        kept: What stays for abuse handling: rows by kind.
    """

    jobs: int
    pictures: int
    kept: dict[str, int]


async def count_erasure(session: AsyncSession, user_id: int) -> ErasureCount:
    """Count what would go and what would stay; nothing is written."""
    mine = select(func.count(Job.id)).where(Job.user_id == user_id)
    files = select(func.count(Image.id)).join(Job, Job.id == Image.job_id)
    files = files.where(Job.user_id == user_id, Image.file.is_not(None))
    kept = {
        name: (
            await session.scalars(
                select(func.count()).select_from(table).where(table.user_id == user_id)
            )
        ).one()
        for name, table in KEPT.items()
    }
    return ErasureCount(
        (await session.scalars(mine)).one(), (await session.scalars(files)).one(), kept
    )


async def wish_erasure(
    session: AsyncSession, user_id: int, *, now: dt.datetime, actor_id: int | None
) -> None:
    """Begin to forget a person: from the commit on nothing of theirs is shown any more.

    queued, running -> cancelled, by whoever holds them. Asking again includes what came since.

    Args:
        session: In a write transaction; the caller commits and wakes the bots.
        user_id: Whom.
        now: The present instant, aware.
        actor_id: Who wishes it; None is the operator.
    """
    values = {"user_id": user_id, "wished_at": now}
    if await insert_unless_there(session, Erasure, values, key=("user_id",)) is None:
        again = update(Erasure).where(Erasure.user_id == user_id).values(wished_at=now)
        await session.execute(again, execution_options=WITHOUT)
    mine = select(Job.id).where(Job.user_id == user_id)
    for job_id in await session.scalars(
        mine.where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    ):
        await wish_cancel(session, job_id, now=now)
    hidden = update(Image).where(Image.job_id.in_(mine), Image.deleted_at.is_(None))
    await session.execute(hidden.values(deleted_at=now), execution_options=WITHOUT)
    await _forget_words(session, user_id)
    await record_action(
        session, "wish_erasure", guild_id=None, actor_id=actor_id, user_id=user_id, now=now
    )


async def _forget_words(session: AsyncSession, user_id: int) -> None:
    open_appeal = exists().where(
        Appeal.subject == "refusal",
        Appeal.subject_id == Refusal.interaction_id,
        Appeal.state == "open",
    )
    for statement in (
        delete(Preference).where(Preference.user_id == user_id),
        delete(Style).where(Style.owner_id == user_id),
        delete(Draft).where(Draft.user_id == user_id),
        delete(TermsAcceptance).where(TermsAcceptance.user_id == user_id),
        update(Refusal).where(Refusal.user_id == user_id, ~open_appeal).values(prompt=None),
    ):
        await session.execute(statement, execution_options=WITHOUT)


async def open_erasures(session: AsyncSession) -> list[Erasure]:
    """List whom to forget, the longest waiting first."""
    return list(await session.scalars(select(Erasure).order_by(Erasure.wished_at)))


async def jobs_to_clear(
    session: AsyncSession, erasure: Erasure, *, after_id: int, limit: int
) -> list[Job]:
    """List ended jobs whose message or files are still there, or whose row may go.

    A job that an unfinished one starts from waits for it, and one of which a message shows a
    copy waits until that is emptied.
    """
    images = select(Image.id).where(Image.job_id == Job.id)
    has_files = images.where(Image.file.is_not(None)).exists()
    is_whole = or_(Job.message_id.is_not(None), has_files, ~is_case())
    found = select(Job).where(
        Job.user_id == erasure.user_id,
        Job.created_at <= erasure.wished_at,
        Job.id > after_id,
        Job.told_at.is_not(None),
        Job.state.in_(ENDS),
        ~images.where(is_needed()).exists(),
        ~images.join(Copy, Copy.image_id == Image.id).exists(),
        is_whole,
    )
    return list(await session.scalars(found.order_by(Job.id).limit(limit)))


async def forget_job(session: AsyncSession, job_id: int) -> bool:
    """Delete an ended job's row, or only its message and files where a case names it.

    Returns:
        Whether the row is gone.
    """
    named = select(Job.id).where(Job.id == job_id, is_case())
    if (await session.scalars(named)).one_or_none() is None:
        await delete_jobs(session, [job_id])
        return True
    for statement in (
        update(Job).where(Job.id == job_id).values(message_id=None),
        update(Image).where(Image.job_id == job_id).values(file=None),
    ):
        await session.execute(statement, execution_options=WITHOUT)
    return False


async def pictures_of_others(session: AsyncSession, user_id: int) -> set[str]:
    """Return what other people's jobs start from, as their rows name it."""
    found: set[str] = set()
    for name in ("init_image", "mask_image"):
        named = Job.params[name].as_string()
        rows = select(named).where(Job.user_id != user_id, named != "").distinct()
        found |= set(await session.scalars(rows))
    return found


async def finish_erasure(session: AsyncSession, erasure: Erasure, *, now: dt.datetime) -> bool:
    """Take the person's name off the ledger, and end the erasure where nothing is left.

    Returns:
        False while jobs, full accounts or today's allowance still have to be waited for.
    """
    user_id = erasure.user_id
    await _rename_accounts(session, erasure, now=now)
    over = or_(User.usage_day.is_(None), User.usage_day < now.date())
    await session.execute(delete(User).where(User.id == user_id, over), execution_options=WITHOUT)
    left = (
        select(Job.id).where(Job.user_id == user_id, Job.created_at <= erasure.wished_at),
        select(CreditAccount.id).where(CreditAccount.user_id == user_id),
        select(User.id).where(User.id == user_id),
    )
    for rows in left:
        if (await session.scalars(rows.limit(1))).one_or_none() is not None:
            return False
    for statement in (
        update(CreditEntry).where(CreditEntry.actor_id == user_id).values(actor_id=None),
        delete(Flow).where(Flow.user_id == user_id),
        delete(Erasure).where(Erasure.user_id == user_id, Erasure.wished_at == erasure.wished_at),
    ):
        await session.execute(statement, execution_options=WITHOUT)
    await record_action(session, "erase", guild_id=None, actor_id=None, user_id=user_id, now=now)
    return True


async def _rename_accounts(session: AsyncSession, erasure: Erasure, *, now: dt.datetime) -> None:
    """Give full accounts a number that is nobody's: Discord's ids are above 0."""
    has_waited = now - erasure.wished_at >= LONGEST
    full = true() if has_waited else is_full_at(now)
    mine = (CreditAccount.user_id == erasure.user_id, CreditAccount.held == 0, full)
    renamed = update(CreditAccount).where(*mine).values(user_id=-CreditAccount.id)
    await session.execute(renamed, execution_options=WITHOUT)


def is_case() -> ColumnElement[bool]:
    """Tell whether the job of the enclosing query is kept for abuse handling."""
    return or_(
        exists().where(ModerationFlag.job_id == Job.id),
        exists().where(Report.job_id == Job.id),
    )
