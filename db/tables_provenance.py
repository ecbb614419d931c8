"""The table of what recorded images look like."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from db.types import RowId


class ImageHash(Base):
    """Perceptual hashes of one image and its middles; 64 bits each, read as signed numbers."""

    __tablename__ = "image_hashes"

    image_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("images.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    whole: Mapped[int] = mapped_column(BigInteger)
    middle_90: Mapped[int] = mapped_column(BigInteger)
    middle_80: Mapped[int] = mapped_column(BigInteger)
