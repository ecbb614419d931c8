"""The requester may everything; others what the server shares; moderators delete and look."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import discord
import pytest
from discord.app_commands import AppCommandContext

from bot.errors import JobUnknownError
from bot.finding.rights import Presser, check_press, may_press
from bot.ordering.presses import JOB_PRESSES, PICTURE_PRESSES
from bot.ordering.refusals import ButtonsClosedError, NotYoursError
from bot.policy.knowledge import GuildPolicy
from db.jobs import create_job
from tests.support.clock import NOON
from tests.support.jobs import a_job
from tests.support.policies import a_memory, some_knowledge

GUILD, CHANNEL, REQUESTER, STRANGER = 1, 2, 3, 4
EVERYBODY = {"pick", "subtle", "strong", "reroll", "info", "info-all"}
BUTTONS = sorted({*PICTURE_PRESSES, *JOB_PRESSES})


def allowed(button, presser, *, is_shared):
    """The law, in the words of the issue."""
    if presser is Presser.REQUESTER:
        return True
    if presser is Presser.MODERATOR and button in {"delete", "info", "info-all"}:
        return True
    return button in EVERYBODY and is_shared


@pytest.mark.parametrize("is_shared", [True, False], ids=["shared", "closed"])
@pytest.mark.parametrize("presser", Presser)
@pytest.mark.parametrize("button", BUTTONS)
def test_who_may_press_what(button, presser, is_shared):
    expected = allowed(button, presser, is_shared=is_shared)

    assert may_press(button, presser, is_shared=is_shared) is expected


@pytest.mark.parametrize("presser", Presser)
def test_a_button_that_is_not_known_here_is_the_requester_s(presser):
    is_allowed = may_press("new", presser, is_shared=True)

    assert is_allowed is (presser is Presser.REQUESTER)


@dataclass
class APress:
    """As much of an interaction as decides who presses what."""

    client: object
    user: object = field(default_factory=lambda: discord.Object(STRANGER))
    guild_id: int | None = GUILD
    channel_id: int = CHANNEL
    channel: object = None
    permissions: discord.Permissions = field(default_factory=discord.Permissions.none)
    message: object = None
    context: AppCommandContext = field(default_factory=lambda: AppCommandContext(guild=True))
    extras: dict = field(default_factory=dict)

    def is_guild_integration(self):
        return self.guild_id is not None


@pytest.fixture
def pressing(bench):
    """Make presses in a server that shares its buttons, or not."""

    def make(*, is_shared=True, **fields):
        knowledge = some_knowledge(guilds={GUILD: GuildPolicy(others_may_press=is_shared)})
        parts = SimpleNamespace(policy=SimpleNamespace(memory=a_memory(bench, knowledge)))
        return APress(SimpleNamespace(parts=parts, database=bench.database), **fields)

    return make


@pytest.fixture
async def job_id(bench):
    return await made(bench)


async def made(bench, **changes):
    fields = {"guild_id": GUILD, "channel_id": CHANNEL, "user_id": REQUESTER, **changes}
    async with bench.database.begin() as session:
        return (await create_job(session, a_job(**fields), now=NOON)).id


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("is_shared", [True, False], ids=["shared", "closed"])
async def test_the_requester_may_press_everything(pressing, job_id, button, is_shared):
    press = pressing(is_shared=is_shared, user=discord.Object(REQUESTER))

    await check_press(press, button, job_id)


@pytest.mark.parametrize("button", BUTTONS)
async def test_others_are_told_why_not(pressing, job_id, button):
    if button in EVERYBODY:
        await check_press(pressing(), button, job_id)
        with pytest.raises(ButtonsClosedError):
            await check_press(pressing(is_shared=False), button, job_id)
    else:
        with pytest.raises(NotYoursError):
            await check_press(pressing(), button, job_id)


async def test_moderators_delete_and_look_and_do_nothing_else(pressing, job_id):
    press = pressing(is_shared=False, permissions=discord.Permissions(manage_messages=True))

    await check_press(press, "delete", job_id)
    await check_press(press, "info", job_id)
    with pytest.raises(NotYoursError):
        await check_press(press, "remix", job_id)


async def test_a_private_picture_does_not_exist_for_others_moderators_included(bench, pressing):
    private = await made(bench, is_private=True, is_reachable=False)
    moderator = pressing(permissions=discord.Permissions(manage_messages=True))

    for press in (pressing(), moderator):
        for button in BUTTONS:
            with pytest.raises(JobUnknownError):
                await check_press(press, button, private)
    await check_press(pressing(user=discord.Object(REQUESTER)), "delete", private)


async def test_what_was_drawn_in_another_conversation_does_not_exist(bench, pressing):
    elsewhere = await made(bench, guild_id=None, channel_id=77)

    for place in ({"guild_id": 5}, {"guild_id": None, "channel_id": 78}):
        with pytest.raises(JobUnknownError):
            await check_press(pressing(**place), "delete", elsewhere)
    with pytest.raises(NotYoursError):
        await check_press(pressing(guild_id=None, channel_id=77), "delete", elsewhere)
