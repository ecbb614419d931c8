"""Whoever presses quickly in the wizard ends at the step of the last press, with all answers."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import discord
import pytest

from bot.config import LimitsSection
from bot.credits.guild_limits import GuildLimits
from bot.setup.pages import Pages
from bot.setup.settings import read_state
from bot.views.setup import SetupButton, SetupSelect
from tests.support.clock import NOON
from tests.support.policies import a_memory

HERE, MESSAGE = 1, 900


class Wizard:
    """A message of the wizard under which somebody presses.

    Attributes:
        shown: What the message was edited to, edit by edit.
    """

    def __init__(self, bench):
        self.shown = []
        self.bench = bench
        self.atelier = SimpleNamespace(
            database=bench.database,
            clock=SimpleNamespace(now=lambda: NOON),
            limits=LimitsSection(),
            parts=SimpleNamespace(
                setup_pages=Pages(),
                policy=SimpleNamespace(memory=a_memory(bench)),
                guild_limits=GuildLimits(bench.database, default=4),
            ),
        )

    def press(self, number, item, *values, deferred=None, edited=None):
        """Begin the press of an item; it goes on once Discord has taken its calls."""

        async def defer():
            await (deferred or done()).wait()

        async def edit_original_response(content, view, **_fields):
            await (edited or done()).wait()
            self.shown.append((content, view))

        interaction = SimpleNamespace(
            id=number,
            client=self.atelier,
            guild=None,
            guild_id=HERE,
            user=SimpleNamespace(id=6),
            locale=discord.Locale.british_english,
            permissions=discord.Permissions(manage_guild=True),
            message=SimpleNamespace(id=MESSAGE),
            data={"values": list(values)},
            response=SimpleNamespace(defer=defer),
            edit_original_response=edit_original_response,
        )
        return asyncio.ensure_future(item.press(interaction))

    @property
    def title(self):
        return self.shown[-1][0].partition("\n")[0]

    def chosen(self):
        """Which answers the message shows as chosen."""
        selects = [item.to_component_dict() for item in self.shown[-1][1].children]
        options = [one for select in selects for one in select.get("options", ())]
        return {one["value"] for one in options if one.get("default")}

    async def state(self):
        async with self.bench.database.read() as session:
            return (await read_state(session, HERE)).policy.pictures


def done():
    event = asyncio.Event()
    event.set()
    return event


@pytest.fixture
def wizard(bench):
    return Wizard(bench)


async def test_an_answer_that_is_saved_late_does_not_turn_the_page_back(wizard):
    late = asyncio.Event()
    first = wizard.press(1, SetupSelect("strictness"), "strictest", deferred=late)
    await asyncio.sleep(0)
    await wizard.press(2, SetupButton("limits"))
    late.set()
    await first

    assert "How much" in wizard.title
    assert (await wizard.state()).general_offset == -0.05


async def test_two_answers_to_one_step_are_both_shown(wizard):
    late = asyncio.Event()
    first = wizard.press(1, SetupSelect("strictness"), "strictest", deferred=late)
    await asyncio.sleep(0)
    await wizard.press(2, SetupSelect("age_restricted"), "spoiler")
    late.set()
    await first

    assert {"strictest", "spoiler"} <= wizard.chosen()


async def test_a_page_is_not_drawn_while_an_older_one_is_on_its_way(wizard):
    slow = asyncio.Event()
    first = wizard.press(1, SetupButton("pictures"), edited=slow)
    second = wizard.press(2, SetupButton("limits"))
    await asyncio.wait([first, second], timeout=0.1)
    assert wizard.shown == []
    slow.set()
    await asyncio.gather(first, second)

    assert "How much" in wizard.title


async def test_pages_are_forgotten_when_nobody_presses(wizard):
    await wizard.press(1, SetupButton("pictures"))
    await wizard.press(2, SetupButton("limits"))

    pages = wizard.atelier.parts.setup_pages
    again = pages.turn(SimpleNamespace(id=1, message=SimpleNamespace(id=MESSAGE)), "styles")
    assert again.step == "styles"


def test_a_press_that_is_older_turns_nothing_back():
    pages = Pages()
    newer = pages.turn(SimpleNamespace(id=8, message=SimpleNamespace(id=MESSAGE)), "limits")
    older = pages.turn(SimpleNamespace(id=7, message=SimpleNamespace(id=MESSAGE)), "pictures")
    other = pages.turn(SimpleNamespace(id=7, message=SimpleNamespace(id=901)), "styles")

    assert older is newer
    assert (newer.step, other.step) == ("limits", "styles")
