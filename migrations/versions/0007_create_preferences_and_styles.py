"""Create preferences and styles: what people and guilds set for /imagine.

Locks: nothing; the tables are new.
Old code on the new schema: works; it does not know them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import Json, RowId, Snowflake, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("user_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_preferences"),
    )
    op.create_table(
        "styles",
        sa.Column("id", RowId, nullable=False),
        sa.Column("owner_id", Snowflake(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("created_by", Snowflake(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_styles"),
        sa.UniqueConstraint("owner_id", "name", name="uq_styles_owner_id_name"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("styles")
    op.drop_table("preferences")
