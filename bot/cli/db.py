"""``atelier db``: bring the database to the form that this program expects, or show where it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.invocation import invocation_of

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.files.retention import Pruned

app = typer.Typer(help="Migrate the database and show its revision.", no_args_is_help=True)


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database to the newest revision; running it again changes nothing."""
    from db import migrate

    url = _url(context)
    before = migrate.current(url)
    migrate.upgrade(url)
    now = migrate.head()
    typer.echo(f"database at {now}" if before == now else f"database: {before or 'empty'} → {now}")


@app.command()
def current(context: typer.Context) -> None:
    """Print the database's revision, and the one that this program needs."""
    from db import migrate

    revision = migrate.current(_url(context))
    typer.echo(f"{revision or 'empty'} (this program needs {migrate.head()})")


@app.command()
def downgrade(
    context: typer.Context,
    revision: Annotated[str, typer.Argument(help="Such as 0001; base removes every table.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the database back to an older revision; what it cannot hold is deleted."""
    from db import migrate

    url = _url(context)
    if not yes:
        question = f"Go back from {migrate.current(url) or 'empty'} to {revision}? Data may be lost"
        typer.confirm(question, abort=True)
    migrate.downgrade(url, revision)
    typer.echo(f"database: {migrate.current(url) or 'empty'}")


@app.command()
def prune(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
) -> None:
    """Remove the pictures and records that are older than [retention] keeps them.

    The running bot does so every hour.
    """
    pruned = asyncio.run(_prune(invocation_of(context).settings(), dry_run=dry_run))
    verb = "would go" if dry_run else "gone"
    for name, count in pruned._asdict().items():
        typer.echo(f"{name:10} {count} {verb}")


async def _prune(settings: Settings, *, dry_run: bool) -> Pruned:
    from bot.clock import SystemClock
    from bot.files.retention import Retention
    from bot.files.storage import Storage
    from bot.files.uploads import Uploads
    from db.connection import Database
    from db.migrate import require_head

    database = Database.open(settings.database.url.get_secret_value(), pool_size=1)
    try:
        await require_head(database)
        retention = Retention(
            settings.retention,
            database=database,
            storage=Storage(settings.storage.folder),
            uploads=Uploads(settings.storage.folder / "uploads"),
            quarantine=settings.safety.quarantine,
            clock=SystemClock(),
        )
        return await retention.prune(dry_run=dry_run)
    finally:
        await database.close()


def _url(context: typer.Context) -> str:
    return invocation_of(context).settings().database.url.get_secret_value()
