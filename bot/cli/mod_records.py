"""``atelier mod image`` and ``atelier mod user``: what moderators are shown, for the operator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.desks import (
    AnyGuild,  # noqa: TC001  (typer reads annotations at run time)
    Job,  # noqa: TC001
    User,  # noqa: TC001
)
from bot.cli.plain import echo_plain
from bot.cli.records import in_session, now

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.moderation.card import PictureCase


def image(
    context: typer.Context,
    job: Job,
    *,
    picture: Annotated[int, typer.Option(min=1, max=9, help="Which of its pictures.")] = 1,
) -> None:
    """Show everything about one picture, as /mod image does."""
    from bot.errors import JobUnknownError
    from bot.moderation.card import picture_case
    from bot.text import ENGLISH
    from db.jobs import read_job

    async def read(session: AsyncSession) -> PictureCase:
        asked = await read_job(session, job)
        if asked is None:
            raise JobUnknownError
        guild_id = asked.guild_id
        return await picture_case(session, job, picture - 1, guild_id=guild_id, text=ENGLISH)

    echo_plain(in_session(context, read).words)


def user(context: typer.Context, user: User, *, guild: AnyGuild = None) -> None:
    """Show a person's record in a server, or in all of them, as /mod user does."""
    from bot.moderation.person_card import person_lines
    from bot.policy.knowledge import read_knowledge
    from bot.text import ENGLISH

    instant = now()

    async def read(session: AsyncSession) -> dict[int | None, list[str]]:
        known = await read_knowledge(session, terms="", now=instant)
        places = await _places(session, user) if guild is None else [guild]
        return {
            place: await person_lines(
                session, user, guild_id=place, known=known, now=instant, text=ENGLISH
            )
            for place in places
        }

    for place, lines in in_session(context, read).items():
        typer.echo("outside of servers, and everywhere:" if place is None else f"server {place}:")
        for line in lines:
            echo_plain(line, indent="  ")


async def _places(session: AsyncSession, user_id: int) -> list[int | None]:
    """Return where something is recorded about a person; what holds everywhere comes last."""
    from db.audit import guilds_with_actions
    from db.takedowns import guilds_of_user

    drawn, decided = (
        await guilds_of_user(session, user_id),
        await guilds_with_actions(session, user_id),
    )
    found = {*drawn, *decided}
    return [*sorted(one for one in found if one is not None), None]
