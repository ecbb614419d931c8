"""Runs the migrations in one transaction; Alembic loads it, ``db.migrate`` calls Alembic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from db.tables import Base

if TYPE_CHECKING:
    from sqlalchemy import Connection

UPGRADE_LOCK = 0x41_74_65_6C  # "Atel": PostgreSQL lets one migration run at a time


def run(connection: Connection) -> None:
    """Migrate on a connection whose transaction the caller has begun, and will commit.

    On SQLite the caller has turned foreign keys off, since batch mode drops and renames tables.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=is_sqlite,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        check_foreign_keys(connection)


def check_foreign_keys(connection: Connection) -> None:
    """Refuse to commit a SQLite migration that left a row pointing nowhere.

    Raises:
        RuntimeError: With the tables concerned; the transaction is rolled back.
    """
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        message = f"{len(broken)} rows would point nowhere after the migration, in {tables}"
        raise RuntimeError(message)


run(context.config.attributes["connection"])
