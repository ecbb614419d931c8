"""The command that draws pictures from a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.offers import offer_models, offer_samplers, offer_sizes, offer_styles
from bot.commands.question import ask_first
from bot.commands.shared_options import shared
from bot.delivering.reach import home_of
from bot.languages import private_text
from bot.ordering.asked import MAX_NUM_IMAGES, Asked, count_of, read_flags, said_in
from bot.ordering.options import parse_text
from bot.ordering.orders import ImagineOrder
from bot.ordering.parameters import to_params
from bot.ordering.permutations import expand
from bot.ordering.recollection import Place
from bot.ordering.wishes import Wishes
from db.people import MAX_STYLE_NAME
from engine.params import (
    MAX_GUIDANCE,
    MAX_PROMPT_LENGTH,
    MAX_SEED,
    MAX_STEPS,
)

if TYPE_CHECKING:
    from bot.client import Atelier

Choices = list[app_commands.Choice[str]]
Interaction = discord.Interaction[Any]  # read at run time, by discord.py


class Imagine(commands.Cog):
    """Owns /imagine."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.describe(
        prompt="What to draw; --ar 3:2, --seed 7, --no text and {red, blue} are understood",
        size="A shape, or width x height in pixels such as 512x768",
        style="Words and options under one name; /styles lists them",
        model="What draws; leave out for the usual one",
        **shared("negative_prompt", "steps", "guidance", "sampler", "seed", "number", "private"),
    )
    async def imagine(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        prompt: app_commands.Range[str, 1, MAX_PROMPT_LENGTH],
        negative_prompt: app_commands.Range[str, 0, MAX_PROMPT_LENGTH] | None = None,
        size: str | None = None,
        steps: app_commands.Range[int, 1, MAX_STEPS] | None = None,
        guidance: app_commands.Range[float, 1.0, MAX_GUIDANCE] | None = None,
        sampler: str | None = None,
        seed: app_commands.Range[int, 0, MAX_SEED] | None = None,
        number: app_commands.Range[int, 1, MAX_NUM_IMAGES] | None = None,
        style: app_commands.Range[str, 1, MAX_STYLE_NAME] | None = None,
        model: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Draw pictures from a description.

        (Discord shows the line above to people; what follows is for developers.)

        Answers from memory alone: a private refusal, or the public message that becomes the
        progress bar and then the pictures (``JobService.accept``).

        Refuses, privately: RefusedError and RequestRejectedError, worded by the tree's handler.
        """
        asked = read_flags(
            Asked(
                prompt=parse_text(prompt),
                negative_prompt=negative_prompt,
                size=size,
                steps=steps,
                guidance=guidance,
                sampler=sampler,
                seed=seed,
                number=number,
                style=style,
                model=model,
            )
        )
        params = to_params(asked, self._atelier)
        prompts = expand(params.prompt)
        wishes = Wishes(
            user_id=interaction.user.id,
            said=said_in(asked),
            style=asked.style,
            forms=len(prompts),
        )
        order = ImagineOrder(params, count_of(asked), wishes)
        if len(prompts) > 1:
            await ask_first(self._atelier, interaction, order, is_private=private)
        else:
            await self._atelier.jobs.accept(interaction, order, is_private=private)

    @imagine.autocomplete("sampler")
    async def _offer_samplers(self, _interaction: Interaction, typed: str) -> Choices:
        return offer_samplers(self._atelier, typed)

    @imagine.autocomplete("style")
    async def _offer_styles(self, interaction: Interaction, typed: str) -> Choices:
        place = Place(interaction.user.id, home_of(interaction) or 0)
        return await offer_styles(self._atelier, place, typed)

    @imagine.autocomplete("model")
    async def _offer_models(self, _interaction: Interaction, typed: str) -> Choices:
        return offer_models(self._atelier, typed)

    @imagine.autocomplete("size")
    async def _offer_sizes(self, interaction: Interaction, typed: str) -> Choices:
        return offer_sizes(self._atelier, private_text(interaction), typed)
