"""The slash commands."""

from __future__ import annotations

from typing import Final

from bot.commands.about import About
from bot.commands.admin import Admin
from bot.commands.credits import Credits
from bot.commands.edit import Edit
from bot.commands.history import History
from bot.commands.imagine import Imagine
from bot.commands.menus import Menus
from bot.commands.mod import Mod
from bot.commands.outpaint import OutpaintCommand
from bot.commands.privacy import Privacy
from bot.commands.queue import Queue
from bot.commands.report import Report
from bot.commands.settings import SettingsCommand
from bot.commands.styles import StylesCommand
from bot.commands.terms import Terms
from bot.commands.upscale import UpscaleCommand
from bot.commands.verify import Verify

COMMANDS: Final = (
    Imagine,
    Edit,
    OutpaintCommand,
    UpscaleCommand,
    Queue,
    History,
    SettingsCommand,
    StylesCommand,
    About,
    Credits,
    Admin,
    Verify,
    Menus,
    Mod,
    Report,
    Terms,
    Privacy,
)
"""All of them; to add one, write its module and name its cog here."""
