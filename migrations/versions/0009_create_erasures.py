"""Create erasures: people who want what is stored about them to be deleted.

Locks: nothing; the table is new.
Old code on the new schema: works, and leaves the wishes to newer code.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import Snowflake, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("user_id", Snowflake, autoincrement=False, nullable=False),
        sa.Column("wished_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_erasures"),
    )


def downgrade() -> None:
    op.drop_table("erasures")
