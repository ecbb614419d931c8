"""The commands that explain Atelier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.private_answer import answer_privately
from bot.languages import private_text
from bot.text import quote_prompt

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text
    from engine.protocol import ModelInfo

Interaction = discord.Interaction[Any]  # read at run time, by discord.py

DIGEST_SHOWN = 10  # characters of a model's hash, as other programs show it


class About(commands.Cog):
    """Owns /help, /about and /models."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    async def help(self, interaction: Interaction) -> None:
        """Show what you can do here.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately, from memory.
        """
        await answer_privately(interaction, private_text(interaction).say("help"))

    @app_commands.command()
    @app_commands.guild_install()
    async def about(self, interaction: Interaction) -> None:
        """Tell what draws here, and how pictures are screened.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately, from memory.
        """
        text, model = private_text(interaction), self._atelier.engine.model
        screened = "about.screened" if model and model.safety else "about.unscreened"
        lines = [
            text.say("about"),
            _line(model, text) if model else text.say("models.loading"),
            text.say(screened) if model else "",
        ]
        await answer_privately(interaction, "\n".join(line for line in lines if line))

    @app_commands.command()
    @app_commands.guild_install()
    async def models(self, interaction: Interaction) -> None:
        """List the models that can draw here.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately, from memory.
        """
        text = private_text(interaction)
        lines = [_line(model, text) for model in self._atelier.engine.models]
        await answer_privately(interaction, "\n".join(lines) or text.say("models.loading"))


def _line(model: ModelInfo, text: Text) -> str:
    return text.say(
        "models.one",
        name=quote_prompt(model.name),
        width=model.native_width * model.output_scale,
        height=model.native_height * model.output_scale,
        hash=model.model_hash[:DIGEST_SHOWN],
        samplers=len(model.samplers),
    )
