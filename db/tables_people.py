"""The tables of what people set for themselves, and of questions that wait for their answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.types import RowId, Snowflake


class Draft(Base):
    """What somebody asked for and has still to say yes to."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(Snowflake, index=True)
    body: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime] = mapped_column(index=True)


class Preference(Base):
    """A person's own defaults."""

    __tablename__ = "preferences"

    user_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]]
    updated_at: Mapped[dt.datetime]


class Style(Base):
    """Words and options under one name, of a guild or of a person.

    ``owner_id`` is the guild's id or the person's: Discord gives no id twice.
    """

    __tablename__ = "styles"
    __table_args__ = (UniqueConstraint("owner_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(Snowflake)
    name: Mapped[str] = mapped_column(String(32))
    body: Mapped[dict[str, Any]]
    created_by: Mapped[int] = mapped_column(Snowflake)
    created_at: Mapped[dt.datetime]
