"""The tables by which processes on one database leave word for each other."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.types import RowId, Snowflake


class CancelWish(Base):
    """A job that its person no longer wants, drawn by a process that has to be told."""

    __tablename__ = "cancel_wishes"

    job_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    wished_at: Mapped[dt.datetime]


class Rewrite(Base):
    """An ended job whose message is to show anew what its rows say."""

    __tablename__ = "rewrites"

    job_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    wished_at: Mapped[dt.datetime]


class Drain(Base):
    """Whether the service takes nothing new; one row at most, and none means that it does."""

    __tablename__ = "drains"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    begun_at: Mapped[dt.datetime]


class Acknowledgement(Base):
    """A public answer on its way to people whose job is not committed yet.

    It goes in the transaction that commits the job; one that stays behind tells the next bot
    which message to set right.
    """

    __tablename__ = "acknowledgements"

    interaction_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    channel_id: Mapped[int] = mapped_column(Snowflake)
    owner: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[dt.datetime]
