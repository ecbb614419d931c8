"""In which server something began that the operator decides about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.records import in_session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import typer
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.errors import BotError
    from db.tables import Job, ModerationFlag
    from db.tables_moderation import Appeal


def guild_of_job(context: typer.Context, job_id: int) -> int | None:
    """Return the server in which a job was asked for; None for direct messages.

    Raises:
        bot.errors.JobUnknownError: There is no such job.
    """
    from bot.errors import JobUnknownError
    from db.jobs import read_job

    return _guild_of(context, lambda session: read_job(session, job_id), JobUnknownError)


def guild_of_flag(context: typer.Context, flag_id: int) -> int | None:
    """Return the server in which a picture was withheld; None for direct messages.

    Raises:
        bot.policy.refusals.CaseUnknownError: There is no such flag.
    """
    from bot.policy.refusals import CaseUnknownError
    from db.reviews import read_flag

    return _guild_of(context, lambda session: read_flag(session, flag_id), CaseUnknownError)


def guild_of_appeal(context: typer.Context, appeal_id: int) -> int | None:
    """Return the server about which somebody appeals; None for what holds everywhere.

    Raises:
        bot.policy.refusals.CaseUnknownError: There is no such appeal.
    """
    from bot.policy.refusals import CaseUnknownError
    from db.verdicts import read_appeal

    return _guild_of(context, lambda session: read_appeal(session, appeal_id), CaseUnknownError)


def _guild_of(
    context: typer.Context,
    read: Callable[[AsyncSession], Awaitable[Job | ModerationFlag | Appeal | None]],
    unknown: Callable[[], BotError],
) -> int | None:
    found = in_session(context, read)
    if found is None:
        raise unknown()
    return found.guild_id
