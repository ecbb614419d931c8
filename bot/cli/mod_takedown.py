"""``atelier mod takedown``: removes pictures for good, after saying which."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.desks import OPERATOR, AnyGuild, at_desks
from bot.cli.origins import guild_of_job
from bot.cli.records import in_session, now

if TYPE_CHECKING:
    from bot.moderation.parts import Desks
    from bot.moderation.takedown import Target


def takedown(
    context: typer.Context,
    *,
    job: Annotated[int | None, typer.Option(min=1, help="The job's number.")] = None,
    picture: Annotated[
        int | None, typer.Option(min=1, max=9, help="Only this picture of it.")
    ] = None,
    derived: Annotated[
        bool, typer.Option("--derived", help="Also everything that was made from it.")
    ] = False,
    user: Annotated[int | None, typer.Option(min=1, help="Instead: this person's.")] = None,
    hours: Annotated[int, typer.Option(min=1, help="... of so many hours.")] = 24,
    guild: AnyGuild = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove; without it only say what.")] = False,
) -> None:
    """Say which pictures would go, and remove them with --yes: files, messages and buttons."""
    from bot.moderation.takedown import Target

    if (job is None) == (user is None):
        raise typer.BadParameter("say --job or --user", param_hint="--job")
    index = picture - 1 if picture else None
    since = now() - dt.timedelta(hours=hours)
    target = Target(job_id=job, index=index, has_derived=derived, user_id=user, since=since)
    count = 0
    for guild_id in _guilds(context, target, guild):
        count += at_desks(context, partial(_go, target=target, guild_id=guild_id, yes=yes))
    typer.echo(f"{count} pictures removed" if yes else f"{count} would go; add --yes to remove")


async def _go(desks: Desks, *, target: Target, guild_id: int | None, yes: bool) -> int:
    if yes:
        return await desks.takedown.remove(target, guild_id=guild_id, actor_id=OPERATOR)
    images = await desks.takedown.find(target, guild_id)
    for image in images:
        typer.echo(f"server {guild_id}  job {image.job_id}  picture {image.index + 1}")
    return len(images)


def _guilds(context: typer.Context, target: Target, guild: int | None) -> list[int | None]:
    """Return in which servers to look; None stands for direct messages."""
    from db.takedowns import guilds_of_user

    if guild is not None:
        return [guild]
    if target.job_id is not None:
        return [guild_of_job(context, target.job_id)]
    user_id = target.user_id or 0
    return in_session(context, lambda session: guilds_of_user(session, user_id))
