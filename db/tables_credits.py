"""The tables of credits and of the fair order.

Amounts are whole thousandths of a credit; instants that SQL counts with are whole milliseconds
since 1970, because the two databases reckon with timestamps each in its own way.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.types import RowId, Snowflake

Amount: Final = BigInteger
ENTRY_KINDS: Final = ("hold", "settle", "refund", "grant", "adjust")
_IS_HOLD: Final = text("kind = 'hold'")
_IS_END: Final = text("kind IN ('settle', 'refund')")


class CreditAccount(Base):
    """A bucket of credits that fills up by itself: a person's in a guild, or the guild's own.

    ``guild_id`` 0 is outside of guilds; ``user_id`` 0 is the pool that a whole guild draws on.
    ``balance`` can be spent; ``held`` belongs to jobs on their way and still counts as being in
    the bucket; ``refilled`` is all that ever flowed in by itself. At every commit
    ``balance = refilled + the sum of the account's entries``.
    """

    __tablename__ = "credit_accounts"
    __table_args__ = (
        UniqueConstraint("guild_id", "user_id"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("balance >= 0", name="balance"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int] = mapped_column(Snowflake)
    user_id: Mapped[int] = mapped_column(Snowflake)
    balance: Mapped[int] = mapped_column(Amount)
    held: Mapped[int] = mapped_column(Amount, server_default=text("0"))
    refilled: Mapped[int] = mapped_column(Amount)
    refilled_ms: Mapped[int] = mapped_column(BigInteger)
    capacity: Mapped[int] = mapped_column(Amount)
    per_day: Mapped[int] = mapped_column(Amount)
    created_at: Mapped[dt.datetime]


class CreditEntry(Base):
    """One line of the ledger; lines are only ever added.

    ``job_id`` is no foreign key: the ledger outlives jobs that age out.
    """

    __tablename__ = "credit_entries"
    __table_args__ = (
        CheckConstraint(f"kind IN {ENTRY_KINDS}", name="kind"),
        Index(None, "account_id", "id"),
        Index(
            "uq_credit_entries_hold",
            "job_id",
            "account_id",
            unique=True,
            sqlite_where=_IS_HOLD,
            postgresql_where=_IS_HOLD,
        ),
        Index(
            "uq_credit_entries_end",
            "job_id",
            "account_id",
            unique=True,
            sqlite_where=_IS_END,
            postgresql_where=_IS_END,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account_id: Mapped[int] = mapped_column(RowId, ForeignKey("credit_accounts.id"))
    kind: Mapped[str] = mapped_column(String(16))
    amount: Mapped[int] = mapped_column(Amount)
    job_id: Mapped[int | None] = mapped_column(RowId)
    actor_id: Mapped[int | None] = mapped_column(Snowflake)
    created_at: Mapped[dt.datetime]


class GuildCredits(Base):
    """What a guild has set about credits; None leaves a setting to the configuration file."""

    __tablename__ = "guild_credits"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    capacity: Mapped[int | None] = mapped_column(Amount)
    per_day: Mapped[int | None] = mapped_column(Amount)
    pool_capacity: Mapped[int | None] = mapped_column(Amount)
    pool_per_day: Mapped[int | None] = mapped_column(Amount)
    has_relaxed: Mapped[bool | None]


class RoleAllowance(Base):
    """What a role's members get instead of the guild's usual allowance."""

    __tablename__ = "role_allowances"
    __table_args__ = (CheckConstraint("weight >= 1", name="weight"),)

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    role_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    capacity: Mapped[int] = mapped_column(Amount)
    per_day: Mapped[int] = mapped_column(Amount)
    weight: Mapped[int]


class Lane(Base):
    """How far the service of a lane has come.

    ``start_tag`` and ``job_id`` are those of the job claimed last, the virtual time V; ``finish``
    is the latest finish tag ever claimed. ``debt``, in the relaxed lane's row, is the fast work
    still to be done before it is that lane's turn. ``marked_ms`` is when its marks were set.
    """

    __tablename__ = "lanes"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    start_tag: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    job_id: Mapped[int] = mapped_column(RowId, server_default=text("0"))
    finish: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    debt: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    marked_ms: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class LaneMark(Base):
    """A milestone in a long lane: how many jobs, and how much work, stood before this one."""

    __tablename__ = "lane_marks"

    lane: Mapped[str] = mapped_column(String(16), primary_key=True)
    start_tag: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    job_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    ahead: Mapped[int]
    work: Mapped[int] = mapped_column(BigInteger)


class Flow(Base):
    """The last finish tag of one person in one guild and lane."""

    __tablename__ = "flows"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    lane: Mapped[str] = mapped_column(String(16), primary_key=True)
    finish: Mapped[int] = mapped_column(BigInteger)
