"""Let guilds bound how many jobs of one person wait and run.

Locks: guilds for the moment that adding columns takes.
Old code on the new schema: works, and knows only the operator's bounds.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = ("max_waiting", "max_running")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("guilds", sa.Column(column, sa.Integer()))


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_column("guilds", column)
