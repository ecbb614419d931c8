"""The tables of moderation: what guilds have decided, and the record of who decided what."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables import Base
from db.types import Json, RowId, Snowflake

AUTOINCREMENT = {"sqlite_autoincrement": True}


class ModerationSettings(Base):
    """How strict a guild is, and who and where its moderators are.

    ``revision`` counts changes, so that a flag can say which settings decided.
    """

    __tablename__ = "moderation_settings"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    general_offset: Mapped[float] = mapped_column(Double, server_default=text("0"))
    restricted_offset: Mapped[float] = mapped_column(Double, server_default=text("0"))
    thresholds: Mapped[dict[str, Any]]
    restricted_action: Mapped[str] = mapped_column(String(16), server_default=text("'withhold'"))
    review_channel_id: Mapped[int | None] = mapped_column(Snowflake)
    moderator_role_ids: Mapped[list[int]] = mapped_column(Json)
    drawing_role_ids: Mapped[list[int]] = mapped_column(Json)
    pause_reason: Mapped[str | None] = mapped_column(String(300))
    updated_at: Mapped[dt.datetime]
    others_may_press: Mapped[bool] = mapped_column(server_default=text("true"))


class Channel(Base):
    """A channel with rules of its own; those without a row follow the guild."""

    __tablename__ = "channels"

    id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    guild_id: Mapped[int] = mapped_column(Snowflake, index=True)
    is_allowed: Mapped[bool] = mapped_column(server_default=text("false"))
    lock_reason: Mapped[str | None] = mapped_column(String(300))
    updated_at: Mapped[dt.datetime]


class PromptRuleRow(Base):
    """A prompt rule; ``guild_id`` is None for the operator's, which hold everywhere."""

    __tablename__ = "prompt_rules"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake, index=True)
    kind: Mapped[str] = mapped_column(String(16))
    pattern: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(16))
    exceptions: Mapped[list[str]] = mapped_column(Json)
    negative_prompt: Mapped[str] = mapped_column(String(300), server_default=text("''"))
    created_by: Mapped[int | None] = mapped_column(Snowflake)
    created_at: Mapped[dt.datetime]


class Ban(Base):
    """A ban; ``guild_id`` is None for the operator's, which hold everywhere."""

    __tablename__ = "bans"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake)
    user_id: Mapped[int] = mapped_column(Snowflake, index=True)
    reason: Mapped[str] = mapped_column(String(300))
    created_by: Mapped[int | None] = mapped_column(Snowflake)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    lifted_at: Mapped[dt.datetime | None]


class Strike(Base):
    """One offence; it weighs less as it ages (``bot.policy.record``).

    Of one job the policy gives at most one, however often its pictures are judged.
    """

    __tablename__ = "strikes"
    __table_args__ = (
        CheckConstraint("weight > 0", name="weight"),
        Index("uq_strikes_job_id", "job_id", unique=True),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake)
    user_id: Mapped[int] = mapped_column(Snowflake, index=True)
    job_id: Mapped[int | None] = mapped_column(RowId)
    weight: Mapped[float] = mapped_column(Double)
    reason: Mapped[str] = mapped_column(String(300))
    created_by: Mapped[int | None] = mapped_column(Snowflake)
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
    forgiven_at: Mapped[dt.datetime | None]


class ModerationAction(Base):
    """One decision; rows are only ever added, and the database refuses to change them.

    ``details`` holds numbers and codes, never people's words, so that a person's data can be
    deleted without touching the log.
    """

    __tablename__ = "moderation_actions"
    __table_args__ = (Index(None, "guild_id", "id"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake)
    actor_id: Mapped[int | None] = mapped_column(Snowflake)
    action: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[int | None] = mapped_column(Snowflake, index=True)
    job_id: Mapped[int | None] = mapped_column(RowId)
    image_id: Mapped[int | None] = mapped_column(RowId)
    details: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime]


class Refusal(Base):
    """A prompt that was refused, kept for its appeal and for dry runs of the rules."""

    __tablename__ = "refusals"

    interaction_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    guild_id: Mapped[int | None] = mapped_column(Snowflake)
    user_id: Mapped[int] = mapped_column(Snowflake, index=True)
    code: Mapped[str] = mapped_column(String(64))
    rule_id: Mapped[int | None] = mapped_column(RowId)
    prompt: Mapped[str | None] = mapped_column(String(4000))
    created_at: Mapped[dt.datetime] = mapped_column(index=True)


class TermsAcceptance(Base):
    """Who has accepted which version of the terms of use."""

    __tablename__ = "terms_acceptances"

    user_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    version: Mapped[str] = mapped_column(String(32), primary_key=True)
    accepted_at: Mapped[dt.datetime]


class Report(Base):
    """A person's word that a posted picture should be looked at."""

    __tablename__ = "reports"
    __table_args__ = (Index("uq_reports_image_id_user_id", "image_id", "user_id", unique=True),
                      AUTOINCREMENT)  # fmt: skip

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake, index=True)
    job_id: Mapped[int] = mapped_column(RowId, ForeignKey("jobs.id"), index=True)
    image_id: Mapped[int] = mapped_column(RowId)
    user_id: Mapped[int] = mapped_column(Snowflake)
    reason: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(16), server_default=text("'open'"))
    created_at: Mapped[dt.datetime]
    told_at: Mapped[dt.datetime | None]


class Appeal(Base):
    """A person's word against a decision: about a withheld picture or a refused prompt."""

    __tablename__ = "appeals"
    __table_args__ = (
        Index("uq_appeals_subject_subject_id_user_id", "subject", "subject_id", "user_id",
              unique=True),
        AUTOINCREMENT,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake, index=True)
    user_id: Mapped[int] = mapped_column(Snowflake)
    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int] = mapped_column(Snowflake)
    words: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(16), server_default=text("'open'"))
    created_at: Mapped[dt.datetime]
    told_at: Mapped[dt.datetime | None]
