"""Whatever administrators and moderators can do in Discord, the operator can at the terminal."""

from __future__ import annotations

import pytest
import typer
from discord import app_commands

from bot.cli import app
from bot.commands.admin import Admin
from bot.commands.mod import Mod
from bot.commands.styles import StylesCommand

SAME = {
    "admin setup": "guild set",
    "admin threshold": "guild set",
    "admin credits grant": "credits grant",
    "admin credits set": "credits set",
    "admin credits role": "credits role",
    "admin credits pool": "credits pool",
    "styles save": "guild style save",
    "styles remove": "guild style remove",
    "mod log": "mod log export",
    "mod reviews": "mod review list",
    **{
        f"mod {name}": f"mod {name}"
        for name in (
            *("user", "ban", "unban", "strike", "note", "image", "takedown", "pause", "resume"),
            *("rules add", "rules list", "rules remove", "rules test", "rules dryrun"),
        )
    },
}
"""The operator's command by that of Discord; a new one there is added here."""

RENAMED = {
    ("admin setup", "open_channel"): ("guild channel", "is_open"),
    ("admin setup", "close_channel"): ("guild channel", "is_open"),
    ("admin threshold", "category"): ("guild set", "threshold"),
    ("admin threshold", "limit"): ("guild set", "threshold"),
    ("admin credits grant", "person"): ("credits grant", "user"),
    ("admin credits set", "person"): ("credits set", "user"),
    ("mod takedown", "do"): ("mod takedown", "yes"),
    ("mod log", "user"): ("mod log show", "user"),
    ("mod log", "file"): ("mod log export", "as_csv"),
    ("styles save", "server"): ("guild style save", "guild"),
    ("styles remove", "server"): ("guild style remove", "guild"),
}
"""What an option is there, where it is not called the same."""


def leaves(group):
    for command in group:
        if isinstance(command, app_commands.Group):
            yield from leaves(command.commands)
        else:
            yield command


def in_discord():
    """Every command that sets a server up or moderates it, with its options."""
    groups = {
        "": [Admin.admin],
        "mod ": Mod.__cog_app_commands__,
        "styles ": [c for c in StylesCommand.__cog_app_commands__ if c.name != "show"],
    }
    return {
        prefix + command.qualified_name: [option.name for option in command.parameters]
        for prefix, group in groups.items()
        for command in leaves(group)
    }


def at_the_terminal(command, path=()):
    """Every command of the operator's, with its arguments and options."""
    if not hasattr(command, "commands"):
        return {" ".join(path): {parameter.name for parameter in command.params}}
    found = {}
    for name, inner in command.commands.items():
        found |= at_the_terminal(inner, (*path, name))
    return found


THERE = at_the_terminal(typer.main.get_command(app))


def test_every_command_of_discord_has_one_of_the_operator_s():
    assert len(in_discord()) > 20
    assert set(in_discord()) == set(SAME), "name the operator's command in SAME, or write it"
    assert set(SAME.values()) <= set(THERE)


@pytest.mark.parametrize("command", SAME)
def test_every_option_of_discord_has_one_of_the_operator_s(command):
    missing = []
    for option in in_discord()[command]:
        place, name = RENAMED.get((command, option), (SAME[command], option))
        if name not in THERE[place]:
            missing.append(option)

    assert missing == [], f"add to `atelier {SAME[command]}`"


def test_nothing_is_said_to_be_renamed_that_is_not_there():
    commands = in_discord()

    assert [one for one in RENAMED if one[1] not in commands[one[0]]] == []
