"""Add who sees a job's message and what reaches it, and who may press its buttons.

Locks: jobs and moderation_settings, for an instant; the columns have constant defaults.
Old code on the new schema: works; it takes every job for a public one, so end it first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "jobs",
        sa.Column("is_private", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column(
        "jobs",
        sa.Column("is_reachable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )
    op.add_column(
        "moderation_settings",
        sa.Column("others_may_press", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("moderation_settings", "others_may_press")
    op.drop_column("jobs", "is_reachable")
    op.drop_column("jobs", "is_private")
