"""The database as commands of the operator's use it: open, at head, and closed again."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from bot.cli.invocation import invocation_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import AsyncIterator, Awaitable, Callable

    import typer
    from sqlalchemy.ext.asyncio import AsyncSession

    from db.connection import Database

T = TypeVar("T")


def in_session(
    context: typer.Context,
    work: Callable[[AsyncSession], Awaitable[T]],
    *,
    writes: bool = False,
) -> T:
    """Do some work in one transaction, and return what comes of it.

    Raises:
        db.errors.DatabaseStartError: The database cannot be used.
    """

    async def run(database: Database) -> T:
        async with database.begin() if writes else database.read() as session:
            return await work(session)

    return on_database(context, run)


def on_database(context: typer.Context, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do some work on the open database, and return what comes of it.

    Raises:
        db.errors.DatabaseStartError: The database cannot be used.
    """

    async def run() -> T:
        async with _opened(context) as database:
            return await work(database)

    return asyncio.run(run())


def now() -> dt.datetime:
    """Return the present instant, aware."""
    from bot.clock import SystemClock

    return SystemClock().now()


@asynccontextmanager
async def _opened(context: typer.Context) -> AsyncIterator[Database]:
    from db.connection import Database
    from db.migrate import require_head

    url = invocation_of(context).settings().database.url.get_secret_value()
    database = Database.open(url, pool_size=1)
    try:
        await require_head(database)
        yield database
    finally:
        await database.close()
