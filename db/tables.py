"""The tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Date,
    Double,
    Enum,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    case,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from db.arithmetic import smaller
from db.base import Base
from db.job_graph import ENDS, JobState
from db.tables_cases import ModerationNote
from db.tables_copies import Copy
from db.tables_credits import (
    CreditAccount,
    CreditEntry,
    Flow,
    GuildCredits,
    Lane,
    LaneMark,
    RoleAllowance,
)
from db.tables_people import Draft, Preference, Style
from db.tables_privacy import Erasure
from db.tables_provenance import ImageHash
from db.tables_service import Acknowledgement, CancelWish, Drain, Rewrite
from db.types import RowId, Snowflake

__all__ = [
    "Acknowledgement",
    "Base",
    "CancelWish",
    "Copy",
    "CreditAccount",
    "CreditEntry",
    "Draft",
    "Drain",
    "Erasure",
    "Flow",
    "Guild",
    "GuildCredits",
    "Image",
    "ImageHash",
    "Job",
    "Lane",
    "LaneMark",
    "ModerationFlag",
    "ModerationNote",
    "Preference",
    "Rewrite",
    "RoleAllowance",
    "Style",
    "User",
]


def _listed(states: frozenset[JobState]) -> str:
    return ", ".join(f"'{state}'" for state in JobState if state in states)


class Guild(Base):
    """A guild's settings; None leaves a setting to the configuration file."""

    __tablename__ = "guilds"
    __table_args__ = (CheckConstraint("max_num_images >= 1", name="max_num_images"),)

    id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    max_num_images: Mapped[int | None]
    daily_images: Mapped[int | None]
    locale: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[dt.datetime]
    max_waiting: Mapped[int | None]
    max_running: Mapped[int | None]


class User(Base):
    """A person, with what they have used of today's allowance."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("usage_images >= 0", name="usage_images"),)

    id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    locale: Mapped[str | None] = mapped_column(String(16))
    usage_day: Mapped[dt.date | None] = mapped_column(Date)
    usage_images: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[dt.datetime]


class Job(Base):
    """What a person asked for, and how far it has come (``db.job_graph``).

    ``cost`` is the work that the network has with it, ``price`` what is held for it (0 where it
    is drawn for nothing), ``work`` what was done of it as last noted and ``paid`` what was taken
    at the end, all in thousandths of a credit. The tags are those of start-time fair queueing
    (``db.lanes``).

    ``is_private``: its person alone sees it. ``is_reachable``: the bot's own token reaches its
    message; else only the interaction's does, while it lives.

    ``parent_image_id`` is a trace and no foreign key: the parent may age out while its
    descendants stay, and ids are never used twice.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(f"state IN ({_listed(frozenset(JobState))})", name="state"),
        CheckConstraint("num_images >= 1", name="num_images"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("state <> 'running' OR lease_expires_at IS NOT NULL", name="lease"),
        CheckConstraint(f"(ended_at IS NOT NULL) = (state IN ({_listed(ENDS)}))", name="end"),
        Index(None, "state", "id"),
        Index(None, "state", "lane", "start_tag", "id", "cost"),
        Index(None, "user_id", "state"),
        Index(
            "ix_jobs_untold",
            "id",
            sqlite_where=text("told_at IS NULL AND ended_at IS NOT NULL"),
            postgresql_where=text("told_at IS NULL AND ended_at IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    state: Mapped[JobState] = mapped_column(
        Enum(
            JobState,
            native_enum=False,
            create_constraint=False,
            length=16,
            values_callable=lambda states: [state.value for state in states],
        )
    )
    kind: Mapped[str] = mapped_column(String(32))
    guild_id: Mapped[int | None] = mapped_column(Snowflake)
    channel_id: Mapped[int] = mapped_column(Snowflake)
    user_id: Mapped[int] = mapped_column(Snowflake)
    message_id: Mapped[int | None] = mapped_column(Snowflake, index=True)
    interaction_id: Mapped[int] = mapped_column(Snowflake, unique=True)
    parent_image_id: Mapped[int | None] = mapped_column(RowId)
    params: Mapped[dict[str, Any]]
    num_images: Mapped[int]
    model_hash: Mapped[str | None] = mapped_column(String(128))
    locale: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    lease_owner: Mapped[str | None] = mapped_column(String(128), index=True)
    lease_expires_at: Mapped[dt.datetime | None]
    error_code: Mapped[str | None] = mapped_column(String(64))
    error_facts: Mapped[dict[str, Any] | None]
    created_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    rendered_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    told_at: Mapped[dt.datetime | None]
    lane: Mapped[str] = mapped_column(String(16), server_default=text("'fast'"))
    start_tag: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    finish_tag: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    cost: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    price: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    work: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    paid: Mapped[int | None] = mapped_column(BigInteger)
    is_private: Mapped[bool] = mapped_column(server_default=text("false"))
    is_reachable: Mapped[bool] = mapped_column(server_default=text("true"))

    @hybrid_property
    def due(self) -> int:
        """What all its images cost: what was held, or what they took where that is less."""
        return min(self.work, self.price) if self.work else self.price

    @due.inplace.expression
    @classmethod
    def _due(cls) -> ColumnElement[int]:
        return case((cls.work > 0, smaller(cls.work, cls.price)), else_=cls.price)


class Image(Base):
    """One finished image; ``file`` is None where the picture was withheld."""

    __tablename__ = "images"
    __table_args__ = (UniqueConstraint("job_id", "index"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    job_id: Mapped[int] = mapped_column(RowId, ForeignKey("jobs.id"))
    index: Mapped[int]
    seed: Mapped[int] = mapped_column(Snowflake)
    params: Mapped[dict[str, Any]]
    file: Mapped[str | None] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int]
    height: Mapped[int]
    watermark_id: Mapped[int | None] = mapped_column(Snowflake, unique=True)
    is_clean: Mapped[bool]
    category: Mapped[str | None] = mapped_column(String(64))
    scores: Mapped[dict[str, Any]]
    recipe: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime]
    deleted_at: Mapped[dt.datetime | None]
    action: Mapped[str] = mapped_column(String(16), server_default=text("'post'"))


class ModerationFlag(Base):
    """One verdict that was not clean, and what was done about it."""

    __tablename__ = "moderation_flags"
    __table_args__ = (
        Index(None, "guild_id", "review"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    image_id: Mapped[int | None] = mapped_column(
        RowId, ForeignKey("images.id", ondelete="SET NULL"), unique=True
    )
    job_id: Mapped[int] = mapped_column(RowId, ForeignKey("jobs.id"), index=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake, index=True)
    user_id: Mapped[int] = mapped_column(Snowflake)
    category: Mapped[str] = mapped_column(String(64))
    score: Mapped[float] = mapped_column(Double)
    threshold: Mapped[float] = mapped_column(Double)
    action: Mapped[str] = mapped_column(String(16))
    classifier: Mapped[str] = mapped_column(String(128))
    created_at: Mapped[dt.datetime]
    reason: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    policy_version: Mapped[str] = mapped_column(String(32), server_default=text("''"))
    review: Mapped[str] = mapped_column(String(16), server_default=text("'closed'"))
    review_channel_id: Mapped[int | None] = mapped_column(Snowflake)
    review_message_id: Mapped[int | None] = mapped_column(Snowflake)
