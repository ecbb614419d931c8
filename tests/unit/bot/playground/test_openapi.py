"""What a discord.py bot sends, against Discord's own description of its API."""

import pytest

from tests.support.openapi import mistakes_in, mistakes_in_answer, require_description
from tests.support.small_bot import running_bot
from tests.unit.bot.playground.conftest import DRAW
from tests.unit.bot.playground.test_interactions import BUTTONS, answer, use
from tests.unit.bot.playground.wire import APPLICATION, GENERAL, GUILD, MEMBER

COMMANDS = "/api/v10/applications/1/commands"


def request(method, path, body):
    return {"method": method, "path": path, "body": body, "status": 200}


async def test_everything_that_a_real_bot_sends_fits_the_description(playground):
    require_description()
    async with playground.person() as person, running_bot(playground):
        await person.wait_for_bot("draw")
        drawn = await person.command("draw", prompt="plum")
        drawn = await person.wait_for(drawn, lambda message: message.buttons)
        modal = await person.press(drawn, "Edit")
        await person.submit(modal, {"Prompt": "pear"})
        await person.press(drawn, "Again")
        await person.autocomplete("draw", "prompt", "p")
        await person.command("think", private=False, picture=b"123")
        await person.wait_for_message(lambda message: message.content == "and that is all")
        sent = await playground.requests()

    assert len([one for one in sent if one["body"] is not None]) >= 7
    assert mistakes_in(sent) == []


def test_body_that_does_not_fit_is_found():
    require_description()

    long = request("PUT", COMMANDS, [{"name": "x" * 33, "description": "x"}])
    unknown = request("POST", "/api/v10/nowhere", {})
    fine = request("PUT", COMMANDS, [{"name": "x", "description": "x", "nsfw": 0}])

    assert len(mistakes_in([long, unknown])) == 2
    assert mistakes_in([fine]) == []


TEXT = {"type": 10, "content": "words"}
CLASSIC = {
    "content": f"<@{MEMBER}>",
    "embeds": [{"title": "x", "image": {"url": "attachment://a.png"}}],
    "components": BUTTONS,
}
V2 = {
    "flags": 1 << 15,
    "components": [
        {
            "type": 17,
            "components": [
                TEXT,
                {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]},
                {"type": 14},
                {"type": 13, "file": {"url": "attachment://b.txt"}},
            ],
        },
        {
            "type": 9,
            "components": [TEXT],
            "accessory": {"type": 11, "media": {"url": "https://example.org/a.png"}},
        },
    ],
}


@pytest.mark.parametrize("body", [pytest.param(CLASSIC, id="classic"), pytest.param(V2, id="v2")])
async def test_message_is_answered_in_the_described_form(wire, body):
    path = f"/channels/{GENERAL}/messages"
    status, made, _ = await wire.bot("POST", path, body, files=[("a.png", b"x"), ("b.txt", b"y")])

    assert mistakes_in_answer("POST", path, status, made) == []


@pytest.mark.parametrize(
    "path",
    [
        "/users/@me",
        "/gateway",
        "/gateway/bot",
        "/applications/@me",
        f"/guilds/{GUILD}",
        f"/guilds/{GUILD}/roles",
        f"/guilds/{GUILD}/channels",
        f"/guilds/{GUILD}/members/{MEMBER}",
        f"/channels/{GENERAL}",
    ],
)
async def test_world_is_answered_in_the_described_form(wire, path):
    status, body, _ = await wire.bot("GET", path)

    assert mistakes_in_answer("GET", path, status, body) == []


async def test_commands_and_callbacks_are_answered_in_the_described_form(drawing):
    wire, _ = drawing
    path = f"/applications/{APPLICATION}/commands"
    registered = await wire.register(DRAW, {"name": "Look", "type": 3})
    interaction = await use(drawing)
    status, described = await answer(wire, interaction, 4, {"components": BUTTONS, "content": "x"})
    callback = f"/interactions/{interaction['id']}/{interaction['token']}/callback"

    assert mistakes_in_answer("PUT", path, 200, registered) == []
    assert mistakes_in_answer("POST", callback, status, described) == []
