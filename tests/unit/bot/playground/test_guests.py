"""Where no server but a person has installed the bot, it has what that interaction gives it."""

from __future__ import annotations

import pytest

from tests.unit.bot.playground.conftest import DRAW
from tests.unit.bot.playground.wire import MEMBER

EVERYWHERE = DRAW | {"contexts": [0, 1, 2], "integration_types": [0, 1]}
ATTACH_FILES = 1 << 15
VIEW_CHANNEL = 1 << 10


@pytest.fixture
async def guest(wire):
    """A bot that is offered everywhere, and a server without it: (wire, connection, channel)."""
    await wire.register(EVERYWHERE)
    _, made = await wire.page("POST", "admin/guilds", {"name": "Elsewhere"})
    async with wire.online() as connection:
        yield wire, connection, made["channel_id"]


async def use(wire, channel_id):
    body = {"channel_id": channel_id, "name": "draw", "values": {"prompt": "apple"}}
    return (await wire.page("POST", "commands", body))[0]


async def install(wire, *, is_installed=True):
    body = {"persona": "member", "is_installed": is_installed}
    await wire.page("PUT", "admin/installs", body)


async def told(guest):
    wire, connection, channel_id = guest
    await install(wire)
    assert await use(wire, channel_id) == 202
    return await connection.event("INTERACTION_CREATE")


async def answered(wire, interaction, **data):
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback?with_response=true"
    answer = await wire.bot("POST", path, {"type": 4, "data": data}, token=None)
    return answer[1]["resource"]["message"]


async def test_commands_are_there_for_who_has_installed_the_bot(guest):
    wire, _, channel_id = guest

    before = await use(wire, channel_id)
    await install(wire)
    installed = await use(wire, channel_id)
    await install(wire, is_installed=False)

    assert (before, installed, await use(wire, channel_id)) == (404, 202, 404)


async def test_an_interaction_names_its_person_as_who_let_it_in(guest):
    interaction = await told(guest)

    assert interaction["authorizing_integration_owners"] == {"1": MEMBER}
    assert interaction["guild_id"] not in {"", None}
    assert int(interaction["app_permissions"]) & ATTACH_FILES
    assert not int(interaction["app_permissions"]) & VIEW_CHANNEL


async def test_the_bot_s_token_reaches_nothing_there(guest):
    wire, _, channel_id = guest
    message = await answered(wire, await told(guest), content="x")

    path = f"/channels/{channel_id}/messages/{message['id']}"
    status, refused, _ = await wire.bot("PATCH", path, {"content": "y"})

    assert (status, refused["code"]) == (403, 50001)


async def test_answers_are_hidden_where_members_may_not_show_applications(guest):
    wire, connection, _ = guest
    _, made = await wire.page("POST", "admin/guilds", {"name": "x", "has_external_apps": False})

    shown = await answered(wire, await told(guest), content="x")
    await use(wire, made["channel_id"])
    interaction = await connection.event("INTERACTION_CREATE")
    hidden = await answered(wire, interaction, content="x")

    assert not shown["flags"] & 64
    assert hidden["flags"] & 64
    assert len(await wire.messages("other", made["channel_id"])) == 0


async def test_a_direct_channel_is_opened_once(guest):
    wire, connection, _ = guest
    first = (await wire.page("POST", "admin/direct-channels", {"persona": "member"}))[1]
    second = (await wire.page("POST", "admin/direct-channels", {"persona": "member"}))[1]

    assert await use(wire, first["id"]) == 202
    interaction = await connection.event("INTERACTION_CREATE")

    assert first["id"] == second["id"]
    assert (interaction["context"], interaction["channel"]["type"]) == (1, 1)
