"""${message}.

Locks: say which tables, and for how long.
Old code on the new schema: say whether it runs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.types import Json, RowId, Snowflake, UtcDateTime
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
