"""The slash commands."""

from __future__ import annotations

from typing import Final

from bot.commands.edit import Edit
from bot.commands.imagine import Imagine
from bot.commands.menus import Menus
from bot.commands.outpaint import OutpaintCommand
from bot.commands.queue import Queue

COMMANDS: Final = (Imagine, Edit, OutpaintCommand, Queue, Menus)
"""All of them; to add one, write its module and name its cog here."""
