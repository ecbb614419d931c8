"""What Alembic runs for every command; ``db.migrate`` brings the connection and the transaction.

On SQLite foreign keys are off by then, since batch mode drops and renames tables.
"""

from __future__ import annotations

from alembic import context

from db import tables_moderation as _tables_moderation  # noqa: F401  its tables belong to the metadata
from db.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
