"""Database addresses as people write them, turned into what the drivers take."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from db.errors import DatabaseUrlError

DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
REMEDY: Final = "Set [database] url to sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."


def parse_url(url: str) -> URL:
    """Return the address with an asynchronous driver.

    libpq's ``sslmode`` becomes asyncpg's ``ssl``, so that addresses from hosting providers work
    as they are.

    Raises:
        DatabaseUrlError: It is no address, names another kind of database, or names a SQLite
            database in memory, of which every connection would see its own.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _refuse("the database address cannot be understood", "?") from error
    if parsed.drivername not in DRIVERS:
        message = f"{parsed.drivername} databases are not supported"
        raise _refuse(message, place_of(parsed))
    parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    if is_sqlite(parsed) and file_of(parsed) is None:
        raise _refuse("a SQLite database needs a file", place_of(parsed))
    return _with_ssl(parsed)


def is_sqlite(url: URL) -> bool:
    """Tell whether the address names a SQLite file."""
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path | None:
    """Return the file that a SQLite address names, or None when it names none."""
    if not is_sqlite(url) or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def place_of(url: URL) -> str:
    """Word where the database is, without user and password."""
    if is_sqlite(url):
        return str(url.database or ":memory:")
    host = url.host or url.query.get("host") or "localhost"
    port = f":{url.port}" if url.port else ""
    return f"{host}{port}/{url.database or ''}"


def _with_ssl(url: URL) -> URL:
    mode = url.query.get("sslmode")
    if is_sqlite(url) or mode is None:
        return url
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


def _refuse(message: str, place: str) -> DatabaseUrlError:
    return DatabaseUrlError(message, place=place, remedy=REMEDY)
