"""Create copies: the messages that show pictures once more.

Locks: nothing; the table is new.
Old code on the new schema: works, and records no copies; those stay when pictures are taken back.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import RowId, Snowflake, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "copies",
        sa.Column("message_id", Snowflake, nullable=False),
        sa.Column("image_id", RowId, nullable=False),
        sa.Column("channel_id", Snowflake, nullable=False),
        sa.Column("guild_id", Snowflake),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"], ["images.id"], name="fk_copies_image_id_images", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", "image_id", name="pk_copies"),
    )
    op.create_index("ix_copies_image_id", "copies", ["image_id"])


def downgrade() -> None:
    op.drop_table("copies")
