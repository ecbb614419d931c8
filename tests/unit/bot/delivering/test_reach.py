"""Whoever answers an interaction knows who will see it, and for how long it can be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import discord
import pytest
from discord.app_commands import AppCommandContext

from bot.delivering.reach import Reach, reach_of

PUBLIC, PRIVATE = Reach(), Reach(is_private=True, is_reachable=False)
AS_GUEST = Reach(is_private=False, is_reachable=False)


@dataclass
class Asked:
    """As much of an interaction as decides."""

    is_installed: bool = True
    guild_id: int | None = 1
    message: object = None
    permissions: discord.Permissions = field(default_factory=discord.Permissions.all)
    context: AppCommandContext = field(default_factory=lambda: AppCommandContext(guild=True))
    extras: dict = field(default_factory=dict)

    def is_guild_integration(self):
        return self.is_installed and self.guild_id is not None


def pressed_on(*, is_ephemeral):
    return SimpleNamespace(flags=SimpleNamespace(ephemeral=is_ephemeral))


@pytest.mark.parametrize(
    ("asked", "wish", "expected"),
    [
        pytest.param(Asked(), None, PUBLIC, id="a command"),
        pytest.param(Asked(), True, PRIVATE, id="a wish"),
        pytest.param(Asked(message=pressed_on(is_ephemeral=False)), None, PUBLIC, id="a press"),
        pytest.param(
            Asked(message=pressed_on(is_ephemeral=True)), None, PRIVATE, id="a private press"
        ),
        pytest.param(
            Asked(message=pressed_on(is_ephemeral=True)), False, PUBLIC, id="a private question"
        ),
        pytest.param(Asked(is_installed=False), None, AS_GUEST, id="a guest"),
        pytest.param(
            Asked(is_installed=False, permissions=discord.Permissions.none()),
            None,
            PRIVATE,
            id="a guest who may not show",
        ),
        pytest.param(
            Asked(guild_id=None, context=AppCommandContext(dm_channel=True)),
            None,
            PUBLIC,
            id="a direct message",
        ),
        pytest.param(
            Asked(guild_id=None, context=AppCommandContext(private_channel=True)),
            None,
            AS_GUEST,
            id="others' direct messages",
        ),
    ],
)
def test_reach(asked, wish, expected):
    assert reach_of(asked, is_private=wish) == expected
