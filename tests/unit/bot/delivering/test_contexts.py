"""What could be drawn and not shown is refused first, with the missing permission named."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import discord
import pytest
from discord.app_commands import AppCommandContext

from bot.commands import COMMANDS
from bot.config import DiscordSection
from bot.delivering.contexts import ANYWHERE, Contexts, open_commands
from bot.delivering.reach import Reach
from bot.errors import GuildOnlyError, PermissionMissingError
from bot.ordering.refusals import GuestError, ThreadLockedError

OPEN, PRIVATE = Reach(), Reach(is_private=True, is_reachable=False)
ALL = discord.Permissions.all()
NO_MORE_THAN_NEEDED = discord.Permissions(
    view_channel=True, attach_files=True, send_messages_in_threads=True
)


def thread_data(*, is_locked=False):
    """A thread as Discord describes it."""
    return {
        "id": "7",
        "parent_id": "5",
        "owner_id": "3",
        "name": "apples",
        "type": 11,
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": "2026-11-21T12:00:00+00:00",
            "locked": is_locked,
        },
    }


def a_thread(*, is_locked=False):
    data = thread_data(is_locked=is_locked)
    return discord.Thread(guild=SimpleNamespace(id=1), state=None, data=data)


@dataclass
class Asked:
    """As much of an interaction as says where it is."""

    app_permissions: discord.Permissions = field(default_factory=discord.Permissions.all)
    channel: object = None
    guild_id: int | None = 1
    is_installed: bool = True
    context: AppCommandContext = field(default_factory=lambda: AppCommandContext(guild=True))
    extras: dict = field(default_factory=dict)

    def is_guild_integration(self):
        return self.is_installed and self.guild_id is not None


def check(asked, reach, **allowed):
    Contexts(DiscordSection(**allowed)).check(asked, reach)


def without(name, channel=None):
    mine = discord.Permissions(NO_MORE_THAN_NEEDED.value)
    mine.update(**{name: False})
    return Asked(mine, channel)


@pytest.mark.parametrize(
    ("asked", "reach", "named"),
    [
        (without("attach_files"), OPEN, "Attach Files"),
        (without("view_channel"), OPEN, "View Channel"),
        (without("attach_files"), PRIVATE, "Attach Files"),
        (without("send_messages_in_threads", a_thread()), OPEN, "Send Messages In Threads"),
        (without("attach_files", a_thread()), OPEN, "Attach Files"),
    ],
)
def test_the_missing_permission_is_named(asked, reach, named):
    with pytest.raises(PermissionMissingError) as caught:
        check(asked, reach)

    assert caught.value.permissions == named


@pytest.mark.parametrize(
    ("asked", "reach"),
    [
        pytest.param(Asked(NO_MORE_THAN_NEEDED), OPEN, id="a channel"),
        pytest.param(Asked(NO_MORE_THAN_NEEDED, a_thread()), OPEN, id="a thread"),
        pytest.param(without("send_messages_in_threads"), OPEN, id="no thread"),
        pytest.param(without("view_channel"), PRIVATE, id="a private answer"),
        pytest.param(
            without("send_messages_in_threads", a_thread()), PRIVATE, id="a private one in a thread"
        ),
        pytest.param(Asked(ALL, a_thread(is_locked=True)), OPEN, id="a lock that we may open"),
    ],
)
def test_no_more_is_asked_for_than_is_needed(asked, reach):
    check(asked, reach)


def test_a_locked_thread_is_refused():
    with pytest.raises(ThreadLockedError):
        check(Asked(NO_MORE_THAN_NEEDED, a_thread(is_locked=True)), OPEN)


DIRECT = AppCommandContext(dm_channel=True)
OTHERS_DIRECT = AppCommandContext(private_channel=True)
ANSWER = Reach(is_reachable=False)


@pytest.mark.parametrize(
    ("asked", "allows", "refusal"),
    [
        (Asked(guild_id=None, context=DIRECT), "direct_messages", GuildOnlyError),
        (Asked(guild_id=None, context=OTHERS_DIRECT), "user_installs", GuildOnlyError),
        (Asked(is_installed=False), "user_installs", GuestError),
    ],
    ids=["direct message", "others' direct messages", "guest"],
)
def test_the_operator_says_where_people_draw(asked, allows, refusal):
    with pytest.raises(refusal):
        check(asked, ANSWER)
    other = {"direct_messages", "user_installs"} - {allows}
    with pytest.raises(refusal):
        check(asked, ANSWER, **dict.fromkeys(other, True))

    check(asked, ANSWER, **{allows: True})


def test_a_direct_message_needs_attach_files_alone():
    mine, none = discord.Permissions(attach_files=True), discord.Permissions.none()

    check(Asked(mine, guild_id=None, context=DIRECT), OPEN, direct_messages=True)
    with pytest.raises(PermissionMissingError):
        check(Asked(none, guild_id=None, context=DIRECT), OPEN, direct_messages=True)


class ATree:
    """Commands as a tree hands them out."""

    def __init__(self, *names):
        self.commands = [
            SimpleNamespace(name=name, guild_only=True, allowed_contexts=None) for name in names
        ]

    def get_commands(self):
        return self.commands


def test_commands_are_offered_where_people_may_draw_and_the_others_in_servers_alone():
    tree = ATree("imagine", "admin")

    open_commands(tree, DiscordSection(direct_messages=True, user_installs=True))
    imagine, admin = tree.commands

    assert imagine.allowed_contexts.to_array() == [0, 1, 2]
    assert imagine.allowed_installs.to_array() == [0, 1]
    assert admin.allowed_contexts is None


def test_every_command_that_needs_no_server_is_there():
    names = {command for cog in COMMANDS for command in names_of(cog)}

    assert len(ANYWHERE) > 15
    assert ANYWHERE - names == {"Use as start image", "Remix", "Upscale", "Info"}


def names_of(cog):
    if cog.__cog_is_app_commands_group__:
        return [cog.__cog_group_name__]
    return [command.name for command in cog.__cog_app_commands__]
