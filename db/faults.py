"""What a driver's exception means to the person who runs the database."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from db.errors import (
    DatabaseDamagedError,
    DatabaseForeignError,
    DatabaseRefusedError,
    DatabaseStartError,
    DatabaseUnavailableError,
    DatabaseUnwritableError,
    DatabaseUrlError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class Meaning(NamedTuple):
    """One of our errors, with its words."""

    error: type[DatabaseStartError]
    message: str
    remedy: str

    def of(self, place: str) -> DatabaseStartError:
        """Return the error for a database."""
        return self.error(self.message, place=place, remedy=self.remedy)


UNAVAILABLE: Final = Meaning(
    DatabaseUnavailableError,
    "the database does not answer",
    "Check that it runs and that [database] url names the right host and port.",
)
BUSY: Final = Meaning(
    DatabaseUnavailableError,
    "the database stayed locked by another program",
    "End the program that holds the file open, or try again.",
)
NO_TURN: Final = Meaning(
    DatabaseUnavailableError,
    "too many transactions waited for the one that writes",
    "Try again; PostgreSQL lets several write at once.",
)
COLLIDED: Final = Meaning(
    DatabaseUnavailableError,
    "two transactions stood in each other's way, and this one gave in",
    "Try again; nothing was changed.",
)
FULL_POOL: Final = Meaning(
    DatabaseUnavailableError,
    "every connection to the database was in use for too long",
    "Raise [database] pool_size, or look for what keeps the database busy.",
)
UNWRITABLE: Final = Meaning(
    DatabaseUnwritableError,
    "the database takes no writes",
    "Give this user write permission on the file and its folder, and free disk space.",
)
UNOPENABLE: Final = Meaning(
    DatabaseUnwritableError,
    "the database file cannot be opened",
    "Create its folder and let this user write in it, or change [database] url.",
)
NOT_A_DATABASE: Final = Meaning(
    DatabaseForeignError,
    "the file is not a SQLite database",
    "Choose another file in [database] url, or move this one away.",
)
DAMAGED: Final = Meaning(
    DatabaseDamagedError,
    "the database file is damaged",
    "Restore a backup, or save what is left: sqlite3 FILE .recover",
)
WRONG_PASSWORD: Final = Meaning(
    DatabaseRefusedError,
    "the database refuses this user or password",
    "Correct the user and password in [database] url.",
)
NO_SUCH_DATABASE: Final = Meaning(
    DatabaseRefusedError,
    "the server has no database of this name",
    "Create it (CREATE DATABASE ...), or correct the name in [database] url.",
)
NOT_ALLOWED: Final = Meaning(
    DatabaseRefusedError,
    "the database does not allow this user to do that",
    "Make the user the owner of the database, or grant it the right to create tables.",
)
WRONG_OPTION: Final = Meaning(
    DatabaseUrlError,
    "the database address has an option that asyncpg does not know",
    "Remove what stands after the question mark in [database] url.",
)

SQLITE_MEANINGS: Final = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: UNWRITABLE,
    sqlite3.SQLITE_FULL: UNWRITABLE,
    sqlite3.SQLITE_IOERR: UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: UNOPENABLE,
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
}
POSTGRES_MEANINGS: Final[tuple[tuple[type[Exception], Meaning], ...]] = (
    (asyncpg.InvalidAuthorizationSpecificationError, WRONG_PASSWORD),
    (asyncpg.InvalidCatalogNameError, NO_SUCH_DATABASE),
    (asyncpg.InsufficientPrivilegeError, NOT_ALLOWED),
    (asyncpg.ReadOnlySQLTransactionError, UNWRITABLE),
    (asyncpg.DiskFullError, UNWRITABLE),
    (asyncpg.TransactionRollbackError, COLLIDED),
    (asyncpg.PostgresConnectionError, UNAVAILABLE),
    (asyncpg.CannotConnectNowError, UNAVAILABLE),
    (asyncpg.TooManyConnectionsError, UNAVAILABLE),
    (asyncpg.OperatorInterventionError, UNAVAILABLE),
)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn a driver's exception into ours where the operator can mend it; let others pass.

    Raises:
        DatabaseStartError: What happened at ``place``, with the driver's exception as cause.
    """
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        meaning = _meaning_of(error)
        if meaning is None:
            _forget_row(error)
            raise
        raise meaning.of(place) from error


@contextmanager
def connecting(place: str) -> Iterator[None]:
    """Do as ``translated`` while a connection is opened, where network errors come bare."""
    try:
        with translated(place):
            yield
    except TypeError as error:
        raise WRONG_OPTION.of(place) from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        meaning = _meaning_of_driver(error) or UNAVAILABLE
        raise meaning.of(place) from error


def _forget_row(error: BaseException | None) -> None:
    """Drop the row that PostgreSQL quotes when it refuses one: people's words may be in it."""
    while error is not None:
        if isinstance(error, asyncpg.PostgresError):
            error.detail = None
        error = error.__cause__


def _meaning_of(error: DBAPIError | PoolTimeoutError) -> Meaning | None:
    if isinstance(error, PoolTimeoutError):
        return FULL_POOL
    return _meaning_of_driver(error.orig) or (UNAVAILABLE if error.connection_invalidated else None)


def _meaning_of_driver(error: BaseException | None) -> Meaning | None:
    """Look through an exception and its causes for one that we know."""
    while error is not None:
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", 0)
            return SQLITE_MEANINGS.get(code & 0xFF)  # the low byte is the primary code
        for kind, meaning in POSTGRES_MEANINGS:
            if isinstance(error, kind):
                return meaning
        error = error.__cause__
    return None
