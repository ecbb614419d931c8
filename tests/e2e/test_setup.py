"""An administrator is led through the settings of a server, also across a restart of the bot."""

from __future__ import annotations

import pytest

from bot.playground.seed import MODERATOR_ROLE_ID
from bot.text import ENGLISH
from tests.support.playground import GENERAL, RESTRICTED

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIMIT = ENGLISH.say("threshold.limit")


async def turn(admin, message, button, title):
    await admin.press(message, button)
    return await admin.wait_for(message, lambda shown: shown.content.startswith(f"**{title}**"))


async def choose(admin, message, name, *values):
    """Choose in the select of a question, and wait until the message shows what is saved."""
    await admin.choose(message, f"atelier:setup:set:{name}", *values)
    return await admin.wait_for(message, lambda shown: _chosen(shown, name) == {*values})


async def test_the_wizard_asks_saves_and_survives_a_restart(stage):
    async with stage.playground.person("admin") as admin:
        answer = await admin.command("admin setup")
        message = await admin.wait_for(answer, lambda shown: "step 1 of 7" in shown.content)
        assert message.is_ephemeral

        await choose(admin, message, "language", "de")
        message = await turn(admin, message, "Next", "Where, and by whom")
        await choose(admin, message, "channels", GENERAL, RESTRICTED)
        await stage.bot.restart()

        message = await turn(admin, message, "Next", "Moderators")
        await choose(admin, message, "moderators", MODERATOR_ROLE_ID)
        message = await turn(admin, message, "Next", "What pictures are allowed")
        await choose(admin, message, "strictness", "stricter")
        modal = await admin.press(message, "Set a threshold…")
        await admin.submit(
            modal, {"Category": "test_card", "0 to 1; empty: as the operator has it": "0.3"}
        )
        await admin.wait_for(message, lambda shown: "card 0.3" in shown.content)
        message = await turn(admin, message, "Next", "How much")
        await choose(admin, message, "images", "2")
        message = await turn(admin, message, "Next", "Styles")
        modal = await admin.press(message, "Add a style…")
        await admin.submit(modal, {"Name": "House", "Words around {prompt}": "on a house wall"})
        await admin.wait_for(message, lambda shown: "server: house" in shown.content)
        message = await turn(admin, message, "Next", "How this server is set")

        for said in (
            "Deutsch",
            f"<#{GENERAL}>",
            f"<@&{MODERATOR_ROLE_ID}>",
            "Strictness: stricter",
        ):
            assert said in message.content
        await admin.press(message, "Done")
        await admin.wait_for(message, lambda shown: not shown.buttons)


async def test_a_server_that_is_set_up_is_shown_first(stage):
    async with stage.playground.person("admin") as admin:
        answer = await admin.command("admin setup")
        message = await admin.wait_for(answer, lambda shown: "step 7 of 7" in shown.content)

        await turn(admin, message, "Step by step", "Language")


def _chosen(shown, name):
    select = next((one for one in shown.controls if one["custom_id"].endswith(f":set:{name}")), {})
    options = [one["value"] for one in select.get("options", ()) if one.get("default")]
    return {*options, *(str(one["id"]) for one in select.get("default_values", ()))}
