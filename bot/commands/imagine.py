"""The command that draws pictures from a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.asked import MAX_NUM_IMAGES, Asked, read_flags, sampler_of, size_of
from bot.commands.options import ASPECTS, matching, named_size, parse_text
from bot.commands.question import ask_first
from bot.orders import ImagineOrder, image_params, new_seed
from bot.permutations import expand
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
        negative_prompt: app_commands.Range[str, 0, MAX_PROMPT_LENGTH] | None = None,
        size: str | None = None,
        steps: app_commands.Range[int, 1, MAX_STEPS] | None = None,
        guidance: app_commands.Range[float, 1.0, MAX_GUIDANCE] | None = None,
        sampler: str | None = None,
        seed: app_commands.Range[int, 0, MAX_SEED] | None = None,
        number: app_commands.Range[int, 1, MAX_NUM_IMAGES] | None = None,
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
            )
        )
        params = self._params(asked)
        prompts = expand(params.prompt)
        num_images = len(prompts) * (asked.number or 1)
        if len(prompts) > 1:
            await ask_first(self._atelier, interaction, params, prompts, num_images)
        else:
            await self._atelier.jobs.accept(interaction, ImagineOrder(params, num_images))

    def _params(self, asked: Asked) -> GenerationParams:
        model = self._atelier.engine.model
        width, height = size_of(asked, model)
        params = GenerationParams(
            prompt=asked.prompt,
            negative_prompt=parse_text(asked.negative_prompt or ""),
            width=width,
            height=height,
            num_inference_steps=asked.steps or self._atelier.default_steps,
            guidance_scale=asked.guidance or 0.0,
            sampler=sampler_of(asked, model),
            seed=new_seed(self._atelier.rng) if asked.seed is None else asked.seed,
        )
        for index in range(len(expand(params.prompt))):
            image_params(params, index).check()
        return params

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
