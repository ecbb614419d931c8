"""The table of questions that wait for a person's answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.tables import Base
from db.types import Snowflake


class Draft(Base):
    """What somebody asked for and has still to say yes to."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(Snowflake, index=True)
    body: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
