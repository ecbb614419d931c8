"""``atelier mod report`` and ``atelier mod appeal``: what people ask to be looked at."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.desks import OPERATOR, Job, at_desks
from bot.cli.origins import guild_of_appeal, guild_of_job
from bot.cli.records import in_session

reports = typer.Typer(help="Decide about reported pictures.", no_args_is_help=True)
appeals = typer.Typer(help="Decide about appeals.", no_args_is_help=True)

Appeal = Annotated[int, typer.Argument(help="Its number in the list.", min=1)]
MAX_LISTED = 100


@reports.command("list")
def list_reports(context: typer.Context) -> None:
    """List the open reports of all servers."""
    from db.verdicts import open_reports

    for one in in_session(context, lambda session: open_reports(session, limit=MAX_LISTED)):
        typer.echo(
            f"job {one.job_id}  picture row {one.image_id}  server {one.guild_id}  "
            f"by {one.user_id}  {one.created_at:%Y-%m-%d %H:%M}"
        )


@reports.command()
def remove(context: typer.Context, job: Job) -> None:
    """Take a reported job's pictures down, and close its reports."""
    from bot.moderation.takedown import Target

    place, target = guild_of_job(context, job), Target(job_id=job)
    count = at_desks(
        context, lambda on: on.takedown.remove(target, guild_id=place, actor_id=OPERATOR)
    )
    typer.echo(f"{count} pictures removed")


@reports.command()
def keep(context: typer.Context, job: Job) -> None:
    """Let a reported job's pictures stay, and close its reports."""
    place = guild_of_job(context, job)
    count = at_desks(context, lambda on: on.takedown.keep(job, guild_id=place, actor_id=OPERATOR))
    typer.echo(f"{count} reports closed")


@appeals.command("list")
def list_appeals(context: typer.Context) -> None:
    """List the open appeals of all servers."""
    from db.verdicts import open_appeals

    for one in in_session(context, lambda session: open_appeals(session, limit=MAX_LISTED)):
        typer.echo(
            f"{one.id:6}  {one.subject} {one.subject_id}  server {one.guild_id}  "
            f"by {one.user_id}  {one.created_at:%Y-%m-%d %H:%M}"
        )


@appeals.command()
def accept(context: typer.Context, appeal: Appeal) -> None:
    """Take back what was decided."""
    place = guild_of_appeal(context, appeal)
    at_desks(context, lambda on: on.appeals.accept(appeal, guild_id=place, actor_id=OPERATOR))
    typer.echo("accepted")


@appeals.command()
def reject(context: typer.Context, appeal: Appeal) -> None:
    """Let what was decided stay."""
    place = guild_of_appeal(context, appeal)
    at_desks(context, lambda on: on.appeals.reject(appeal, guild_id=place, actor_id=OPERATOR))
    typer.echo("rejected")
