"""Let decisions reach people later: messages to write anew, reports and appeals to answer.

Locks: reports and appeals for the moment that adding a column takes.
Old code on the new schema: works; what it decides is told by newer code.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import RowId, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rewrites",
        sa.Column("job_id", RowId, autoincrement=False, nullable=False),
        sa.Column("wished_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_rewrites"),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name="fk_rewrites_job_id_jobs", ondelete="CASCADE"
        ),
    )
    for table in ("reports", "appeals"):
        op.add_column(table, sa.Column("told_at", UtcDateTime()))


def downgrade() -> None:
    for table in ("appeals", "reports"):
        op.drop_column(table, "told_at")
    op.drop_table("rewrites")
