"""Create drafts: what somebody asked for and has still to say yes to.

Locks: nothing; the table is new.
Old code on the new schema: works; it does not know the table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import Json, Snowflake, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("user_id", Snowflake(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_user_id", "drafts", ["user_id"])
    op.create_index("ix_drafts_created_at", "drafts", ["created_at"])


def downgrade() -> None:
    op.drop_table("drafts")
