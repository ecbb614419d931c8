"""``atelier privacy``: give people a copy of their data, and forget them."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  (typer reads annotations at run time)
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.invocation import invocation_of
from bot.cli.records import in_session, now, on_database

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.privacy.export import Export
    from db.connection import Database

app = typer.Typer(help="Export and delete what is stored about a person.", no_args_is_help=True)

User = Annotated[int, typer.Argument(help="The person's Discord id.", min=1)]


@app.command()
def export(
    context: typer.Context,
    user: User,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The zip file to write.")],
) -> None:
    """Write everything that is stored about a person into a zip file."""
    from bot.privacy.export import Exporter

    async def copy(database: Database) -> Export:
        return await Exporter(database).export(user, max_bytes=sys.maxsize)

    made = on_database(context, copy)
    if not made.num_rows:
        typer.echo("nothing is stored about this person")
        return
    out.write_bytes(made.parts[0])
    typer.echo(f"{made.num_rows} records in {out}")


@app.command()
def delete(
    context: typer.Context,
    user: User,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it only say what.")] = False,
) -> None:
    """Say what deleting a person's data takes and leaves, and delete it with --yes.

    The running bot clears messages, files and records, and goes on until all is done.
    """
    from bot.privacy.words import erasure_lines
    from bot.text import ENGLISH
    from db.erasures import count_erasure, wish_erasure
    from db.wakeup import notify

    count = in_session(context, lambda session: count_erasure(session, user))
    days = invocation_of(context).settings().retention.case_days
    for line in erasure_lines(count, days, ENGLISH):
        typer.echo(line.replace("**", ""))
    if not yes:
        typer.echo("a dry run: add --yes to delete")
        return

    async def wish(session: AsyncSession) -> None:
        await wish_erasure(session, user, now=now(), actor_id=None)
        await notify(session)

    in_session(context, wish, writes=True)
    typer.echo("begun: nothing of theirs is shown, and the running bot deletes the rest")
