"""Who may use the administrators' commands is asked again when they are used."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from bot.credits.credit_errors import AdministratorOnlyError
from bot.setup.administrators import check_manages


def an_interaction(*, guild_id=1, **permissions):
    return SimpleNamespace(guild_id=guild_id, permissions=discord.Permissions(**permissions))


def test_who_manages_the_server_passes():
    check_manages(an_interaction(manage_guild=True))


@pytest.mark.parametrize(
    "interaction",
    [
        an_interaction(manage_messages=True, manage_roles=True),
        an_interaction(guild_id=None, manage_guild=True),
    ],
)
def test_others_are_refused_whatever_the_server_shows_them(interaction):
    with pytest.raises(AdministratorOnlyError):
        check_manages(interaction)
