"""``atelier mod``: what moderators do in Discord, for the operator, in a server or everywhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import mod_cases, mod_log, mod_records, mod_reviews, mod_rules, mod_takedown
from bot.cli.desks import OPERATOR, AnyGuild, Guild, User
from bot.cli.records import in_session, now

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

app = typer.Typer(help="Moderate: people, prompts and pictures.", no_args_is_help=True)
app.add_typer(mod_rules.app, name="rules")
app.add_typer(mod_reviews.app, name="review")
app.add_typer(mod_cases.reports, name="report")
app.add_typer(mod_cases.appeals, name="appeal")
app.add_typer(mod_log.app, name="log")
app.command("takedown")(mod_takedown.takedown)
app.command("image")(mod_records.image)
app.command("user")(mod_records.user)

Reason = Annotated[str, typer.Option("--reason", help="The person reads it.", show_default=False)]
Channel = Annotated[int | None, typer.Option("--channel", help="Only this channel.", min=1)]


@app.command()
def ban(
    context: typer.Context,
    user: User,
    *,
    reason: Reason,
    guild: AnyGuild = None,
    days: Annotated[int | None, typer.Option(min=1, help="Left out: for good.")] = None,
) -> None:
    """Close drawing to a person, everywhere or in a server."""
    from db.bans import ban_user

    instant = now()

    async def close(session: AsyncSession) -> None:
        await ban_user(
            session,
            user,
            guild_id=guild,
            reason=reason,
            expires_at=instant + dt.timedelta(days=days) if days else None,
            actor_id=OPERATOR,
            now=instant,
        )

    in_session(context, close, writes=True)
    typer.echo(f"{user} is banned {_where(guild)}")


@app.command()
def unban(context: typer.Context, user: User, *, guild: AnyGuild = None) -> None:
    """Lift a ban, everywhere or in a server, and forgive the strikes there."""
    from db.bans import unban_user
    from db.strikes import forgive_user

    async def open_again(session: AsyncSession) -> bool:
        instant = now()
        has_gone = await unban_user(session, user, guild_id=guild, actor_id=OPERATOR, now=instant)
        await forgive_user(session, user, guild_id=guild, actor_id=OPERATOR, now=instant)
        return has_gone

    has_gone = in_session(context, open_again, writes=True)
    typer.echo(f"{'lifted' if has_gone else 'no ban of this person'} {_where(guild)}")


@app.command()
def strike(context: typer.Context, user: User, *, guild: Guild, reason: Reason) -> None:
    """Give a person a strike in a server; several slow them down, and fade."""
    from db.strikes import add_strike

    async def give(session: AsyncSession) -> None:
        await add_strike(
            session,
            user,
            guild_id=guild,
            weight=1.0,
            reason=reason,
            job_id=None,
            actor_id=OPERATOR,
            now=now(),
        )

    in_session(context, give, writes=True)
    typer.echo("given")


@app.command()
def note(
    context: typer.Context,
    user: User,
    words: Annotated[str, typer.Argument(help="What the server's moderators should know.")],
    *,
    guild: Guild,
    job: Annotated[int | None, typer.Option(min=1, help="One of their jobs.")] = None,
) -> None:
    """Note something about a person, or a job of theirs, for a server's moderators."""
    from bot.moderation.noting import take_note

    async def keep(session: AsyncSession) -> None:
        await take_note(
            session,
            words,
            guild_id=guild,
            user_id=user,
            job_id=job,
            actor_id=OPERATOR,
            now=now(),
        )

    in_session(context, keep, writes=True)
    typer.echo("noted")


@app.command()
def pause(context: typer.Context, *, guild: Guild, reason: Reason, channel: Channel = None) -> None:
    """Stop drawing in a server, or in one channel of it."""
    _set_pause(context, guild, channel, reason)
    typer.echo("paused")


@app.command()
def resume(context: typer.Context, *, guild: Guild, channel: Channel = None) -> None:
    """Draw again in a server, or in one channel of it."""
    _set_pause(context, guild, channel, None)
    typer.echo("resumed")


def _set_pause(context: typer.Context, guild: int, channel: int | None, reason: str | None) -> None:
    from db.moderation_settings import save_channel, save_settings

    async def change(session: AsyncSession) -> None:
        if channel is None:
            await save_settings(session, guild, pause_reason=reason, actor_id=OPERATOR, now=now())
        else:
            await save_channel(
                session,
                channel,
                guild_id=guild,
                lock_reason=reason,
                actor_id=OPERATOR,
                now=now(),
            )

    in_session(context, change, writes=True)


def _where(guild: int | None) -> str:
    return "everywhere" if guild is None else f"in server {guild}"
