"""Create image_hashes: what recorded images look like.

Locks: nothing; the table is new. Images from before have no hashes and are found by watermark.
Old code on the new schema: works, and records no hashes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import RowId

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "image_hashes",
        sa.Column("image_id", RowId, autoincrement=False, nullable=False),
        sa.Column("whole", sa.BigInteger(), nullable=False),
        sa.Column("middle_90", sa.BigInteger(), nullable=False),
        sa.Column("middle_80", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("image_id", name="pk_image_hashes"),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["images.id"],
            name="fk_image_hashes_image_id_images",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("image_hashes")
