"""The open database: sessions that begin as they should, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import asyncpg  # type: ignore[import-untyped]  # it comes without types
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import configure_mappers
from typing_extensions import override

from db.faults import NO_TURN, UNOPENABLE, connecting, translated
from db.turns import Turns
from db.urls import file_of, is_sqlite, parse_url, place_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

BUSY_TIMEOUT_MS: Final = 15_000
TURN_SECONDS: Final = 60  # behind hundreds of writers of this process, and another that writes too
CONNECT_TIMEOUT_SECONDS: Final = 10
BROKEN: Final = (  # the last: its end has arrived and was not read yet
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresError,
    asyncpg.InternalClientError,
)
READ_ONLY: Final = {"readonly": True, "postgresql_readonly": True}
WITHOUT_FOREIGN_KEYS: Final = {"foreign_keys": False}  # SQLite: while a migration copies tables

# What is not JSON (NaN) is refused alike on both, before it reaches either.
dump_json: Final = partial(json.dumps, allow_nan=False)


class SqliteConnection(sqlite3.Connection):
    """A connection whose transaction ends with it.

    SQLite keeps a closed connection, with its lock, for as long as anybody holds one of its
    cursors, and the traceback of a cancelled task does.
    """

    @override
    def close(self) -> None:
        """Roll back what was not committed, and close."""
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


class Database:
    """A pool of connections to one database.

    Attributes:
        engine: SQLAlchemy's engine, for migrations and tests; sessions come from ``begin``.
        place: Where the database is, as errors and ``atelier doctor`` say it.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.place = place_of(engine.url)
        self._reading = engine.execution_options(**READ_ONLY)
        self._turns = Turns(TURN_SECONDS)

    @classmethod
    def open(cls, url: str, *, pool_size: int = 5) -> Database:
        """Make the pool; a SQLite file gets its folder, and nothing is connected yet.

        Tables are mapped now: SQLAlchemy would do it at the first query, for 40 ms in which the
        loop answers nobody.

        Raises:
            db.errors.DatabaseUrlError: The address cannot be understood.
            db.errors.DatabaseUnwritableError: The SQLite file's folder cannot be made.
        """
        configure_mappers()
        parsed = parse_url(url)
        return cls(
            _sqlite_engine(parsed, pool_size)
            if is_sqlite(parsed)
            else _postgres_engine(parsed, pool_size)
        )

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """Which of the two it is."""
        return "sqlite" if is_sqlite(self.engine.url) else "postgresql"

    @asynccontextmanager
    async def begin(self, *, is_urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """Open a session in a write transaction; commit at the exit, roll back on an error.

        On SQLite the write lock is taken at the entry (``BEGIN IMMEDIATE``), so that a
        transaction never finds half-way that it has to give up. Await nothing slow inside.
        Those of one process take turns before they take a connection: SQLite itself lets those
        who wait sleep and try again, in no order, and readers would find no connection left.

        Args:
            is_urgent: Whether somebody's answer waits for this; it goes before what is not.

        Raises:
            db.errors.DatabaseStartError: The database cannot be used; nothing was changed.
        """
        async with self._turn(is_urgent=is_urgent), self._session(self.engine) as session:
            yield session
            with translated(self.place):
                await session.commit()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that sees one state of the database and changes nothing.

        Raises:
            db.errors.DatabaseStartError: The database cannot be used.
        """
        async with self._session(self._reading) as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _turn(self, *, is_urgent: bool) -> AsyncIterator[None]:
        """Let writers in one by one, where the database can do no more."""
        if self.dialect == "postgresql":
            yield
            return
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._turns.take(is_urgent=is_urgent))
            except TimeoutError as error:
                raise NO_TURN.of(self.place) from error
            yield

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        with translated(self.place):
            async with AsyncSession(engine, expire_on_commit=False) as session:
                with connecting(self.place):
                    await session.connection()
                yield session


def _engine(url: URL, pool_size: int, connect_args: dict[str, Any]) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        json_serializer=dump_json,
        hide_parameters=True,  # people's words, which errors would carry into the log
        connect_args=connect_args,
    )


def _postgres_engine(url: URL, pool_size: int) -> AsyncEngine:
    settings = {"application_name": "atelier", "jit": "off"}
    connect_args = {"timeout": CONNECT_TIMEOUT_SECONDS, "server_settings": settings}
    engine = _engine(url, pool_size, connect_args)
    event.listen(engine.sync_engine, "checkout", _ping_postgres)
    return engine


def _ping_postgres(
    connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Replace a connection that the server has cut; SQLAlchemy's own ping takes three trips."""
    handle: Any = connection
    try:
        handle.run_async(lambda driver: driver.execute("SELECT"))
    except BROKEN as error:
        raise InvalidatePoolError from error


def _sqlite_engine(url: URL, pool_size: int) -> AsyncEngine:
    _prepare_file(url)
    engine = _engine(url, pool_size, {"factory": SqliteConnection})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_file(url: URL) -> None:
    """Make the folder, and look whether a file that is there can be opened.

    Looked at here and not on connecting: aiosqlite's thread outlives a connection that failed,
    and then complains on the terminal about an event loop that is gone.
    """
    if (file := file_of(url)) is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            sqlite3.connect(file).close()
    except (OSError, sqlite3.Error) as error:
        raise UNOPENABLE.of(place_of(url)) from error


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Hand transactions over to ``_begin_sqlite``, and set what holds for a connection."""
    handle: Any = connection
    handle.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",  # first: switching to WAL may meet a lock
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("foreign_keys", True):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # has no effect once begun
    connection.exec_driver_sql("BEGIN" if options.get("readonly") else "BEGIN IMMEDIATE")
