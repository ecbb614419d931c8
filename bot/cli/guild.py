"""``atelier guild``: how a server is set, and what /admin setup changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.desks import OPERATOR
from bot.cli.invocation import invocation_of
from bot.cli.records import in_session, now

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.policy.knowledge import Knowledge
    from db.tables import Guild as GuildRow

app = typer.Typer(help="Show and set what a server has set.", no_args_is_help=True)

Guild = Annotated[int, typer.Argument(help="The server's Discord id.", min=1)]
Strictness = Literal["as the operator", "stricter", "strictest"]
Count = Annotated[int | None, typer.Option(min=0, help="0: as the operator has it.")]


@app.command()
def show(context: typer.Context, guild: Guild) -> None:
    """Show how a server is set."""
    from bot.guild_setup import setup_lines
    from bot.policy.knowledge import read_knowledge
    from bot.text import ENGLISH
    from db.guilds import read_guild

    async def read(session: AsyncSession) -> tuple[Knowledge, GuildRow | None]:
        known = await read_knowledge(session, terms="", now=now())
        return known, await read_guild(session, guild)

    known, row = in_session(context, read)
    limits = invocation_of(context).settings().limits
    for line in setup_lines(known.guild(guild), row, limits, ENGLISH):
        typer.echo(line)


@app.command("set")
def set_(
    context: typer.Context,
    guild: Guild,
    *,
    review_channel: Annotated[int | None, typer.Option(help="A channel's id; 0: none.")] = None,
    moderators: Annotated[list[int] | None, typer.Option(help="Roles; 0: none.")] = None,
    artists: Annotated[list[int] | None, typer.Option(help="Roles; 0: everybody.")] = None,
    strictness: Annotated[Strictness | None, typer.Option(help="In ordinary channels.")] = None,
    restricted_strictness: Annotated[
        Strictness | None, typer.Option(help="In age-restricted channels.")
    ] = None,
    age_restricted: Annotated[
        Literal["withhold", "spoiler"] | None, typer.Option(help="What is flagged there.")
    ] = None,
    images: Count = None,
    waiting: Count = None,
    running: Count = None,
    language: Annotated[
        str | None, typer.Option(help="en, de, ja, es or fr; 0: Discord's.")
    ] = None,
) -> None:
    """Change what is named, and show how the server is set then."""
    from bot.guild_setup import LANGUAGES, STRICTNESS

    if language not in {None, "0", *LANGUAGES.values()}:
        raise typer.BadParameter("one of en, de, ja, es, fr", param_hint="--language")
    policy = {
        "review_channel_id": review_channel,
        "moderator_role_ids": moderators and [one for one in moderators if one],
        "drawing_role_ids": artists and [one for one in artists if one],
        "general_offset": STRICTNESS[strictness] if strictness else None,
        "restricted_offset": STRICTNESS[restricted_strictness] if restricted_strictness else None,
        "restricted_action": age_restricted,
    }
    limits = {
        "max_num_images": images,
        "max_waiting": waiting,
        "max_running": running,
        "locale": language and language.strip("0"),
    }
    _change(context, guild, _named(policy), _named(limits))
    show(context, guild)


@app.command()
def channel(
    context: typer.Context,
    guild: Guild,
    channel: Annotated[int, typer.Argument(help="The channel's id.", min=1)],
    *,
    is_open: Annotated[
        bool, typer.Option("--open/--close", help="Once one is open, all others are closed.")
    ],
) -> None:
    """Open a channel for drawing, or close it again."""
    from db.moderation_settings import save_channel

    async def change(session: AsyncSession) -> None:
        await save_channel(
            session, channel, guild_id=guild, is_allowed=is_open, actor_id=OPERATOR, now=now()
        )

    in_session(context, change, writes=True)
    show(context, guild)


def _named(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if value is not None}


def _change(
    context: typer.Context, guild: int, policy: dict[str, Any], limits: dict[str, Any]
) -> None:
    from db.guilds import change_guild
    from db.moderation_settings import save_settings

    async def change(session: AsyncSession) -> None:
        by: dict[str, Any] = {"actor_id": OPERATOR, "now": now()}
        if policy:
            review = policy.get("review_channel_id")
            fields = policy | ({"review_channel_id": None} if review == 0 else {})
            await save_settings(session, guild, **fields, **by)
        if limits:
            await change_guild(
                session, guild, {name: value or None for name, value in limits.items()}, **by
            )

    in_session(context, change, writes=True)
