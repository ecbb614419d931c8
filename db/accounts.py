"""Credit accounts: token buckets that fill up inside the very statement that draws on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, ColumnElement, Update, case, func, or_, select, update

from db.arithmetic import big, larger
from db.inserts import insert_unless_there
from db.tables import CreditAccount

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.arithmetic import Integers

DAY_MS: Final = 86_400_000
MAX_IDLE_MS: Final = 90 * DAY_MS  # times a rate of 10**9 a day this still fits 64 bits
NO_GUILD: Final = 0  # whoever asks outside of guilds
POOL: Final = 0  # stands for the person in the account that a whole guild shares


@dataclass(frozen=True)
class Allowance:
    """How large a bucket is and how fast it fills, in thousandths of a credit.

    Attributes:
        capacity: Where it stops filling up.
        per_day: What flows in within 24 hours, evenly.
    """

    capacity: int
    per_day: int


@dataclass(frozen=True)
class Standing:
    """An account at one instant, in thousandths of a credit.

    Attributes:
        account_id: Its row, or None while it has none.
        balance: What can be spent, refilled up to that instant.
        held: What jobs on their way hold.
        allowance: How it fills up.
        is_pool: Whether a whole guild shares it.
    """

    account_id: int | None
    balance: int
    held: int
    allowance: Allowance
    is_pool: bool

    def seconds_until(self, amount: int) -> int | None:
        """Return when so much will be there; None when it never will by itself."""
        if amount <= self.balance:
            return 0
        if amount > self.allowance.capacity - self.held or not self.allowance.per_day:
            return None
        return -(-(amount - self.balance) * DAY_MS // self.allowance.per_day) // 1000 + 1


async def open_account(
    session: AsyncSession, guild_id: int, user_id: int, allowance: Allowance, *, now: dt.datetime
) -> int:
    """Return the account's id; a new one starts full."""
    key = {"guild_id": guild_id, "user_id": user_id}
    values = {
        **key,
        "balance": allowance.capacity,
        "refilled": allowance.capacity,
        "refilled_ms": milliseconds(now),
        "capacity": allowance.capacity,
        "per_day": allowance.per_day,
        "created_at": now,
    }
    existing = select(CreditAccount.id).filter_by(**key)
    account_id = (await session.scalars(existing)).one_or_none()
    if account_id is not None:
        return account_id
    made = await insert_unless_there(session, CreditAccount, values, key=("guild_id", "user_id"))
    return made.id if made else (await session.scalars(existing)).one()


async def take(
    session: AsyncSession, account_id: int, amount: int, allowance: Allowance, *, now: dt.datetime
) -> bool:
    """Move ``amount`` from the balance to what is held, or refuse; one conditional UPDATE.

    Whatever the number of callers, together they never take more than there is.
    """
    bucket = _Bucket(milliseconds(now), big(allowance.capacity), big(allowance.per_day))
    statement = bucket.change(account_id, balance=-amount, held=amount)
    taken = statement.where(bucket.level >= big(amount)).returning(CreditAccount.id)
    return (await session.scalars(taken)).one_or_none() is not None


async def put(
    session: AsyncSession, account_id: int, amount: int, *, released: int = 0, now: dt.datetime
) -> int:
    """Add ``amount`` to the balance, and end the hold of ``released``; return the new balance.

    A negative amount must have been seen to be there by the same transaction.
    """
    bucket = _Bucket(milliseconds(now), CreditAccount.capacity, CreditAccount.per_day)
    statement = bucket.change(account_id, balance=amount, held=-released)
    changed = await session.scalars(statement.returning(CreditAccount.balance))
    return changed.one()


async def read_standing(
    session: AsyncSession, guild_id: int, user_id: int, allowance: Allowance, *, now: dt.datetime
) -> Standing:
    """Return an account as it would be under an allowance now; nothing is written."""
    bucket = _Bucket(milliseconds(now), big(allowance.capacity), big(allowance.per_day))
    seen = select(CreditAccount.id, bucket.level, CreditAccount.held).where(
        CreditAccount.guild_id == guild_id, CreditAccount.user_id == user_id
    )
    row = (await session.execute(seen)).one_or_none()
    if row is None:
        return Standing(None, allowance.capacity, 0, allowance, is_pool=user_id == POOL)
    return Standing(row[0], row[1], row[2], allowance, is_pool=user_id == POOL)


def is_full_at(now: dt.datetime) -> ColumnElement[bool]:
    """Tell whether the account of the enclosing query holds as much as a new one would."""
    bucket = _Bucket(milliseconds(now), CreditAccount.capacity, CreditAccount.per_day)
    return bucket.level >= CreditAccount.capacity


def milliseconds(instant: dt.datetime) -> int:
    """Return an instant as SQL counts with it: whole milliseconds since 1970."""
    return int(instant.timestamp() * 1000)


class _Bucket:
    """A bucket's level at an instant, as SQL over the account's own columns.

    What jobs hold still counts as being in it, so that a refund never makes it overflow: it
    fills up to ``capacity - held``. A balance above that, from a grant, stays.
    """

    def __init__(self, now_ms: int, capacity: Integers, per_day: Integers) -> None:
        self._now = big(now_ms)
        self._capacity = capacity
        self._per_day = per_day
        balance = CreditAccount.balance
        self._since = larger(CreditAccount.refilled_ms, big(now_ms - MAX_IDLE_MS))
        self._gained = larger(self._now - self._since, big(0)) * per_day // big(DAY_MS)
        room = capacity - CreditAccount.held
        self._is_full = balance + self._gained >= room
        self.level: ColumnElement[int] = case(
            (balance >= room, balance), (self._is_full, room), else_=balance + self._gained
        )

    def change(self, account_id: int, *, balance: int, held: int) -> Update:
        """Fill the bucket up to now, then add to the balance and to what is held."""
        values: dict[str, Any] = {
            "balance": self.level + big(balance),
            "held": CreditAccount.held + big(held),
            "refilled": CreditAccount.refilled + self.level - CreditAccount.balance,
            "refilled_ms": self._filled_until(),
            "capacity": self._capacity,
            "per_day": self._per_day,
        }
        changed = update(CreditAccount).where(CreditAccount.id == account_id).values(values)
        return changed.execution_options(synchronize_session=False)

    def _filled_until(self) -> ColumnElement[int]:
        """Keep the time that has not yet made a whole thousandth; a full bucket keeps none."""
        latest = larger(CreditAccount.refilled_ms, self._now)
        rate = func.nullif(self._per_day, big(0), type_=BigInteger)
        spent = (self._gained * big(DAY_MS) + rate - big(1)) // rate
        is_still = or_(self._is_full, self._per_day == big(0))
        return case((is_still, latest), else_=self._since + spent)
