"""The command that draws pictures from a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.options import (
    ASPECTS,
    matching,
    named_size,
    parse_sampler,
    parse_size,
    parse_text,
)
from bot.orders import ImagineOrder, new_seed
from bot.text import ENGLISH
from engine.params import (
    MAX_GUIDANCE,
    MAX_PROMPT_LENGTH,
    MAX_SEED,
    MAX_STEPS,
    GenerationParams,
)

if TYPE_CHECKING:
    from bot.client import Atelier

MAX_NUM_IMAGES: Final = 9

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
        prompt="What to draw",
        negative_prompt="What to keep out of the picture",
        size="A shape, or width x height in pixels such as 512x768",
        steps="More steps take longer and draw finer",
        guidance="How closely to follow the prompt: 1 is loosely, 35 is to the letter",
        sampler="The method that draws; leave out for the model's own",
        seed="The same seed and options draw the same picture; leave out for a new one",
        number="How many pictures",
    )
    async def imagine(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        prompt: app_commands.Range[str, 1, MAX_PROMPT_LENGTH],
        negative_prompt: app_commands.Range[str, 0, MAX_PROMPT_LENGTH] = "",
        size: str | None = None,
        steps: app_commands.Range[int, 1, MAX_STEPS] | None = None,
        guidance: app_commands.Range[float, 1.0, MAX_GUIDANCE] | None = None,
        sampler: str | None = None,
        seed: app_commands.Range[int, 0, MAX_SEED] | None = None,
        number: app_commands.Range[int, 1, MAX_NUM_IMAGES] = 1,
    ) -> None:
        """Draw pictures from a description.

        (Discord shows the line above to people; what follows is for developers.)

        Answers from memory alone: a private refusal, or the public message that becomes the
        progress bar and then the pictures (``JobService.accept``).

        Refuses, privately: RefusedError and RequestRejectedError, worded by the tree's handler.
        """
        model = self._atelier.engine.model
        width, height = parse_size(size, model)
        params = GenerationParams(
            prompt=parse_text(prompt),
            negative_prompt=parse_text(negative_prompt),
            width=width,
            height=height,
            num_inference_steps=self._atelier.default_steps if steps is None else steps,
            guidance_scale=0.0 if guidance is None else guidance,
            sampler=parse_sampler(sampler and parse_text(sampler), model),
            seed=new_seed(self._atelier.rng) if seed is None else seed,
        )
        params.check()
        await self._atelier.jobs.accept(interaction, ImagineOrder(params, number))

    @imagine.autocomplete("sampler")
    async def _offer_samplers(self, _interaction: Interaction, typed: str) -> Choices:
        model = self._atelier.engine.model
        names = matching(typed, model.samplers) if model else []
        return [app_commands.Choice(name=name, value=name) for name in names]

    @imagine.autocomplete("size")
    async def _offer_sizes(self, _interaction: Interaction, typed: str) -> Choices:
        model = self._atelier.engine.model
        if model is None:
            return []
        sizes = {name: named_size(name, model) for name in ASPECTS}
        labels = {
            ENGLISH.say(f"size.{name}", width=width, height=height): f"{width}x{height}"
            for name, (width, height) in sizes.items()
        }
        return [
            app_commands.Choice(name=label, value=labels[label])
            for label in matching(typed, labels)
        ]
