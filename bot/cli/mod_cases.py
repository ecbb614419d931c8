"""``atelier mod report`` and ``atelier mod appeal``: what people ask to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.desks import OPERATOR, Job, at_desks
from bot.cli.records import in_session

if TYPE_CHECKING:
    from bot.moderation.parts import Desks

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

    guild_id = guild_of_job(context, job)

    async def decide(desks: Desks) -> int:
        target = Target(job_id=job)
        return await desks.takedown.remove(target, guild_id=guild_id, actor_id=OPERATOR)

    typer.echo(f"{at_desks(context, decide)} pictures removed")


@reports.command()
def keep(context: typer.Context, job: Job) -> None:
    """Let a reported job's pictures stay, and close its reports."""
    guild_id = guild_of_job(context, job)

    async def decide(desks: Desks) -> int:
        return await desks.takedown.keep(job, guild_id=guild_id, actor_id=OPERATOR)

    typer.echo(f"{at_desks(context, decide)} reports closed")


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
    guild_id = _guild_of(context, appeal)

    async def decide(desks: Desks) -> None:
        await desks.appeals.accept(appeal, guild_id=guild_id, actor_id=OPERATOR)

    at_desks(context, decide)
    typer.echo("accepted")


@appeals.command()
def reject(context: typer.Context, appeal: Appeal) -> None:
    """Let what was decided stay."""
    guild_id = _guild_of(context, appeal)

    async def decide(desks: Desks) -> None:
        await desks.appeals.reject(appeal, guild_id=guild_id, actor_id=OPERATOR)

    at_desks(context, decide)
    typer.echo("rejected")


def guild_of_job(context: typer.Context, job_id: int) -> int | None:
    """Return the server in which a job was asked for.

    Raises:
        bot.errors.JobUnknownError: There is no such job.
    """
    from bot.errors import JobUnknownError
    from db.jobs import read_job

    job = in_session(context, lambda session: read_job(session, job_id))
    if job is None:
        raise JobUnknownError
    return job.guild_id


def _guild_of(context: typer.Context, appeal_id: int) -> int | None:
    from bot.policy.refusals import CaseUnknownError
    from db.verdicts import read_appeal

    appeal = in_session(context, lambda session: read_appeal(session, appeal_id))
    if appeal is None:
        raise CaseUnknownError
    return appeal.guild_id
