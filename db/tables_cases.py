"""The table of what moderators note about people and their pictures."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.types import RowId, Snowflake


class ModerationNote(Base):
    """Words of a moderator's for the other moderators of a guild.

    ``job_id`` is a trace and no foreign key: the note may outlive the job.
    """

    __tablename__ = "moderation_notes"
    __table_args__ = (Index(None, "guild_id", "user_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    guild_id: Mapped[int | None] = mapped_column(Snowflake)
    user_id: Mapped[int] = mapped_column(Snowflake)
    job_id: Mapped[int | None] = mapped_column(RowId, index=True)
    words: Mapped[str] = mapped_column(String(1000))
    created_by: Mapped[int | None] = mapped_column(Snowflake)
    created_at: Mapped[dt.datetime]
