"""What a discord.py bot sends, against Discord's own description of its API."""

from tests.support.openapi import mistakes_in, require_description
from tests.support.small_bot import running_bot

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
