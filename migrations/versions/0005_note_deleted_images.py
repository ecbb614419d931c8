"""Note when a person took an image back.

Locks: images, for an instant; the column is new and empty.
Old code on the new schema: works; it shows images that were taken back as aged out.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("images", sa.Column("deleted_at", UtcDateTime()))


def downgrade() -> None:
    op.drop_column("images", "deleted_at")
