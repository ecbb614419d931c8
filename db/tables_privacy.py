"""The table of people who want to be forgotten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.types import Snowflake


class Erasure(Base):
    """A person's wish that all from before an instant goes; the row goes when it is done."""

    __tablename__ = "erasures"

    user_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    wished_at: Mapped[dt.datetime]
