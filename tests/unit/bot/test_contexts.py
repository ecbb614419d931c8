"""What could be drawn and not shown is refused first, with the missing permission named."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import discord
import pytest

from bot.contexts import check_place
from bot.errors import GuildOnlyError, PermissionMissingError
from bot.reach import Reach
from bot.refusals import ThreadLockedError

OPEN, PRIVATE = Reach(), Reach(is_private=True, is_reachable=False)
ALL = discord.Permissions.all()
NO_MORE_THAN_NEEDED = discord.Permissions(
    view_channel=True, attach_files=True, send_messages_in_threads=True
)


def a_thread(*, is_locked=False):
    """A thread as an interaction describes it."""
    data = {
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
    return discord.Thread(guild=SimpleNamespace(id=1), state=None, data=data)


@dataclass
class Asked:
    app_permissions: discord.Permissions = field(default_factory=discord.Permissions.all)
    channel: object = None
    guild_id: int | None = 1


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
        check_place(asked, reach)

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
    check_place(asked, reach)


def test_a_locked_thread_is_refused():
    with pytest.raises(ThreadLockedError):
        check_place(Asked(NO_MORE_THAN_NEEDED, a_thread(is_locked=True)), OPEN)


def test_outside_of_servers_is_refused():
    with pytest.raises(GuildOnlyError):
        check_place(Asked(guild_id=None), OPEN)
