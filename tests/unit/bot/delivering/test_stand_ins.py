"""What is pressed under a stand-in counts where it was asked for, and for its person alone."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest
from discord.app_commands import AppCommandContext

from bot.config import DiscordSection
from bot.delivering.contexts import Contexts
from bot.delivering.reach import Reach, elsewhere, home_of, is_on_private, must_hide, reach_of
from bot.delivering.stand_ins import count_at_home
from bot.errors import GuildOnlyError
from bot.finding.rights import is_visible
from bot.policy.gate import asking_of

GUILD, CHANNEL, DIRECT, REQUESTER, ROLE = 1, 2, 99, 3, 44


class AGuild:
    """A server of which one person is a member."""

    id = GUILD

    async def fetch_member(self, user_id):
        if user_id != REQUESTER:
            raise discord.NotFound(SimpleNamespace(status=404, reason=""), "Unknown Member")
        return SimpleNamespace(roles=[discord.Object(ROLE)])

    def get_thread(self, channel_id):
        return None


class APress:
    """As much of a press in a direct message as decides where it counts."""

    id = 9
    guild_id = channel = message = None
    context = AppCommandContext(dm_channel=True)
    app_permissions = discord.Permissions.all()

    def __init__(self, bench, guild, user_id=REQUESTER, channel_id=DIRECT):
        self.client = SimpleNamespace(database=bench.database, get_guild=lambda _: guild)
        self.user, self.channel_id, self.extras = discord.Object(user_id), channel_id, {}

    def is_guild_integration(self):
        return False


async def drawn(bench, **changes):
    return await bench.jobs.rendered(
        **{"guild_id": GUILD, "channel_id": CHANNEL, "user_id": REQUESTER, **changes}
    )


def accept(press, **allowed):
    reach = reach_of(press)
    Contexts(DiscordSection(**allowed)).check(press, reach)
    return reach


async def test_it_counts_in_the_guild_by_its_rules_and_stays_private(bench):
    job, press = await drawn(bench), APress(bench, AGuild())

    await count_at_home(press, job.id)

    asking = asking_of(press)
    assert (asking.guild_id, asking.channel_id) == (GUILD, CHANNEL)
    assert asking.role_ids == {ROLE}
    assert home_of(press) == GUILD
    assert is_visible(job, press)
    assert accept(press) == Reach(is_private=True, is_reachable=False)
    assert is_on_private(press)
    assert not must_hide(press, is_private=True)


@pytest.mark.parametrize(
    ("guild", "user_id", "owner_id", "channel_id"),
    [
        pytest.param(AGuild(), REQUESTER, 7, DIRECT, id="somebody else's job"),
        pytest.param(AGuild(), 7, 7, DIRECT, id="a member who has left"),
        pytest.param(None, REQUESTER, REQUESTER, DIRECT, id="a guild that the bot has left"),
        pytest.param(AGuild(), REQUESTER, REQUESTER, CHANNEL, id="asked for in this channel"),
    ],
)
async def test_otherwise_it_is_a_direct_message_like_any_other(
    bench, guild, user_id, owner_id, channel_id
):
    job = await drawn(bench, user_id=owner_id)
    press = APress(bench, guild, user_id, channel_id)

    await count_at_home(press, job.id)

    assert elsewhere(press) is None
    assert not is_visible(job, press)
    with pytest.raises(GuildOnlyError):
        accept(press)


async def test_a_press_in_a_guild_counts_where_it_is(bench):
    job, press = await drawn(bench, guild_id=8), APress(bench, AGuild())
    press.context, press.guild_id = AppCommandContext(guild=True), GUILD

    await count_at_home(press, job.id)

    assert elsewhere(press) is None


async def test_a_guest_goes_on_while_the_operator_lets_people_be_guests(bench):
    job, press = await drawn(bench, guild_id=None), APress(bench, None)

    await count_at_home(press, job.id)

    assert home_of(press) is None
    assert asking_of(press).channel_id == CHANNEL
    assert not accept(press, user_installs=True).is_reachable
    with pytest.raises(GuildOnlyError):
        accept(press)


async def test_what_names_no_job_is_let_be(bench):
    press = APress(bench, AGuild())

    await count_at_home(press, None)
    await count_at_home(press, 4711)

    assert elsewhere(press) is None
