"""A refusal stays the refusal, whatever happens to the message that is taken back over it."""

from __future__ import annotations

import aiohttp
import discord
import pytest
from structlog.testing import capture_logs

from bot.config import CreditsSection, DiscordSection, LimitsSection
from bot.credits.charging import Charging
from bot.credits.guild_limits import GuildLimits
from bot.delivering.contexts import Contexts
from bot.errors import QueueFullError, TooManyImagesError
from bot.ordering.orders import ImagineOrder, Plan
from bot.policy.refusals import PromptRefusedError
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from bot.queueing.jobs import JobService
from bot.queueing.pace import Pace
from engine.params import GenerationParams
from tests.support.patience import until
from tests.support.policies import a_gate, some_knowledge
from tests.support.scripted_engine import ScriptedEngine
from tests.unit.bot.delivering.test_messenger import refusal


class AnInteraction:
    """As much of an interaction as an order uses; its message cannot be taken back."""

    id, guild_id, channel_id = 9, 1, 2
    locale = guild_locale = discord.Locale.american_english
    app_permissions = discord.Permissions.all()
    message = channel = client = None

    def __init__(self, error):
        self._error = error
        self.response = self
        self.user = discord.Object(3)
        self.message_id = 55
        self.extras = {}

    def is_guild_integration(self):
        return True

    async def send_message(self, content, **fields):
        return self

    async def delete_original_response(self):
        raise self._error


class AnOrder:
    """An order that the queue has no room for."""

    num_images = 1
    header = ("header.reroll", {})

    async def plan(self, session, **ground):
        raise QueueFullError(waiting=7)


class RememberedOrder:
    """An order whose prompt stands in the database; it keeps the sessions that looked it up."""

    num_images = None
    header = ("header.reroll", {})

    def __init__(self):
        self.sessions = []

    async def plan(self, session, **ground):
        assert not any(one.in_transaction() for one in self.sessions)
        self.sessions.append(session)
        return Plan(kind="reroll", params=GenerationParams(prompt="a kettle"), num_images=1)


@pytest.fixture
def service(bench):
    return JobService(
        acknowledging=bench.acknowledging,
        drain=bench.drain,
        database=bench.database,
        queue=None,
        waiting=None,
        messenger=bench.messenger,
        gate=a_gate(bench),
        contexts=Contexts(DiscordSection()),
        charging=Charging(CreditsSection(), max_waiting=50, engine=ScriptedEngine()),
        pace=Pace(),
        guild_limits=GuildLimits(bench.database, default=4),
        start_images=None,
        writer=bench.writer,
        limits=LimitsSection(),
        clock=bench.clock,
        rng=None,
        metrics=bench.metrics,
    )


@pytest.mark.parametrize(
    "error",
    [
        refusal(discord.NotFound, 404),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_refusal_is_told_though_its_message_cannot_be_taken_back(service, error):
    with capture_logs() as logged, pytest.raises(QueueFullError):
        await service.accept(AnInteraction(error), AnOrder())

    assert "message_not_taken_back" in [entry["event"] for entry in logged]


async def test_too_many_pictures_are_refused_before_any_of_their_prompts_is_judged(bench, service):
    params = GenerationParams(prompt="{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}")

    with pytest.raises(TooManyImagesError):
        await service.accept(AnInteraction(TimeoutError()), ImagineOrder(params, 64))

    assert not service._gate._judge._found


async def test_what_only_the_database_knows_is_judged_while_no_transaction_is_open(bench, service):
    rule = PromptRule(7, None, RuleKind.WORD, "kettle", RuleAction.REFUSE)
    service._gate = a_gate(bench, some_knowledge(rules=RuleBook([rule])))
    order = RememberedOrder()

    with pytest.raises(PromptRefusedError):
        await service.accept(AnInteraction(TimeoutError()), order)
    await until(lambda: not len(bench.tasks))

    assert [session.in_transaction() for session in order.sessions] == [False, False]
