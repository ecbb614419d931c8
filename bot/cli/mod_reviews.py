"""``atelier mod review``: withheld pictures that wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.desks import OPERATOR, AnyGuild, at_desks
from bot.cli.origins import guild_of_flag
from bot.cli.records import in_session

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from db.tables import ModerationFlag

app = typer.Typer(help="Decide about withheld pictures.", no_args_is_help=True)

Flag = Annotated[int, typer.Argument(help="Its number in the list.", min=1)]
MAX_LISTED = 100


@app.command("list")
def list_(context: typer.Context, *, guild: AnyGuild = None) -> None:
    """List what waits, of a server or of all."""
    from db.reviews import open_flags

    async def read(session: AsyncSession) -> list[ModerationFlag]:
        return await open_flags(session, guild, limit=MAX_LISTED)

    for flag in in_session(context, read):
        typer.echo(
            f"{flag.id:6}  server {flag.guild_id}  person {flag.user_id}  job {flag.job_id}  "
            f"{flag.category} {flag.score:.3f}  {flag.created_at:%Y-%m-%d %H:%M}"
        )


@app.command()
def approve(context: typer.Context, flag: Flag) -> None:
    """Let a withheld picture be seen; the running bot shows it in its message."""
    place = guild_of_flag(context, flag)
    is_there = at_desks(
        context, lambda on: on.decisions.approve(flag, guild_id=place, actor_id=OPERATOR)
    )
    typer.echo("approved" if is_there else "approved; the picture was not kept")


@app.command()
def deny(
    context: typer.Context,
    flag: Flag,
    *,
    also: Annotated[
        Literal["nothing", "strike", "ban"], typer.Option(help="A ban is for seven days.")
    ] = "nothing",
) -> None:
    """Keep a withheld picture from being seen."""
    place = guild_of_flag(context, flag)
    at_desks(
        context,
        lambda on: on.decisions.deny(flag, guild_id=place, actor_id=OPERATOR, also=also),
    )
    typer.echo("denied")
