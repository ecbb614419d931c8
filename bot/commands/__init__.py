"""The slash commands."""

from __future__ import annotations

from typing import Final

from bot.commands.imagine import Imagine

COMMANDS: Final = (Imagine,)
"""All of them; to add one, write its module and name its cog here."""
