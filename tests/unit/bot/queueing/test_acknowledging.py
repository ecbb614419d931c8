"""An answer without a job is set right once; one with a job is never touched."""

from __future__ import annotations

import discord
import pytest

from bot.queueing.acknowledging import MAX_AGE, Acknowledging
from bot.queueing.leases import new_owner
from db.acknowledgements import note_acknowledgement, open_acknowledgements
from tests.unit.bot.delivering.test_messenger import refusal

ME = new_owner()
DEAD = f"{ME.rpartition(':')[0]}:00000000"  # this very process id, in another life
CHANNEL, INTERACTION = 2, 71


class AMessage:
    def __init__(self, interaction_id, content):
        self.interaction_metadata = discord.Object(interaction_id)
        self.content = content
        self.edits = []

    async def edit(self, **fields):
        self.edits.append(fields)


class AClient:
    """A channel with messages, or one that refuses."""

    def __init__(self, *messages, error=None):
        self.messages = messages
        self.error = error

    def get_partial_messageable(self, channel_id):
        return self

    def get_channel(self, channel_id):
        return None

    def get_guild(self, guild_id):
        return None

    async def history(self, *, after, limit, oldest_first):
        if self.error:
            raise self.error
        for message in self.messages:
            yield message


@pytest.fixture
def sweeper(bench):
    def make(client):
        return Acknowledging(
            client,
            database=bench.database,
            clock=bench.clock,
            owner=ME,
            tasks=bench.tasks,
        )

    return make


@pytest.fixture
def noted(bench):
    async def note(interaction_id=INTERACTION, owner=DEAD):
        async with bench.database.begin() as session:
            await note_acknowledgement(
                session,
                interaction_id,
                channel_id=CHANNEL,
                owner=owner,
                now=bench.clock.now(),
            )

    return note


async def num_open(bench):
    async with bench.database.read() as session:
        return len(await open_acknowledgements(session, limit=9))


async def test_a_dead_bot_s_answer_is_set_right_and_forgotten(bench, sweeper, noted):
    await noted()
    other, lost = AMessage(70, "other"), AMessage(INTERACTION, "**x** · <@3>\nQueuing…")

    await sweeper(AClient(other, lost)).sweep()

    assert other.edits == []
    ((edit,)) = lost.edits
    assert edit["content"].startswith("**x** · <@3>\nThis was lost in a restart")
    assert await num_open(bench) == 0


async def test_a_living_bot_s_answer_is_left_alone_for_as_long_as_a_commit_may_take(
    bench, sweeper, noted
):
    await noted(owner=ME)
    lost = AMessage(INTERACTION, "Queuing…")

    await sweeper(AClient(lost)).sweep()
    assert lost.edits == []

    await bench.clock.advance(MAX_AGE.total_seconds() + 1)
    await sweeper(AClient(lost)).sweep()
    assert len(lost.edits) == 1


async def test_an_answer_that_has_a_job_is_forgotten_and_not_touched(bench, sweeper, noted):
    await noted()
    await bench.jobs.queued(interaction_id=INTERACTION)
    message = AMessage(INTERACTION, "Queued")

    await sweeper(AClient(message)).sweep()

    assert message.edits == []
    assert await num_open(bench) == 0


@pytest.mark.parametrize(
    ("client", "left"),
    [
        pytest.param(AClient(), 0, id="never sent, or deleted"),
        pytest.param(AClient(error=refusal(discord.NotFound, 404, 10003)), 0, id="channel gone"),
        pytest.param(AClient(error=refusal(discord.Forbidden, 403, 50001)), 0, id="closed to us"),
        pytest.param(AClient(error=TimeoutError()), 1, id="Discord is away"),
    ],
)
async def test_what_cannot_be_set_right_is_forgotten_unless_it_may_be_later(
    bench, sweeper, noted, client, left
):
    await noted()

    await sweeper(client).sweep()

    assert await num_open(bench) == left


async def test_a_note_is_settled(bench, sweeper):
    acknowledging = sweeper(AClient())
    await acknowledging.note(INTERACTION, CHANNEL)
    assert await num_open(bench) == 1

    await acknowledging.settle(INTERACTION)

    assert await num_open(bench) == 0
