"""Bringing a database to the form that this program expects."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import inspect

from db.connection import WITHOUT_FOREIGN_KEYS, Database
from db.errors import (
    DatabaseForeignError,
    DatabaseNewerError,
    MigrationNeededError,
    UnknownRevisionError,
)
from db.faults import connecting, translated
from db.urls import file_of, parse_url

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sqlalchemy import Connection

VERSION_TABLE: Final = "alembic_version"
OLDEST_TABLE: Final = "jobs"  # every revision has it, and no stranger with our version table
MIGRATION_LOCK: Final = 0x41_74_65_6C  # "Atel", among PostgreSQL's advisory locks
ResultT = TypeVar("ResultT")


def upgrade(url: str) -> None:
    """Bring the database to head in one transaction; at head already, nothing happens.

    Blocks, and may be called with or without a running event loop. Two at once are safe: the
    second waits and finds nothing left to do.

    Raises:
        db.errors.DatabaseStartError: It cannot be reached, written or understood; unchanged.
    """
    _in_a_loop_of_its_own(_migrate(url, lambda config: command.upgrade(config, "head")))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to ``revision`` (``base`` for none); what it cannot hold is lost.

    Raises:
        UnknownRevisionError: There is no such revision below the present one.
        db.errors.DatabaseStartError: It cannot be reached, written or understood; unchanged.
    """
    _in_a_loop_of_its_own(_migrate(url, lambda config: command.downgrade(config, revision)))


def current(url: str) -> str | None:
    """Return the database's revision, or None when there are no tables yet.

    Raises:
        db.errors.DatabaseStartError: It cannot be reached, or another program's data is there.
    """
    file = file_of(parse_url(url))
    if file is not None and not file.exists():
        return None
    return _in_a_loop_of_its_own(_read_revision(url))


def head() -> str:
    """Return the revision that this program is written for."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


async def require_head(database: Database) -> None:
    """Check that the database has the form that this program is written for.

    Raises:
        MigrationNeededError: It is older, or empty.
        db.errors.DatabaseStartError: It cannot be reached, is newer, or another program's.
    """
    revision = await _inspect(database)
    if revision != head():
        state = f"is at revision {revision}" if revision else "has no tables yet"
        message = f"the database {state}; this program needs {head()}"
        remedy = "Run: atelier db upgrade"
        raise MigrationNeededError(message, place=database.place, remedy=remedy)


def _config() -> Config:
    """Point Alembic to the installed ``migrations`` package; there is no alembic.ini."""
    config = Config()
    folder = str(files("migrations")).replace("%", "%%")  # configparser would interpolate
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    return config


async def _migrate(url: str, step: Callable[[Config], None]) -> None:
    database = Database.open(url, pool_size=1)
    engine = database.engine.execution_options(**WITHOUT_FOREIGN_KEYS)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        with connecting(database.place):
            connection = await stack.enter_async_context(engine.connect())
        with translated(database.place):
            async with connection.begin():
                await connection.run_sync(_run, database.place, step)


def _run(connection: Connection, place: str, step: Callable[[Config], None]) -> None:
    """Do one migration, alone: SQLite has one writer, and PostgreSQL gets a lock."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
    _check_ours(connection, place)
    config = _config()
    config.attributes["connection"] = connection
    try:
        step(config)
    except CommandError as error:
        remedy = "Name a revision that `atelier db current` has shown, or base."
        raise UnknownRevisionError(str(error), place=place, remedy=remedy) from error
    if connection.dialect.name == "sqlite":
        _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    """Refuse to commit a SQLite migration, done with foreign keys off, that broke one.

    Raises:
        RuntimeError: With the tables concerned: a bug in the migration, which is rolled back.
    """
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        message = f"{len(broken)} rows would point nowhere after the migration, in {tables}"
        raise RuntimeError(message)


async def _read_revision(url: str) -> str | None:
    database = Database.open(url, pool_size=1)
    try:
        return await _inspect(database)
    finally:
        await database.close()


async def _inspect(database: Database) -> str | None:
    async with database.read() as session:
        connection = await session.connection()
        with translated(database.place):
            return await connection.run_sync(_check_ours, database.place)


def _check_ours(connection: Connection, place: str) -> str | None:
    """Return the revision, once it is clear that the tables are ours or that there are none.

    Raises:
        DatabaseForeignError: There are tables that no Atelier made.
        DatabaseNewerError: The revision is one that this program does not know.
    """
    tables = set(inspect(connection).get_table_names())
    revisions = MigrationContext.configure(connection).get_current_heads()
    is_ours = OLDEST_TABLE in tables if revisions else not tables - {VERSION_TABLE}
    if not is_ours:
        message = "the database holds tables of another program"
        remedy = "Choose an empty database in [database] url."
        raise DatabaseForeignError(message, place=place, remedy=remedy)
    for revision in revisions:
        _check_known(revision, place)
    return revisions[0] if revisions else None


def _check_known(revision: str, place: str) -> None:
    if revision not in _known_revisions():
        message = f"the database is at revision {revision}, which this program does not know"
        remedy = "Install the Atelier that made it, or restore a backup made before."
        raise DatabaseNewerError(message, place=place, remedy=remedy)


def _known_revisions() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _in_a_loop_of_its_own(work: Coroutine[None, None, ResultT]) -> ResultT:
    """Run to the end in a thread, so that a running event loop is no hindrance."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(asyncio.run, work).result()
