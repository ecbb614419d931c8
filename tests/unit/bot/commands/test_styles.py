"""A server's styles stand in the log of decisions; a person's own are nobody's business."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from bot.commands.styles import StylesCommand
from bot.moderation.log_lines import action_line
from bot.ordering.recollection import Place
from bot.ordering.refusals import ServerStyleError, StyleUnknownError
from bot.text import ENGLISH
from db.audit import list_actions
from db.people import styles_of
from tests.support.clock import NOON

HERE, ADMINISTRATOR = 1, 6


class Forgetful:
    """Notes whose styles are forgotten."""

    def __init__(self):
        self.places = []

    def forget(self, place):
        self.places.append(place)


@pytest.fixture
def cog(bench):
    return StylesCommand(
        SimpleNamespace(
            database=bench.database,
            clock=SimpleNamespace(now=lambda: NOON),
            engine=SimpleNamespace(model=None),
            recollection=SimpleNamespace(styles=Forgetful()),
        )
    )


def an_interaction(*, manages=True):
    async def send_message(*_words, **_fields):
        """Say nothing to anybody."""

    return SimpleNamespace(
        user=SimpleNamespace(id=ADMINISTRATOR),
        guild_id=HERE,
        locale=discord.Locale.british_english,
        permissions=discord.Permissions(manage_guild=manages),
        response=SimpleNamespace(send_message=send_message, is_done=lambda: False),
    )


async def save(cog, *, server, manages=True):
    interaction = an_interaction(manages=manages)
    await StylesCommand.save.callback(cog, interaction, "House", "on a wall", server=server)


async def remove(cog, *, server):
    await StylesCommand.remove.callback(cog, an_interaction(), "HOUSE", server=server)


async def logged(bench):
    async with bench.database.read() as session:
        actions = await list_actions(session, limit=9)
    assert {one.guild_id for one in actions} <= {HERE}
    return [action_line(one, ENGLISH).partition(": ")[2] for one in reversed(actions)]


async def test_saving_and_removing_a_server_s_style_stands_in_the_log(bench, cog):
    await save(cog, server=True)
    await remove(cog, server=True)

    assert await logged(bench) == ["added a style", "removed a style"]
    assert cog._atelier.recollection.styles.places == [Place(ADMINISTRATOR, HERE)] * 2


async def test_a_style_of_one_s_own_does_not(bench, cog):
    await save(cog, server=False)
    await remove(cog, server=False)

    assert await logged(bench) == []


async def test_what_is_refused_changes_nothing_and_is_not_logged(bench, cog):
    with pytest.raises(ServerStyleError):
        await save(cog, server=True, manages=False)
    with pytest.raises(StyleUnknownError):
        await remove(cog, server=True)

    async with bench.database.read() as session:
        assert await styles_of(session, [HERE]) == []
    assert await logged(bench) == []
