"""Create cancel_wishes, drains and acknowledgements.

Locks: nothing; the tables are new.
Old code on the new schema: works, and heeds neither drains nor wishes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import RowId, Snowflake, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_cancel_wishes()
    create_drains()
    create_acknowledgements()


def downgrade() -> None:
    for table in ("acknowledgements", "drains", "cancel_wishes"):
        op.drop_table(table)


def create_cancel_wishes() -> None:
    op.create_table(
        "cancel_wishes",
        sa.Column("job_id", RowId, autoincrement=False, nullable=False),
        sa.Column("wished_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_cancel_wishes"),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name="fk_cancel_wishes_job_id_jobs", ondelete="CASCADE"
        ),
    )


def create_drains() -> None:
    op.create_table(
        "drains",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drains"),
        sa.CheckConstraint("id = 1", name=op.f("ck_drains_single")),
    )


def create_acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("interaction_id", Snowflake(), autoincrement=False, nullable=False),
        sa.Column("channel_id", Snowflake(), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("interaction_id", name="pk_acknowledgements"),
    )
