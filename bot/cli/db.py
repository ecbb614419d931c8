"""``atelier db``: bring the database to the form that this program expects, or show where it is."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.invocation import invocation_of

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


def _url(context: typer.Context) -> str:
    return invocation_of(context).settings().database.url.get_secret_value()
