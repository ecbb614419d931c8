"""``atelier mod log``: the log of decisions, which is only ever added to."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads annotations at run time)
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.desks import AnyGuild  # noqa: TC001  (typer reads annotations at run time)
from bot.cli.records import in_session

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from db.tables_moderation import ModerationAction

app = typer.Typer(help="Read the log of decisions.", no_args_is_help=True)

PAGE = 1000


@app.command()
def show(
    context: typer.Context,
    *,
    guild: AnyGuild = None,
    user: Annotated[int | None, typer.Option(help="Only about this person.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=PAGE, help="How many.")] = 20,
) -> None:
    """Show the latest decisions."""
    from bot.moderation.log_lines import action_words
    from bot.text import ENGLISH
    from db.audit import list_actions

    async def read(session: AsyncSession) -> list[ModerationAction]:
        return await list_actions(session, guild_id=guild, user_id=user, limit=limit)

    for action in in_session(context, read):
        facts = " ".join(f"{name}={value}" for name, value in action.details.items())
        typer.echo(
            f"{action.created_at:%Y-%m-%d %H:%M:%S}  {action.action:16} "
            f"server {action.guild_id}  by {action.actor_id or '-'}  person {action.user_id or '-'}"
            f"  job {action.job_id or '-'}  {action_words(action, ENGLISH)}  {facts}"
        )


@app.command()
def export(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
    as_csv: Annotated[
        bool, typer.Option("--csv/--json", help="CSV, or a JSON object a line.")
    ] = False,
    guild: AnyGuild = None,
) -> None:
    """Write all decisions into a file, the newest first."""
    from bot.moderation.log_lines import log_file

    actions = in_session(context, lambda session: _all(session, guild))
    out.write_bytes(log_file(actions, "csv" if as_csv else "json"))
    typer.echo(f"{len(actions)} decisions in {out}")


async def _all(session: AsyncSession, guild: int | None) -> list[ModerationAction]:
    from db.audit import list_actions

    found: list[ModerationAction] = []
    while True:
        before_id = found[-1].id if found else None
        page = await list_actions(session, guild_id=guild, before_id=before_id, limit=PAGE)
        if not page:
            return found
        found += page
