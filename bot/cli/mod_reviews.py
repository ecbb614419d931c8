"""``atelier mod review``: withheld pictures that wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.desks import OPERATOR, AnyGuild, at_desks
from bot.cli.records import in_session

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.moderation.parts import Desks
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
    guild_id = _guild_of(context, flag)

    async def decide(desks: Desks) -> bool:
        return await desks.decisions.approve(flag, guild_id=guild_id, actor_id=OPERATOR)

    is_there = at_desks(context, decide)
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
    guild_id = _guild_of(context, flag)

    async def decide(desks: Desks) -> None:
        await desks.decisions.deny(
            flag,
            guild_id=guild_id,
            actor_id=OPERATOR,
            also=also,
        )

    at_desks(context, decide)
    typer.echo("denied")


def _guild_of(context: typer.Context, flag_id: int) -> int | None:
    from bot.policy.refusals import CaseUnknownError
    from db.reviews import read_flag

    flag = in_session(context, lambda session: read_flag(session, flag_id))
    if flag is None:
        raise CaseUnknownError
    return flag.guild_id
