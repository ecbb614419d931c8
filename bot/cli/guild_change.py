"""A change of a server's settings by the operator, and what holds then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.desks import OPERATOR
from bot.cli.invocation import invocation_of
from bot.cli.plain import echo_plain
from bot.cli.records import in_session, now

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.setup.settings import Changes, GuildState


def show_guild(context: typer.Context, guild: int) -> None:
    """Print how a server is set."""
    from bot.setup.settings import read_state
    from bot.setup.words import setup_lines
    from bot.text import ENGLISH

    state = in_session(context, lambda session: read_state(session, guild))
    for line in setup_lines(state, invocation_of(context).settings().limits, ENGLISH):
        echo_plain(line)


def change_and_show(
    context: typer.Context, guild: int, changed: Callable[[GuildState], Changes]
) -> None:
    """Save what the operator changes, given how the server is set, and print what holds then."""
    from bot.setup.settings import read_state, save_changes

    async def change(session: AsyncSession) -> None:
        changes = changed(await read_state(session, guild))
        await save_changes(session, guild, changes, actor_id=OPERATOR, now=now())

    in_session(context, change, writes=True)
    show_guild(context, guild)
