"""The ledger of credits: every line says what was held, paid, given back, granted or set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from db.accounts import NO_GUILD, POOL, Allowance, open_account, put, read_standing, take
from db.inserts import insert_unless_there
from db.tables import CreditEntry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.accounts import Standing
    from db.tables import Job

HOLD: Final = "hold"
SETTLE: Final = "settle"
REFUND: Final = "refund"
GRANT: Final = "grant"
ADJUST: Final = "adjust"


async def hold(
    session: AsyncSession,
    job: Job,
    amount: int,
    *,
    allowance: Allowance,
    pool: Allowance | None,
    now: dt.datetime,
) -> Standing | None:
    """Hold ``amount`` for a new job from its person's account, and from its guild's pool.

    Both or none. Accounts are drawn on in the order of their ids, so that two transactions never
    wait for each other.

    Args:
        session: The transaction that inserts the job; the caller commits.
        job: Queued a moment ago.
        amount: Thousandths of a credit.
        allowance: Of the person here.
        pool: Of the whole guild; None without one.
        now: The present instant, aware.

    Returns:
        None when it is held; else the account that has too little, as it stands.
    """
    guild_id = job.guild_id or NO_GUILD
    owners = {job.user_id: allowance} | ({POOL: pool} if pool and job.guild_id else {})
    accounts = {
        await open_account(session, guild_id, owner, bucket, now=now): owner
        for owner, bucket in owners.items()
    }
    taken: list[int] = []
    for account_id, owner in sorted(accounts.items()):
        if not await take(session, account_id, amount, owners[owner], now=now):
            await _put_back(session, taken, amount, now=now)
            return await read_standing(session, guild_id, owner, owners[owner], now=now)
        taken.append(account_id)
    for account_id in taken:
        session.add(_entry(account_id, HOLD, -amount, job_id=job.id, now=now))
    await session.flush()
    return None


async def end_holds(session: AsyncSession, paid: Mapping[int, int], *, now: dt.datetime) -> None:
    """End whatever is held for jobs: what was not paid goes back; again changes nothing.

    Called by every arrow that ends a job, in the same transaction (``db.job_ends``).

    Args:
        session: The transaction that ends the jobs.
        paid: What each job pays of its hold, by job id, in thousandths.
        now: The present instant, aware.
    """
    holds = select(CreditEntry).where(CreditEntry.job_id.in_(paid), CreditEntry.kind == HOLD)
    for held in await session.scalars(holds.order_by(CreditEntry.account_id, CreditEntry.id)):
        price, pays = -held.amount, paid[held.job_id or 0]
        values: dict[str, object] = {
            "account_id": held.account_id,
            "kind": SETTLE if pays else REFUND,
            "amount": price - pays,
            "job_id": held.job_id,
            "created_at": now,
        }
        if await _append_end(session, values):
            await put(session, held.account_id, price - pays, released=price, now=now)


async def grant(
    session: AsyncSession, account_id: int, amount: int, *, actor_id: int, now: dt.datetime
) -> int:
    """Give credits on top of the allowance; return the new balance.

    A negative amount takes credits away, at most what is there.
    """
    there = await put(session, account_id, 0, now=now)
    amount = max(amount, -there)
    session.add(_entry(account_id, GRANT, amount, actor_id=actor_id, now=now))
    return await put(session, account_id, amount, now=now)


async def adjust(
    session: AsyncSession, account_id: int, balance: int, *, actor_id: int, now: dt.datetime
) -> int:
    """Set a balance, at least 0; the ledger notes the difference."""
    there = await put(session, account_id, 0, now=now)  # the row is ours until the commit
    session.add(_entry(account_id, ADJUST, balance - there, actor_id=actor_id, now=now))
    return await put(session, account_id, balance - there, now=now)


async def last_entries(
    session: AsyncSession, account_id: int, *, limit: int, has_zeros: bool = True
) -> Sequence[CreditEntry]:
    """List an account's newest lines, the newest first; without ``has_zeros`` what changed it."""
    lines = select(CreditEntry).where(CreditEntry.account_id == account_id)
    if not has_zeros:
        lines = lines.where(CreditEntry.amount != 0)
    return list(await session.scalars(lines.order_by(CreditEntry.id.desc()).limit(limit)))


async def _put_back(
    session: AsyncSession, account_ids: Iterable[int], amount: int, *, now: dt.datetime
) -> None:
    for account_id in account_ids:
        await put(session, account_id, amount, released=amount, now=now)


def _entry(
    account_id: int,
    kind: str,
    amount: int,
    *,
    now: dt.datetime,
    job_id: int | None = None,
    actor_id: int | None = None,
) -> CreditEntry:
    return CreditEntry(
        account_id=account_id,
        kind=kind,
        amount=amount,
        job_id=job_id,
        actor_id=actor_id,
        created_at=now,
    )


async def _append_end(session: AsyncSession, values: dict[str, object]) -> bool:
    return await insert_unless_there(session, CreditEntry, values, key=()) is not None
