"""A review channel that everybody sees is named as such, and no other."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from bot.setup.changing import is_seen_by_all


def a_guild(*, is_seen):
    channel = SimpleNamespace(
        permissions_for=lambda role: discord.Permissions(view_channel=is_seen and role == "all")
    )
    return SimpleNamespace(default_role="all", get_channel={9: channel}.get)


@pytest.mark.parametrize("is_seen", [True, False])
def test_what_everybody_sees_is_known(is_seen):
    assert is_seen_by_all(a_guild(is_seen=is_seen), 9) is is_seen


def test_a_channel_that_is_not_known_is_not_said_to_be_seen():
    assert not is_seen_by_all(a_guild(is_seen=True), 8)
    assert not is_seen_by_all(None, 9)
