"""The table of messages that show pictures once more."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.types import RowId, Snowflake


class Copy(Base):
    """One picture in a message beside its job's own: picked, or shown again."""

    __tablename__ = "copies"

    message_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    image_id: Mapped[int] = mapped_column(
        RowId,
        ForeignKey("images.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    channel_id: Mapped[int] = mapped_column(Snowflake)
    guild_id: Mapped[int | None] = mapped_column(Snowflake)
    created_at: Mapped[dt.datetime]
