"""Create moderation_notes: what moderators note about people and their pictures.

Locks: nothing; the table is new.
Old code on the new schema: works, and shows no notes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import RowId, Snowflake, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moderation_notes",
        sa.Column("id", RowId, nullable=False),
        sa.Column("guild_id", Snowflake),
        sa.Column("user_id", Snowflake, nullable=False),
        sa.Column("job_id", RowId),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("created_by", Snowflake),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_moderation_notes_guild_id_user_id", "moderation_notes", ["guild_id", "user_id"]
    )
    op.create_index("ix_moderation_notes_job_id", "moderation_notes", ["job_id"])


def downgrade() -> None:
    op.drop_table("moderation_notes")
