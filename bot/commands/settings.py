"""The command with which people set their own defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.offers import offer_samplers, offer_sizes, offer_styles
from bot.commands.private_answer import answer_privately
from bot.delivering.reach import home_of
from bot.languages import private_text
from bot.ordering.asked import MAX_NUM_IMAGES
from bot.ordering.options import parse_sampler, parse_size, parse_text
from bot.ordering.recollection import Place
from bot.ordering.styles import require_style
from bot.text import clip, quote_prompt
from db.people import read_preferences, save_preferences
from engine.params import MAX_GUIDANCE, MAX_STEPS

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Choices = list[app_commands.Choice[str]]

MAX_NEGATIVE = 1000


@app_commands.guild_install()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class SettingsCommand(commands.GroupCog, group_name="settings"):
    """Your own defaults for /imagine."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """Show your own defaults.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately.
        """
        async with self._atelier.database.read() as session:
            own = await read_preferences(session, interaction.user.id)
        await answer_privately(interaction, _sentence(own, private_text(interaction)))

    @app_commands.command(name="set")
    @app_commands.describe(
        size="A shape, or width x height in pixels such as 512x768",
        steps="More steps take longer and draw finer",
        guidance="How closely to follow the prompt: 1 is loosely, 35 is to the letter",
        sampler="The method that draws",
        style="A style that every prompt gets",
        negative_prompt="What to keep out of every picture",
        number="How many pictures",
    )
    async def change(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        size: str | None = None,
        steps: app_commands.Range[int, 1, MAX_STEPS] | None = None,
        guidance: app_commands.Range[float, 1.0, MAX_GUIDANCE] | None = None,
        sampler: str | None = None,
        style: str | None = None,
        negative_prompt: app_commands.Range[str, 0, MAX_NEGATIVE] | None = None,
        number: app_commands.Range[int, 1, MAX_NUM_IMAGES] | None = None,
    ) -> None:
        """Change what /imagine takes when you do not say it.

        (Discord shows the line above to people; what follows is for developers.)

        What is not said stays. Answers privately.

        Refuses, privately: RefusedError and RequestRejectedError, worded by the tree's handler.
        """
        model = self._atelier.engine.model
        said: dict[str, Any] = {
            "num_inference_steps": steps,
            "guidance_scale": guidance,
            "sampler": parse_sampler(sampler and parse_text(sampler), model) or None,
            "style": style and parse_text(style).strip(),
            "negative_prompt": None if negative_prompt is None else parse_text(negative_prompt),
            "number": number,
        }
        if size:
            said["width"], said["height"] = parse_size(size, model)
        own = await self._change(interaction, said)
        await answer_privately(interaction, _sentence(own, private_text(interaction)))

    @app_commands.command()
    async def reset(self, interaction: Interaction) -> None:
        """Forget your own defaults.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately.
        """
        async with self._atelier.database.begin() as session:
            await save_preferences(session, interaction.user.id, {}, now=self._atelier.clock.now())
        await answer_privately(interaction, private_text(interaction).say("settings.none"))

    async def _change(self, interaction: Interaction, said: dict[str, Any]) -> dict[str, Any]:
        user_id, guild_id = interaction.user.id, home_of(interaction)
        async with self._atelier.database.begin() as session:
            if said["style"]:
                await require_style(session, said["style"], user_id=user_id, guild_id=guild_id)
            own = await read_preferences(session, user_id)
            own |= {name: value for name, value in said.items() if value is not None}
            await save_preferences(session, user_id, own, now=self._atelier.clock.now())
        return own

    @change.autocomplete("sampler")
    async def _offer_samplers(self, _interaction: Interaction, typed: str) -> Choices:
        return offer_samplers(self._atelier, typed)

    @change.autocomplete("size")
    async def _offer_sizes(self, interaction: Interaction, typed: str) -> Choices:
        return offer_sizes(self._atelier, private_text(interaction), typed)

    @change.autocomplete("style")
    async def _offer_styles(self, interaction: Interaction, typed: str) -> Choices:
        place = Place(interaction.user.id, home_of(interaction) or 0)
        return await offer_styles(self._atelier, place, typed)


def _sentence(own: dict[str, Any], text: Text) -> str:
    if not own:
        return text.say("settings.none")
    shown = dict(own)
    if "width" in shown:
        shown["size"] = f"{shown.pop('width')}×{shown.pop('height')}"  # noqa: RUF001
    lines = [
        text.say(f"settings.{name}", value=quote_prompt(clip(str(value), 200)))
        for name, value in shown.items()
    ]
    return "\n".join([text.say("settings.own"), *lines])
